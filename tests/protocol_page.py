"""docs/protocol.md, parsed for tests that compare it with the code or use its lists."""

import re
from collections.abc import Iterator
from pathlib import Path

PAGE = (Path(__file__).parents[1] / "docs" / "protocol.md").read_text(encoding="utf-8")
SECTION = re.compile(r"^### .*?(?=^##|\Z)", re.MULTILINE | re.DOTALL)
BASE = re.compile(r"(?:`([^`]+)`|none) \((.+?)\)")
ADDRESS = re.compile(
    r"^- `(?P<methods>[A-Z]+(?: [A-Z]+)*) ?(?P<path>[^`]*)`"
    r"(?: \((?P<roles>[a-z, -]+)\))?(?:: `(?P<fields>[\w, ]+)`)?",
    re.MULTILINE,
)
ROW = re.compile(r"^\| `([^`]+)` \| ([^|]*) \|(?: ([^|]*) \|)?", re.MULTILINE)


def rows(heading: str) -> list[tuple[str, str, str]]:
    """The first three columns of every table under a heading."""
    [part] = re.findall(rf"^## {heading}\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    return sorted(ROW.findall(part))


def addresses() -> Iterator[tuple[str, str, str]]:
    """The method and URL, roles, and fields of every URL on the page."""
    [part] = re.findall(r"^## HTTP\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    for section in SECTION.findall(part):
        bases = re.search(r"^Base: (.+)\.$", section, re.MULTILINE)
        for base, role in BASE.findall(bases[1] if bases else ""):
            for row in ADDRESS.finditer(section):
                for method in row["methods"].split():
                    address = f"{method} {base}{row['path']}"
                    yield address, row["roles"] or role, row["fields"] or ""
