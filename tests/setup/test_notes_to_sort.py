"""An unsorted note is shown with similar issues and notes."""

import pytest
from sqlalchemy.orm import Session

from polling.setup import note_triage
from polling.setup.note_triage import Board, board
from polling.workshop import queries as workshops
from polling.workshop.models import Workshop
from tests.notes.conftest import Taker
from tests.setup.conftest import Desk

REWORDED = "Officers do not seize live animals because there is nowhere to put them"
AS_AN_ISSUE = "Seized live animals have nowhere to go, so officers hesitate to seize them at all"


@pytest.fixture
def taker(desk: Desk) -> Taker:
    return Taker(desk.room, desk.room.note_link())


def shown(desk: Desk) -> Board:
    def ask(session: Session, workshop: Workshop) -> Board:
        return board(session, workshop.id, workshops.themes(session, workshop.id))

    return desk.ask(ask)


def test_a_note_is_shown_with_a_similar_issue(desk: Desk, taker: Taker) -> None:
    taker.write(REWORDED)
    taker.write("The coffee was cold in both of the breaks of the afternoon")
    alike = [[issue.headline for issue in found.issues] for _note, found in shown(desk).shown]
    assert alike == [[AS_AN_ISSUE], []]


def test_similar_notes_are_shown_next_to_each_other(desk: Desk, taker: Taker) -> None:
    one = taker.write("Interpreters are missing in almost every interview with a rescued person")
    two = taker.write("No interpreters are there when a rescued person is interviewed")
    alike = {note.id: [other.id for other in found.notes] for note, found in shown(desk).shown}
    assert alike == {one.id: [two.id], two.id: [one.id]}


def test_an_issue_that_can_no_longer_change_is_not_offered(desk: Desk, taker: Taker) -> None:
    taker.write(REWORDED)
    desk.open_ranking()
    assert [found.issues for _note, found in shown(desk).shown] == [[]]


def test_of_many_notes_the_oldest_are_shown_first_and_the_rest_counted(
    desk: Desk, taker: Taker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(note_triage, "MOST_AT_ONCE", 2)
    for n in range(5):
        taker.write(f"Note {n}")
    found = shown(desk)
    assert [note.headline for note, _alike in found.shown] == ["Note 0", "Note 1"]
    assert found.more == 3
    page = desk.room.organizer_visitor().get(f"/console/{desk.room.code}/setup?section=notes").text
    assert "5 notes to sort" in page
    assert "3 more" in page
