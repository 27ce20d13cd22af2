"""The table in docs/architecture.md agrees with the tree, and the page is short."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "polling"
GUIDE = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
TABLE = GUIDE.partition("|---|---|\n")[2].partition("\n\n")[0]
UNLISTED = {"__init__.py", "translations/"}
MOST_WORDS = 2_000


def children() -> list[str]:
    """The modules and packages in `polling/`."""
    packages = (f"{path.parent.name}/" for path in PACKAGE.glob("*/__init__.py"))
    return sorted({*packages, *(path.name for path in PACKAGE.glob("*.py"))} - UNLISTED)


@pytest.mark.parametrize("name", children())
def test_every_module_and_package_is_in_the_table(name: str) -> None:
    assert f"`{name}`" in TABLE


@pytest.mark.parametrize("name", re.findall(r"`([a-z_/]+(?:/|\.py))`", TABLE))
def test_the_table_names_only_existing_paths(name: str) -> None:
    assert (PACKAGE / name).exists()


def test_the_guide_is_short() -> None:
    assert len(GUIDE.split()) <= MOST_WORDS
