"""Readers do not learn a result that is not shown yet."""

import re

import pytest

from polling.contests.kinds import FINAL
from polling.contests.models import Contest
from polling.core.db import reading, transaction
from polling.final_vote.dissent.models import DissentNote
from polling.report.queries import report, report_for_readers
from polling.screen import state
from polling.workshop.models import Issue, Workshop
from tests.room import Room
from tests.visitor import Visitor

SUMMARY = "Most wanted"


@pytest.fixture
def first(room: Room) -> Contest:
    """The first theme's ranking, closed: the last issue wins."""
    room.go("lobby")
    room.join(12)
    room.go("ranking")
    contest = room.open_ranking()[0]
    ranked = {"ranking": contest.options[:-4:-1]}
    room.cast_all((person, contest.id, ranked) for person in room.participants)
    room.organizer_visitor().post(f"/console/{room.code}/ranking/{contest.id}/close")
    return contest


def summarize(room: Room, reference: str) -> None:
    with transaction() as session:
        prose = {"summary": f"{SUMMARY}: chosen by {{{{ issue.{reference}.chosen }}}}."}
        session.get_one(Workshop, room.workshop_id).prose = prose


def headlines(contest: Contest, page: str) -> list[int]:
    """The issues in the order of their headings."""
    with reading() as session:
        ids = {session.get_one(Issue, option).headline: option for option in contest.options}
    headings = re.findall(r"<h\d.*?</h\d>", page, re.DOTALL)
    return [ids[name] for heading in headings for name in ids if name in heading]


def press(room: Room, path: str) -> int:
    return room.organizer_visitor().post(f"/console/{room.code}/{path}").status_code


def report_on(phone: Visitor, room: Room) -> str:
    return phone.get(f"/w/{room.code}/report").text


@pytest.mark.parametrize(
    "order, reference",
    [
        pytest.param(("publish", "reveal"), "1.6", id="numbered before the result"),
        pytest.param(("reveal", "publish"), "1.1", id="numbered after the result"),
    ],
)
def test_a_report_has_no_priorities_from_an_unshown_result(
    room: Room, first: Contest, order: tuple[str, str], reference: str
) -> None:
    phone = room.participant_visitor()
    paths = {"publish": "report/publish", "reveal": f"ranking/{first.id}/reveal"}
    for step in order:
        assert press(room, paths[step]) == 200
    assert "{{" not in report_on(phone, room)
    summarize(room, reference)
    page = report_on(phone, room)
    assert headlines(first, page) == first.options
    assert SUMMARY not in page
    assert "{{" not in page
    assert SUMMARY in room.organizer_visitor().get(f"/console/{room.code}/report").text
    assert room.screen_visitor().post(f"/w/{room.code}/screen/turn", {"go": "end"}).is_json
    page = report_on(phone, room)
    assert headlines(first, page) == first.options[:-4:-1]
    assert SUMMARY in page


def test_a_report_has_no_dissent_about_an_unshown_result(day: Room) -> None:
    final, other = day.contests(FINAL)[:2]
    with transaction() as session:
        workshop = session.get_one(Workshop, day.workshop_id)
        state.set_unshown(workshop, [final.id])
        for contest in (final, other):
            note = {"text": "Too costly", "revision": 1, "approved": True}
            theme = {"contest_id": contest.id, "theme_id": contest.theme_id}
            session.add(DissentNote(key="of a ballot", **theme, **note))
    with reading() as session:
        workshop = session.get_one(Workshop, day.workshop_id)
        told = [make(session, workshop) for make in (report, report_for_readers)]
    assert [(len(one.dissent), one.dissent_written) for one in told] == [(2, 2), (1, 1)]


def test_a_report_with_an_unshown_result_is_neither_frozen_nor_public(
    room: Room, first: Contest
) -> None:
    organizer, phone = room.organizer_visitor(), room.participant_visitor()
    page = f"/console/{room.code}/closed"
    hint = "Show these results on the screen and press “Next” until the end"
    organizer.post(f"/console/{room.code}/ranking/{first.id}/reveal")
    for path in ("report/freeze", "report/open"):
        refusal = organizer.post(f"/console/{room.code}/{path}")
        assert refusal.status_code == 409
        assert hint in refusal.get_json()["error"]["message"]
    assert hint in organizer.get(page).text
    assert phone.get(f"/w/{room.code}/report").status_code == 404
    room.screen_visitor().post(f"/w/{room.code}/screen/turn", {"go": "end"})
    assert hint not in organizer.get(page).text
    assert organizer.post(f"/console/{room.code}/report/open").status_code == 200
    assert headlines(first, report_on(phone, room)) == first.options[:-4:-1]


def test_a_reference_does_not_follow_an_unshown_result(room: Room, first: Contest) -> None:
    assert press(room, f"ranking/{first.id}/reveal") == 200
    console = room.organizer_visitor()
    stages = console.post(f"/console/{room.code}/final-vote/stages", json={"stages": 2})
    assert stages.status_code == 200
    assert set(stored_references(first)) == {""}
    room.screen_visitor().post(f"/w/{room.code}/screen/turn", {"go": "end"})
    assert press(room, "report/publish") == 200
    assert min(stored_references(first)) == "1.1"


def stored_references(contest: Contest) -> list[str]:
    with reading() as session:
        return [session.get_one(Issue, option).reference for option in contest.options]


def test_a_frozen_report_becomes_public_while_another_result_is_unshown(day: Room) -> None:
    assert press(day, "report/freeze") == 200
    with transaction() as session:
        state.set_unshown(session.get_one(Workshop, day.workshop_id), [day.contests(FINAL)[0].id])
    assert press(day, "report/open") == 200
