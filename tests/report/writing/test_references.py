"""Figures in the organizers' texts: inserted as values, with their denominators."""

from dataclasses import replace

from polling.report.data.people_data import Breakdown, Cell, Crossing
from polling.report.data.report_data import Report
from polling.report.document import publication as document
from polling.report.formats.markdown import markdown
from polling.report.formats.rich_text import Text, rich
from polling.report.options import ReportProse
from polling.report.sections.vote_phrases import part
from polling.report.writing.placeholders import Figures, by_kind, figures, resolve, unknown
from tests.report.conftest import report_of
from tests.room import Room


def test_every_figure_has_a_name(made: Report) -> None:
    known = figures(made)
    general = [name for name in known if not name.startswith(("issue.", "recommendation."))]
    assert {name: known[name] for name in general if not name.endswith(".percent")} == {
        "participants": "12",
        "themes": "2",
        "issues": "6",
        "priority_issues": "4",
        "recommendations": "8",
        "drafted": "8",
        "groups": "2",
        "sessions": "2",
        "ballots": "36",
        "voted.ranking.corruption": "12 of 12 (100%)",
        "voted.ranking.coordination": "12 of 12 (100%)",
        "voted.final.corruption": "6 of 6 (100%)",
        "voted.final.coordination": "6 of 6 (100%)",
        "survey.responses": "8 of 12 (67%)",
        "survey.learned.average": "3.9",
        "survey.learned.high": "5 of 8 (63%)",
        "survey.learned.1": "0 of 8 (0%)",
        "survey.learned.2": "0 of 8 (0%)",
        "survey.learned.3": "3 of 8 (38%)",
        "survey.learned.4": "3 of 8 (38%)",
        "survey.learned.5": "2 of 8 (25%)",
        "survey.recommend.yes": "7 of 8 (88%)",
        "survey.recommend.no": "1 of 8 (13%)",
        "survey.best.a1_who_pays": "8 of 8 (100%)",
        "survey.best.a2_who_knows": "4 of 8 (50%)",
    }


def test_each_issue_and_recommendation_has_its_words_and_shares(made: Report) -> None:
    known = figures(made)
    one = made.recommendations[0]
    name = f"recommendation.{one.reference}"
    assert one.standing
    assert known[name] == one.text
    assert known[f"{name}.support"] == part(one.standing.support)
    assert known[f"{name}.support.percent"] == str(one.standing.support.percent)
    assert known["issue.1.1"] == "Nobody reads the declarations"
    assert known["issue.1.1.chosen"] == "11 of 12 (92%)"
    assert set(by_kind(known)) == {"", "voted", "survey"}


def test_words_of_participants_are_no_markup_in_a_text(made: Report) -> None:
    theme = made.themes[0]
    issue = replace(theme.issues[0], headline="[Read](https://bad.example) **this** {{ themes }}")
    told = replace(made, themes=[replace(theme, issues=[issue, *theme.issues[1:]])])
    (block,) = rich(resolve("{{ issue.1.1 }}", figures(told)))
    assert isinstance(block, Text)
    assert [(span.text, span.address, span.bold) for span in block.spans] == [
        (issue.headline, "", False)
    ]


def test_a_share_is_known_as_a_bare_number_too(made: Report) -> None:
    known = figures(made)
    shares = [name for name in known if known[name].endswith("%)")]
    numbers = [name for name in known if name.endswith(".percent")]
    assert numbers == [f"{name}.percent" for name in shares]
    assert (known["survey.best.a2_who_knows"], known["survey.best.a2_who_knows.percent"]) == (
        "4 of 8 (50%)",
        "50",
    )
    assert resolve("{{ survey.recommend.yes.percent }} per cent", known) == "88 per cent"


def test_answers_to_one_question_are_added_up(made: Report) -> None:
    known = figures(of_countries(made))
    assert known.example_of_sum == "participants.country.laos + thailand"
    assert known["participants.country.laos + thailand"] == "7 of 12 (58%)"
    assert known["participants.country.thailand+laos.percent"] == "58"
    text = "{{ participants.country.laos + thailand }} came from two countries."
    assert resolve(text, known) == "7 of 12 (58%) came from two countries."
    wrong = [
        "participants.country.laos + laos",
        "participants.country.laos + mars",
        "participants.country.laos +",
        "participants.country.rest",
        "survey.best.a1_who_pays + a2_who_knows",
        "laos + thailand",
        "+",
    ]
    assert unknown("".join(f"{{{{ {name} }}}}" for name in wrong), known) == wrong


def of_countries(made: Report) -> Report:
    """The report, with answers large enough to publish, and a rest."""
    cells = [Cell("Laos", 4, 33), Cell("Thailand", 3, 25), Cell("", 5, 42)]
    country = Breakdown("country", "Country", cells)
    gender = Breakdown("gender", "Gender", [Cell("Woman", 6, 50), Cell("Man", 6, 50)])
    table = Crossing(
        rows="Country",
        columns="Gender",
        down=["Laos", "Thailand", ""],
        across=["Woman", "Man", ""],
        people=[[3, 0, 0], [None, 3, 0], [3, 3, 0]],
        totals=[4, 3, 5],
    )
    return replace(made, breakdowns=[country, gender], crossings=[table])


def test_crossed_figures_are_rounded_and_suppressed_cells_have_no_name(made: Report) -> None:
    known = figures(of_countries(made))
    assert known["participants.country.laos.gender.woman"] == "about 3 of 4 (75%)"
    assert known["participants.country.laos.gender.woman.percent"] == "75"
    crossed = [name for name in known if ".gender." in name and name.startswith("participants.c")]
    hidden = [name for name in crossed if "thailand.gender.woman" in name]
    assert hidden == []
    assert len(crossed) == 2 * 3  # two for Laos and one for Thailand, each also as a plain number


def test_the_console_offers_a_share_and_its_bare_number_together(day: Room) -> None:
    page = day.organizer_visitor().get(f"/console/{day.code}/closed?view=texts").text
    assert 'data-insert="{{ survey.recommend.yes }}"' in page
    assert 'data-insert="{{ survey.recommend.yes.percent }}"' in page
    assert by_kind(figures_of(day))["survey"][0].percent == "67"


def figures_of(day: Room) -> Figures:
    return figures(report_of(day))


def test_a_placeholder_becomes_its_figure_and_an_unknown_one_is_printed_literally() -> None:
    text, known = "{{ themes }} themes, {{themes}}, {{ nobody }}", {"themes": "6"}
    assert resolve(text, known) == "6 themes, 6, {{ nobody }}"
    assert unknown(text, known) == ["nobody"]


def test_texts_are_exported_with_their_figures(made: Report) -> None:
    prose = ReportProse(
        summary="{{ participants }} people; {{ survey.recommend.yes }} would come again."
    )
    text = markdown(document(replace(made, prose=prose)))
    assert "12 people; 7 of 8 (88%) would come again." in text


def test_a_text_with_a_reference_that_never_ends_is_read_at_once() -> None:
    text = "{{" + " " * 9_990 + "."
    assert resolve(text, {}) == text
    assert unknown(text, {}) == []
