"""The plain page: every kind of ballot and the survey as HTML forms."""

import re
from typing import Any

import pytest
from markupsafe import escape
from sqlalchemy import select

from polling.contests.models import Contest
from polling.core.db import reading, transaction
from polling.plain_html import ballots, receipt_cookie
from polling.survey.models import SurveyResponse
from polling.workshop.models import Issue, Workshop
from tests.ranking.phone_ballots import published, ranking_by
from tests.room import Room
from tests.visitor import Visitor


def send(visitor: Visitor, room: Room, contest: Contest, fields: dict[str, Any]) -> str:
    """The page after a ballot was sent by a browser without scripts."""
    path = f"/w/{room.code}/plain"
    data = {"csrf_token": visitor.token(), "contest": contest.id, **fields}
    answer = visitor.client.post(
        f"{path}/ballots", data=data, headers={"Referer": path}, follow_redirects=True
    )
    return answer.get_data(as_text=True)


# Fields and choices for the first two options; 1 and 2 stand for their ids.
KINDS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "borda": (
        {"place-1": "000000002", "place-2": "000000001", "place-3": "-" * 9},
        {"ranking": [2, 1]},
    ),
    "approval": ({"mark-2": 1, "mark-1": 1, "mark-3": "-"}, {"approved": [1, 2]}),
    "score": ({"mark-1": 4, "mark-2": 0, "mark-3": "-"}, {"scores": {"1": 4, "2": 0}}),
    "hundred-points": ({"mark-1": 60, "mark-2": ""}, {"points": {"1": 60}}),
}


@pytest.mark.parametrize("rule", KINDS)
def test_a_plain_ballot_of_each_kind_is_counted(room: Room, rule: str) -> None:
    contest = ranking_by(rule, room)
    visitor = room.participant_visitor()
    visitor.get(f"/w/{room.code}/plain")
    assert contest.options[:2] == [1, 2]
    fields, choices = KINDS[rule]
    assert "Counted." in send(visitor, room, contest, fields)
    assert published(room, contest) == choices


def test_only_the_plain_page_stores_the_secret_of_receipts_in_the_cookie(room: Room) -> None:
    ranking_by("borda", room)
    visitor = room.participant_visitor()
    for page, is_stored in (("", False), ("/plain", True)):
        visitor.get(f"/w/{room.code}{page}")
        with visitor.client.session_transaction() as cookie:
            assert (receipt_cookie.SECRET in cookie) == is_stored


def test_an_issue_chosen_twice_is_refused_at_its_ballot(room: Room) -> None:
    contest = ranking_by("borda", room)
    visitor = room.participant_visitor()
    first, second = contest.options[:2]
    page = send(visitor, room, contest, {"place-1": first, "place-2": first, "place-3": second})
    assert page.index(f'id="plain-{contest.id}"') < page.index("You chose an issue twice.")
    page = visitor.get(f"/w/{room.code}/plain").get_data(as_text=True)
    assert "Counted." not in page


def test_a_plain_ballot_shows_its_issues_in_full(room: Room) -> None:
    contest = ranking_by("borda", room)
    path = f"/w/{room.code}/plain?form={contest.id}"
    page = room.participant_visitor().get(path).get_data(as_text=True)
    with reading() as session:
        issues = session.scalars(select(Issue).where(Issue.id.in_(contest.options))).all()
    assert all(str(escape(f"{issue.short}: {issue.headline}")) in page for issue in issues)


def test_a_plain_ballot_can_be_changed_and_counts_once(room: Room) -> None:
    contest = ranking_by("borda", room)
    visitor = room.participant_visitor()
    first, second = contest.options[:2]
    send(visitor, room, contest, {"place-1": first})
    page = visitor.get(f"/w/{room.code}/plain").get_data(as_text=True)
    assert "You can still make changes." in page
    assert "Counted." in send(visitor, room, contest, {"place-1": second})
    assert published(room, contest) == {"ranking": [second]}


def test_an_invalid_form_is_shown_as_filled_in(room: Room) -> None:
    contest = ranking_by("hundred-points", room)
    visitor = room.participant_visitor()
    first, second = contest.options[:2]
    page = send(visitor, room, contest, {f"mark-{first}": 70, f"mark-{second}": 70})
    assert "This ballot cannot be counted." in page
    assert re.search(rf'name="mark-{first}"[^>]*value="70"', page)


@pytest.mark.parametrize("number", ["1" * 5_000, "²", "٣"], ids=["long", "power", "other script"])
@pytest.mark.parametrize("rule", ["borda", "score"])
def test_a_field_with_a_strange_number_is_ignored(room: Room, rule: str, number: str) -> None:
    contest = ranking_by(rule, room)
    option = contest.options[0]
    fields = {f"place-{number}": option, f"mark-{number}": 5, f"concern-{number}": "Too slow"}
    assert "Choose something first" in send(room.participant_visitor(), room, contest, fields)


def test_an_empty_ballot_is_no_abstention(room: Room) -> None:
    contest = ranking_by("approval", room)
    visitor = room.participant_visitor()
    assert "Choose something first, or abstain." in send(visitor, room, contest, {})
    assert "Counted." in send(visitor, room, contest, {"abstain": 1})
    assert published(room, contest) == {"abstain": True}


def test_a_person_who_voted_on_the_full_page_must_change_the_ballot_there(room: Room) -> None:
    contest = ranking_by("borda", room)
    (person,) = room.join(1)
    room.cast(person, contest.id, {"ranking": [contest.options[0]]})
    path = f"/w/{room.code}/plain?form={contest.id}"
    page = room.participant_visitor(person).get(path).get_data(as_text=True)
    assert "Change your ballot there." in page


def test_the_survey_is_answered_without_scripts(room: Room) -> None:
    room.go("lobby")
    with transaction() as session:
        session.get_one(Workshop, room.workshop_id).survey_open = True
    visitor = room.participant_visitor()
    page = visitor.get(f"/w/{room.code}/plain").get_data(as_text=True)
    data: dict[str, Any] = {"csrf_token": visitor.token()}
    for kind, name, value in re.findall(
        r'<input type="(radio|checkbox)" name="([^"]+)" value="([^"]+)"', page
    ):
        if kind == "radio" or name not in data:
            data.setdefault(name, value)
    selects = r'<select name="([^"]+)"><option value="">–</option><option value="([^"]+)"'
    data |= dict(re.findall(selects, page))
    for name in re.findall(r'<textarea[^>]* name="([^"]+)"', page):
        data[name] = "In words"
    answer = visitor.client.post(
        f"/w/{room.code}/plain/survey", data=data, follow_redirects=True
    ).get_data(as_text=True)
    assert "Counted." in answer
    with reading() as session:
        (stored,) = session.scalars(select(SurveyResponse))
        given = {name.split(".")[0] for name in data} - {"csrf_token"}
        assert set(stored.answers) == given & set(stored.answers)
        assert len(stored.answers) >= 3


def test_of_several_open_forms_each_has_its_own_page_so_that_none_is_lost(room: Room) -> None:
    contest = ranking_by("borda", room)
    with transaction() as session:
        session.get_one(Workshop, room.workshop_id).survey_open = True
    visitor = room.participant_visitor()
    path = f"/w/{room.code}/plain"
    page = visitor.get(path).get_data(as_text=True)
    links = re.findall(rf'href="({path}\?form=[^"]+)"', page)
    assert (len(links) > 2, "data-plain" in page) == (True, False)
    assert "Answer each of these:" in page
    assert 'value="vi"' in page
    ballot, survey = (
        visitor.get(f"{path}?form={form}").get_data(as_text=True) for form in (contest.id, "survey")
    )
    assert [one.count("data-plain") for one in (ballot, survey)] == [1, 1]
    assert f'value="{contest.id}"' in ballot
    assert f'action="{path}/survey' in survey
    assert "Counted." in send(visitor, room, contest, {"place-1": contest.options[0]})


def test_a_rating_is_read_from_its_form() -> None:
    fields = {
        "mark-1": ["2"],
        "mark-2": ["1"],
        "mark-3": ["-"],
        "concern-2": ["Too slow"],
        "concern-3": [" "],
    }
    assert ballots.choices("rating", fields) == {"rated": {"priority": ["1"], "support": ["2"]}}
    assert ballots.concerns(fields) == {"2": "Too slow"}


def test_a_browser_that_blocks_cookies_gets_a_message(room: Room) -> None:
    client = room.app.test_client(use_cookies=False)
    page = client.post(f"/j/{room.code}", data={"attributes.sector": "NGO"})
    assert "This browser blocks cookies." in page.get_data(as_text=True)
