import pytest

from polling.workshop_file.problems import BadWorkshopFile
from polling.workshop_file.read import read
from polling.workshop_file.schema import Issue, Recommendation, Theme, WorkshopFile

OUTLINE = """\
# Corruption
What it is
about.

Second paragraph.

- Permits are sold
  Three sessions told of it.

  And a fourth.
    - Border agencies should publish
      the fees by 2027.

      Nobody knows them.
    * Refuse cash
- **Courts lose files.** Four cases lapsed.

---

## Drugs
1. Patrols stop at mid-river
"""


def read_outline(text: str) -> WorkshopFile:
    return read(text.encode(), "plan.md")


def problems_of(text: str) -> list[tuple[str, str]]:
    with pytest.raises(BadWorkshopFile) as refusal:
        read_outline(text)
    return [(problem["place"], problem["message"]) for problem in refusal.value.problems]


def test_an_outline_has_themes_issues_and_recommendations() -> None:
    file = read_outline(OUTLINE.replace("## Drugs", "# Drugs"))

    permits = Issue(
        headline="Permits are sold",
        rationale="Three sessions told of it.\n\nAnd a fourth.",
        recommendations=[
            Recommendation(
                actors=["Border agencies"],
                action="publish the fees by 2027",
                rationale="Nobody knows them.",
            ),
            Recommendation(action="Refuse cash"),
        ],
    )
    courts = Issue(headline="Courts lose files.", rationale="Four cases lapsed.")
    assert file == WorkshopFile(
        title="plan",
        themes=[
            Theme(
                title="Corruption",
                description="What it is about.\n\nSecond paragraph.",
                issues=[permits, courts],
            ),
            Theme(title="Drugs", issues=[Issue(headline="Patrols stop at mid-river")]),
        ],
    )


def test_a_heading_above_the_themes_is_the_title() -> None:
    file = read_outline("# Mekong Dialogue\nTwo days.\n## Corruption\n- a\n## Drugs\n- b\n")

    assert (file.title, file.prose.introduction) == ("Mekong Dialogue", "Two days.")
    assert [theme.title for theme in file.themes] == ["Corruption", "Drugs"]


@pytest.mark.parametrize("indent", ["  ", "    ", "\t"])
def test_any_indent_makes_a_recommendation(indent: str) -> None:
    file = read_outline(f"# A\n- issue\n{indent}- Banks should act.\n- issue two\n")

    assert [len(issue.recommendations) for issue in file.themes[0].issues] == [1, 0]


@pytest.mark.parametrize(
    "text, problems",
    [
        pytest.param(
            "Dear all,\n- an issue\n",
            [
                ("line 1", "There is no “# theme” above this line."),
                ("line 2", "There is no “# theme” above this line."),
            ],
            id="no theme",
        ),
        pytest.param(
            "# T\n## A\n- a\n### Deep\n- b\n",
            [("line 4", "Only themes have headings. Write issues as “- …”.")],
            id="third heading",
        ),
        pytest.param(
            f"# A\n- one\n- One\n- {'x' * 301}\n    - {'y' * 1_001}\n",
            [
                ("line 4", "This is too long. Use at most 300 characters."),
                ("line 5", "This is too long. Use at most 1000 characters."),
                ("line 3", "“One” appears twice."),
            ],
            id="what the schema refuses",
        ),
    ],
)
def test_errors_are_listed_with_their_line(text: str, problems: list[tuple[str, str]]) -> None:
    assert problems_of(text) == problems
