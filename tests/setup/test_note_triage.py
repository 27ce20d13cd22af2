"""However an organizer sorts a note, its text and session remain available."""

import pytest
from flask import Flask
from sqlalchemy import delete

from polling.core.db import transaction
from polling.core.errors import Conflict, NotFound
from polling.notes.models import Note
from polling.recommendations.models import Recommendation
from polling.setup.actions import issues as issue_actions
from polling.setup.actions import note_triage
from polling.setup.forms import IssueText, NewIssue
from polling.setup.log_sentences import sentence
from polling.workshop.models import Issue
from polling.workshop_file.schema import Issue as IssueOfFile
from polling.workshop_file.schema import Theme, WorkshopFile
from tests.notes.conftest import Taker
from tests.room import Room
from tests.setup.conftest import Desk, form

FILE = WorkshopFile(
    title="Notes",
    themes=[
        Theme(
            title="Rescue",
            issues=[
                IssueOfFile(headline="Shelters are full", rationale="Seen.", sources=["A1"]),
                IssueOfFile(headline="Nobody answers the hotline"),
            ],
        )
    ],
)


@pytest.fixture
def desk(app: Flask) -> Desk:
    return Desk(Room.of(app, FILE))


@pytest.fixture
def taker(desk: Desk) -> Taker:
    return Taker(desk.room, desk.room.note_link())


def made(desk: Desk, note: Note, **changed: str) -> None:
    """The note as an issue, with the texts shown in the form."""
    theme = desk.themes()[0].id
    words = {"headline": note.headline, "rationale": note.detail, **changed}
    desk.do(note_triage.make_issue, note.id, NewIssue.model_validate({"theme": theme, **words}))


def words_of(issue: Issue) -> tuple[str, str, list[str]]:
    return issue.headline, issue.rationale, issue.sources


def test_a_note_becomes_an_issue_with_its_session_as_the_source(desk: Desk, taker: Taker) -> None:
    note = taker.write("No interpreters", detail="Said twice.", source="B2")
    made(desk, note)
    issue = desk.issues()[-1]
    assert words_of(issue) == ("No interpreters", "Said twice.", ["B2"])
    assert [(one.issue_id, one.waits) for one in taker.notes()] == [(issue.id, False)]


def test_a_theme_has_no_issue_twice(desk: Desk, taker: Taker) -> None:
    note = taker.write("shelters  are FULL")
    with pytest.raises(Conflict, match="Add the note to it"):
        made(desk, note)


def test_an_issue_gets_the_session_and_the_detail_of_a_note_once(desk: Desk, taker: Taker) -> None:
    issue = desk.issues()[0]
    for source in ("A1", "B2", "B2"):
        note = taker.write("No room in shelters", detail="Two are shut.", source=source)
        desk.do(note_triage.add_to, note.id, issue.id)
    assert words_of(desk.issues()[0]) == (
        "Shelters are full",
        "Seen.\n\nTwo are shut.",
        ["A1", "B2"],
    )


def test_a_note_is_sorted_once(desk: Desk, taker: Taker) -> None:
    note = taker.write("No interpreters")
    desk.do(note_triage.set_aside, note.id, "")
    with pytest.raises(Conflict, match="not possible right now"):
        made(desk, note)


def test_a_dismissed_note_is_kept_with_its_reason_and_can_be_restored(
    desk: Desk, taker: Taker
) -> None:
    note = taker.write("Coffee was cold")
    desk.do(note_triage.set_aside, note.id, "not of the themes")
    assert [(one.dismissed, one.reason) for one in taker.notes()] == [(True, "not of the themes")]
    desk.do(note_triage.sort_again, note.id)
    assert [(one.waits, one.reason) for one in taker.notes()] == [(True, "")]


def test_taking_a_note_out_of_an_issue_undoes_what_it_gave(desk: Desk, taker: Taker) -> None:
    before = words_of(desk.issues()[0])
    note = taker.write("No room in shelters", detail="Two are shut.", source="B2")
    desk.do(note_triage.add_to, note.id, desk.issues()[0].id)
    desk.do(note_triage.sort_again, note.id)
    assert words_of(desk.issues()[0]) == before
    assert taker.notes()[0].waits


def test_a_source_that_another_note_names_too_stays(desk: Desk, taker: Taker) -> None:
    issue = desk.issues()[0]
    first, second = (taker.write(words, source="B2") for words in ("No room", "No beds"))
    for note in (first, second):
        desk.do(note_triage.add_to, note.id, issue.id)
    desk.do(note_triage.sort_again, first.id)
    assert desk.issues()[0].sources == ["A1", "B2"]


def test_an_issue_that_was_only_this_note_goes_with_it(desk: Desk, taker: Taker) -> None:
    before = desk.headlines()
    note = taker.write("No interpreters", source="B2")
    made(desk, note)
    desk.do(note_triage.sort_again, note.id)
    assert desk.headlines() == before


def test_an_issue_that_was_built_upon_is_kept(desk: Desk, taker: Taker) -> None:
    edited, worked_on = taker.write("No interpreters"), taker.write("No lawyers")
    for note in (edited, worked_on):
        made(desk, note)
    issue = desk.issues()[-2]
    desk.do(issue_actions.edit, issue.id, form(IssueText, issue, headline="Few interpreters"))
    with transaction() as session:
        issue_id = desk.issues()[-1].id
        session.add(Recommendation(issue_id=issue_id, position=1, action="pay lawyers"))
    for note in (edited, worked_on):
        desk.do(note_triage.sort_again, note.id)
    assert desk.headlines()[-2:] == ["Few interpreters", "No lawyers"]


def test_the_notes_of_a_deleted_issue_wait_again(desk: Desk, taker: Taker) -> None:
    made(desk, taker.write("No interpreters"))
    desk.do(issue_actions.remove, desk.issues()[-1].id)
    assert taker.notes()[0].waits


def test_what_a_note_gave_to_a_deleted_issue_is_forgotten(desk: Desk, taker: Taker) -> None:
    before = desk.headlines()[1:]
    note = taker.write("No room in shelters", detail="Two are shut.", source="B2")
    desk.do(note_triage.add_to, note.id, desk.issues()[0].id)
    desk.do(issue_actions.remove, desk.issues()[0].id)
    made(desk, note)
    desk.do(note_triage.sort_again, note.id)
    assert desk.headlines() == before


def test_the_issues_of_a_frozen_theme_take_in_no_note(app: Flask) -> None:
    desk = Desk(Room.of(app))
    taker = Taker(desk.room, desk.room.note_link())
    note = taker.write("No interpreters")
    desk.open_ranking()
    with pytest.raises(Conflict, match="Voting has begun"):
        made(desk, note)
    with pytest.raises(Conflict, match="Voting has begun"):
        desk.do(note_triage.add_to, note.id, desk.issues()[0].id)
    desk.do(note_triage.set_aside, note.id, "too late")


def test_notes_of_another_workshop_and_withdrawn_ones_are_not_found(
    desk: Desk, taker: Taker
) -> None:
    strange = Desk(Room.of(desk.room.app))
    note = taker.write("No interpreters")
    with pytest.raises(NotFound):
        strange.do(note_triage.set_aside, note.id, "")
    with transaction() as session:
        session.execute(delete(Note))
    with pytest.raises(NotFound, match="no longer exists"):
        desk.do(note_triage.set_aside, note.id, "")


def test_the_log_says_what_became_of_each_note(desk: Desk, taker: Taker) -> None:
    one, two, three = (taker.write(f"Note {n}") for n in (1, 2, 3))
    made(desk, one)
    desk.do(note_triage.add_to, two.id, desk.issues()[0].id)
    desk.do(note_triage.set_aside, three.id, "Heard twice.")
    desk.do(note_triage.sort_again, three.id)
    assert [sentence(entry, {}) for entry in desk.log()][-4:] == [
        "Issue added: “Note 1”, “Rescue”",
        "Note merged: “Note 2”, “Shelters are full”",
        "Note set aside: “Note 3”, Heard twice.",
        "Note restored: “Note 3”",
    ]
