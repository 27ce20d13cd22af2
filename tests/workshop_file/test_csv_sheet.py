import pytest

from polling.workshop_file.problems import BadWorkshopFile
from polling.workshop_file.read import read
from polling.workshop_file.schema import Issue

BRIBES = Issue(headline="Bribes", rationale="Often; openly", sources=["A1", "B2"])


def problems_of(text: str) -> list[tuple[str, str]]:
    with pytest.raises(BadWorkshopFile) as refusal:
        read(text.encode(), "issues.csv")
    return [(problem["place"], problem["message"]) for problem in refusal.value.problems]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            'theme,issue,rationale,source\nCorruption,Bribes,Often; openly,"A1, B2"\n', id="commas"
        ),
        pytest.param(
            'Theme;Issue;Rationale;Source\r\nCorruption;Bribes;"Often; openly";A1; B2\r\n'.replace(
                "A1; B2", '"A1; B2"'
            ),
            id="semicolons",
        ),
        pytest.param(
            "\ufefftheme\tissue\trationale\tsource\nCorruption\tBribes\tOften; openly\tA1,B2\n",
            id="tabs and Excel's mark",
        ),
        pytest.param(
            '"source","issue","theme","rationale"\n"A1;B2","Bribes","Corruption","Often; openly"\n',
            id="another order, all quoted",
        ),
    ],
)
def test_a_sheet_is_read_however_a_spreadsheet_saves_it(text: str) -> None:
    file = read(text.encode(), "Notes of Monday.csv")

    assert file.title == "Notes of Monday"
    assert [(theme.title, theme.issues) for theme in file.themes] == [("Corruption", [BRIBES])]


def test_rows_of_a_theme_need_not_be_together_nor_repeat_it() -> None:
    text = "theme,issue\nA,one\n,two\n\nB,three\na,four\n,,\n"

    file = read(text.encode(), "issues.csv")

    assert {theme.title: [issue.headline for issue in theme.issues] for theme in file.themes} == {
        "A": ["one", "two", "four"],
        "B": ["three"],
    }


@pytest.mark.parametrize(
    "cell, sources",
    [
        pytest.param("A1, B2", ["A1", "B2"], id="codes"),
        pytest.param("Panel on courts, day 1; C1", ["Panel on courts, day 1", "C1"], id="a title"),
        pytest.param("", [], id="none"),
        pytest.param(" ; ", [], id="only a separator"),
    ],
)
def test_sources_are_separated_by_semicolons_and_codes_by_commas_too(
    cell: str, sources: list[str]
) -> None:
    file = read(f'theme,issue,source\nA,b,"{cell}"\n'.encode(), "issues.csv")

    assert file.themes[0].issues[0].sources == sources


def test_a_cell_may_have_several_lines() -> None:
    file = read(b'theme,issue,rationale\nA,b,"one\ntwo"\nA,c,\n', "issues.csv")

    assert [issue.rationale for issue in file.themes[0].issues] == ["one\ntwo", ""]


def test_a_formula_stays_the_text_that_it_is() -> None:
    file = read(b'theme,issue\nA,"=HYPERLINK(""http://x"")"\n', "issues.csv")

    assert file.themes[0].issues[0].headline == '=HYPERLINK("http://x")'


@pytest.mark.parametrize(
    "text, problems",
    [
        pytest.param(
            "theme,isue,colour\nA,b,c\n",
            [
                ("line 1", "Unknown column “isue”. Did you mean “issue”?"),
                ("line 1", "Unknown column “colour”."),
                ("line 1", "The first row must include the column heading “issue”."),
            ],
            id="columns",
        ),
        pytest.param(
            "theme,issue,issue\nA,b,c\n",
            [("line 1", "“issue” appears twice.")],
            id="a column twice",
        ),
        pytest.param(
            "theme,issue\n,orphan\nA,\nA,b,c\nA,b\n",
            [
                ("line 2", "The column “theme” is empty."),
                ("line 4", "This row has too many cells."),
                ("line 3", "This is required."),
                ("line 5", "“b” appears twice."),
            ],
            id="rows",
        ),
        pytest.param(
            f'theme,issue\nA,"one\nline"\nA,{"x" * 301}\n',
            [("line 4", "This is too long. Use at most 300 characters.")],
            id="line of a row after one of two lines",
        ),
        pytest.param(
            'theme,issue\nA,"b"c\n',
            [
                (
                    "line 2",
                    "A quotation mark is missing. Inside a cell, write each quotation mark twice.",
                )
            ],
            id="quotation marks",
        ),
        pytest.param(
            "theme,issue\n" + "A,b\n" * 1_000_000,
            [("line 2002", "This is too long. Use at most 2000 lines.")],
            id="a million rows",
        ),
    ],
)
def test_errors_are_listed_with_their_line(text: str, problems: list[tuple[str, str]]) -> None:
    assert problems_of(text) == problems
