"""The docs agree with the tree: paths and links in them exist."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
RECIPES = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("## Change recipes")[2]
MOST_FILES = {
    "A voting rule": 4,
    "A stage": 8,
    "A question type": 6,
    "An export format": 3,
    "A figure in report, console and screen": 8,
    "A field of a recommendation": 8,
}
TOP = "benchmarks|docs|migrations|polling|scripts|static|templates|tests"
PATH = re.compile(rf"`((?:{TOP})/[\w./<>-]*)`")
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]+)[^)]*\)")


def found(pattern: re.Pattern[str]) -> list[tuple[str, str]]:
    """Return each match with the path of its page."""
    return [
        (str(page.relative_to(ROOT)), name)
        for page in PAGES
        for name in sorted(set(pattern.findall(page.read_text(encoding="utf-8"))))
    ]


@pytest.mark.parametrize("document,path", found(PATH))
def test_a_path_in_the_docs_exists(document: str, path: str) -> None:
    """`<name>` in a path stands for any name."""
    assert any(ROOT.glob(re.sub(r"<\w+>", "*", path).rstrip("/")))


@pytest.mark.parametrize("document,target", found(LINK))
def test_a_link_between_docs_leads_to_a_file(document: str, target: str) -> None:
    assert (ROOT / document).parent.joinpath(target).exists()


@pytest.mark.parametrize("change,most", MOST_FILES.items())
def test_a_common_change_touches_few_files(change: str, most: int) -> None:
    recipe = RECIPES.partition(f"### {change}\n")[2].partition("##")[0]
    assert 0 < len(re.findall(r"^\| `", recipe, re.MULTILINE)) <= most
