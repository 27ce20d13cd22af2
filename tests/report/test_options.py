"""What the report prints: by rule, by hand, by section; and merging actors' names."""

import pytest

from polling.core.db import reading
from polling.report.options import ReportImprint
from polling.report.tables import tables
from polling.workshop.queries import by_id
from polling.workshop_file.dump import dump
from tests.report.conftest import report_of
from tests.report.document_pieces import in_both
from tests.room import Room
from tests.visitor import Visitor, mark_in


@pytest.fixture
def console(day: Room) -> Visitor:
    return day.organizer_visitor()


def press(day: Room, console: Visitor, path: str, **fields: object) -> None:
    if path == "form":
        fields["seen"] = options_mark(day, console)
    answer = console.post(f"/console/{day.code}/report/{path}", fields)
    assert answer.status_code == 200, answer.json


def options_mark(day: Room, console: Visitor) -> str:
    page = console.get(f"/console/{day.code}/closed?view=print").text
    return mark_in(page, 'id="report-form"')


def printed(day: Room) -> list[str]:
    return [one.text for one in report_of(day).recommendations]


def text_of(day: Room) -> str:
    return in_both(report_of(day))


def test_all_is_printed_at_first(day: Room) -> None:
    assert len(printed(day)) == 8
    assert "This report shows" not in text_of(day)


def test_of_each_issue_the_first_are_printed_and_the_report_says_so(
    day: Room, console: Visitor
) -> None:
    first = [issue.recommendations[0] for issue in report_of(day).priority_issues]
    press(day, console, "form", top="1", least_support="0")
    assert printed(day) == [one.text for one in first]
    said = "This report shows 4 of 8 drafted recommendations. It shows the top"
    assert said in text_of(day)


def test_those_with_too_little_support_are_left_out(day: Room, console: Visitor) -> None:
    press(day, console, "form", top="", least_support="60")
    made = report_of(day)
    assert all(one.standing and one.standing.support.percent >= 60 for one in made.recommendations)
    assert all(one.standing and one.standing.support.percent < 60 for one in made.left_out)
    assert made.recommendations
    assert made.left_out


def test_one_is_taken_in_or_left_out_by_hand(day: Room, console: Visitor) -> None:
    press(day, console, "form", top="1", least_support="0")
    made = report_of(day)
    into, out = made.left_out[0], made.recommendations[0]
    press(day, console, f"recommendations/{into.id}", printed="yes")
    press(day, console, f"recommendations/{out.id}", printed="no")
    ids = [one.id for one in report_of(day).recommendations]
    assert into.id in ids
    assert out.id not in ids
    press(day, console, f"recommendations/{into.id}", printed="rule")
    assert into.id not in [one.id for one in report_of(day).recommendations]


def test_a_recommendation_of_another_workshop_is_not_found(day: Room, console: Visitor) -> None:
    answer = console.post(f"/console/{day.code}/report/recommendations/999", {"printed": "no"})
    assert answer.status_code == 404


def test_the_vote_keeps_what_is_not_printed(day: Room, console: Visitor) -> None:
    before = [len(vote.standings) for vote in report_of(day).votes]
    press(day, console, "form", top="1", least_support="0")
    assert [len(vote.standings) for vote in report_of(day).votes] == before


@pytest.mark.parametrize(
    "key, title",
    [
        ("participation", "## Who took part"),
        ("agenda", "## Agenda"),
        ("feedback", "## Feedback"),
        ("actors", "## Recommendations by addressee"),
        ("votes", "## Vote results in detail"),
        ("ballots", "## Ballot lists"),
    ],
)
def test_a_section_is_left_out(day: Room, console: Visitor, key: str, title: str) -> None:
    assert title in text_of(day)
    press(day, console, "form", **{"left_out[]": key, "top": "", "least_support": "0"})
    assert title not in text_of(day)


def test_actors_are_listed_with_their_recommendations(day: Room) -> None:
    index = text_of(day).split("## Recommendations by addressee")[1].split("\n## ")[0]
    rows = [line.split(" | ") for line in index.splitlines() if line.startswith("| ")][2:]
    assert [row[0] for row in rows] == ["| Customs", "| Donors", "| Ministries", "| The police"]
    assert rows[1][1] == "1.1.3, 2.1.3 |"


def test_two_spellings_stand_under_one_name_and_apart_again(day: Room, console: Visitor) -> None:
    press(day, console, "actors", actor="Customs", name="the police")
    press(day, console, "actors", actor="the police", name="Law enforcement")
    text = text_of(day)
    assert "| Law enforcement |" in text
    assert "| Customs |" not in text
    assert "Customs and the police should answer at night" in text
    press(day, console, "actors", actor="Customs", name="")
    assert "| Customs |" in text_of(day)


def test_the_workshop_file_keeps_the_choices(day: Room, console: Visitor) -> None:
    press(day, console, "form", **{"left_out[]": "agenda", "top": "2", "least_support": "10"})
    press(day, console, "actors", actor="Customs", name="Police")
    press(day, console, f"recommendations/{report_of(day).recommendations[0].id}", printed="no")
    with reading() as session:
        file = dump(session, by_id(session, day.workshop_id))
    assert file.report.model_dump() == {
        "left_out": ["agenda"],
        "moved": [],
        "imprint": dict.fromkeys(ReportImprint.model_fields, ""),
        "same_actors": {"Customs": "Police"},
        "top": 2,
        "authors_approve": True,
        "every_hash": False,
        "least_support": 10,
    }
    by_hand = [
        one.printed
        for theme in file.themes
        for issue in theme.issues
        for one in issue.recommendations
        if one.printed is not None
    ]
    assert by_hand == [False]


def test_tables_have_what_is_printed(day: Room, console: Visitor) -> None:
    press(day, console, "form", top="1", least_support="0")
    (rows,) = [table.rows for table in tables(report_of(day)) if table.name == "recommendations"]
    assert len(rows) == 4


def test_two_organizers_keep_each_others_options(day: Room, console: Visitor) -> None:
    shown = {"top": "", "least_support": "0", "seen": options_mark(day, console)}
    press(day, console, "form", **shown | {"left_out[]": "agenda", "imprint.publisher": "Ours"})
    later = {"left_out[]": "votes", "imprint.licence": "CC BY 4.0", "top": "2"}
    answer = console.post(f"/console/{day.code}/report/form", shown | later)
    assert answer.status_code == 200
    choices = report_of(day).choices
    assert (choices.left_out, choices.top) == (["agenda", "votes"], 2)
    assert (choices.imprint.publisher, choices.imprint.licence) == ("Ours", "CC BY 4.0")


def test_an_option_that_both_changed_is_refused_once(day: Room, console: Visitor) -> None:
    shown = {"top": "", "least_support": "0", "seen": options_mark(day, console)}
    press(day, console, "form", **shown | {"imprint.publisher": "Theirs"})
    mine = shown | {"imprint.publisher": "Mine"}
    refusal = console.post(f"/console/{day.code}/report/form", mine)
    assert refusal.status_code == 409
    error = refusal.json["error"]  # type: ignore[index]
    assert error["problems"] == [
        {"place": "imprint.publisher", "message": "Current text: “Theirs”"}
    ]
    assert report_of(day).choices.imprint.publisher == "Theirs"
    again = console.post(f"/console/{day.code}/report/form", mine | {"seen": error["seen"]})
    assert again.status_code == 200
    assert report_of(day).choices.imprint.publisher == "Mine"


def test_the_console_shows_the_form(day: Room, console: Visitor) -> None:
    press(day, console, "form", top="1", least_support="0")
    page = console.get(f"/console/{day.code}/closed?view=print").text
    assert ">4 of 8<" in page
    assert 'name="top" min="1" max="40" value="1"' in page
