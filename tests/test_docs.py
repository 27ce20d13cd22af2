"""The docs match the tree: paths and links exist."""

import re
import tomllib
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
    "A figure on the console, on the screen and in the report": 6,
    "A field of a recommendation": 8,
}
MOST_WORDS = {"README.md": 1_000, "docs/protocol.md": 1_900}  # others: a guide, or a reference page
READ_WHOLE = [page for page in PAGES if page.name != "CHANGELOG.md"]
MOST_WORDS_OF_A_GUIDE, MOST_WORDS_OF_A_PAGE, MOST_WORDS_OF_ALL = 1_100, 1_700, 15_000
TOP = "benchmarks|deploy|docs|migrations|polling|scripts|static|templates|tests"
PATH = re.compile(rf"`((?:{TOP})/[\w./<>-]*)`")
CODE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
WORD = re.compile(r"\S*\w\S*")  # the marks of tables and lists are not words
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]+)[^)]*\)")
SECTION = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]*#[^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def found(pattern: re.Pattern[str]) -> list[tuple[str, str]]:
    """Return each match with the path of its page."""
    return [
        (str(page.relative_to(ROOT)), name)
        for page in PAGES
        for name in sorted(set(pattern.findall(page.read_text(encoding="utf-8"))))
    ]


@pytest.mark.parametrize("document,path", found(PATH))
def test_a_path_in_the_docs_exists(document: str, path: str) -> None:
    """`<name>` in a path matches any name."""
    assert any(ROOT.glob(re.sub(r"<\w+>", "*", path).rstrip("/")))


@pytest.mark.parametrize("document,target", found(LINK))
def test_a_link_between_docs_leads_to_a_file(document: str, target: str) -> None:
    assert (ROOT / document).parent.joinpath(target).exists()


@pytest.mark.parametrize("document,target", found(SECTION))
def test_a_link_to_a_section_leads_to_its_heading(document: str, target: str) -> None:
    """GitHub makes the fragment of a heading from its letters, digits, hyphens and spaces."""
    path, _, fragment = target.partition("#")
    page = (ROOT / document).parent / path if path else ROOT / document
    headings = HEADING.findall(page.read_text(encoding="utf-8"))
    assert fragment in {re.sub(r"[^\w -]", "", one.lower()).replace(" ", "-") for one in headings}


@pytest.mark.parametrize("change,most", MOST_FILES.items())
def test_a_common_change_touches_few_files(change: str, most: int) -> None:
    recipe = RECIPES.partition(f"### {change}\n")[2].partition("##")[0]
    assert 0 < len(re.findall(r"^\| `", recipe, re.MULTILINE)) <= most


@pytest.mark.parametrize("page", [str(page.relative_to(ROOT)) for page in READ_WHOLE])
def test_a_page_is_short(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    usual = MOST_WORDS_OF_A_GUIDE if page.startswith("docs/guides/") else MOST_WORDS_OF_A_PAGE
    words = WORD.findall(text)
    assert len(words) <= MOST_WORDS.get(page, usual)


def test_all_pages_together_are_short() -> None:
    """Blocks of code do not count."""
    texts = [CODE.sub("", page.read_text(encoding="utf-8")) for page in READ_WHOLE]
    assert sum(len(WORD.findall(text)) for text in texts) <= MOST_WORDS_OF_ALL


def test_the_changelog_begins_with_the_version_of_the_package() -> None:
    """Unreleased changes may come before the releases."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    headings = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert next(one for one in headings if one != "Unreleased") == project["version"]
