"""Notes are stored once, can be changed by their author, and not after they are sorted."""

import pytest
from pydantic import ValidationError
from sqlalchemy import select, update

from polling.core.db import reading, transaction
from polling.core.edit_conflicts import EditConflict
from polling.core.errors import Conflict, NotAllowed
from polling.notes import actions, queries
from polling.notes.actions import NoteSorted
from polling.notes.forms import NoteText, Which, Words
from polling.notes.models import Note
from polling.workshop.models import AgendaSession, LogEntry, Theme, Workshop
from tests.notes.conftest import Taker, shown
from tests.room import Room


def agenda_sessions(room: Room) -> list[AgendaSession]:
    with reading() as session:
        return session.get_one(Workshop, room.workshop_id).sessions


def test_a_note_has_a_text_a_session_and_a_theme(taker: Taker) -> None:
    with reading() as session:
        query = select(Theme.id).where(Theme.workshop_id == taker.room.workshop_id)
        theme_id = session.scalars(query).first()
    note = taker.write("No interpreters", detail="Said twice", source="B2", theme=theme_id)
    kept = (note.headline, note.detail, note.source, note.theme_id, note.waits)
    assert kept == ("No interpreters", "Said twice", "B2", theme_id, True)


def test_a_link_for_one_session_says_which(room: Room) -> None:
    agenda_session = agenda_sessions(room)[1]
    taker = Taker(room, room.note_link(agenda_session.id))
    assert taker.write("No interpreters", source="elsewhere").source == agenda_session.code


def test_a_session_without_a_code_is_named_by_its_title() -> None:
    assert queries.source_of(AgendaSession(title="The plenary", code="")) == "The plenary"


def test_the_same_note_sent_twice_is_one(taker: Taker) -> None:
    given = taker.note("No interpreters")
    taker.do(actions.write, given)
    taker.do(actions.write, given)
    assert [note.headline for note in taker.notes()] == ["No interpreters"]


def changed(given: NoteText, seen: str, revision: int = 2, **more: str) -> NoteText:
    """The payload of a page that showed the text with this mark."""
    return given.model_copy(update={"seen": seen, "revision": revision, **more})


def test_a_change_replaces_the_words_and_repeats_change_nothing(taker: Taker) -> None:
    first = taker.note("No interpreters")
    second = changed(first, taker.do(actions.write, first), headline="Too few interpreters")
    for given in (second, second, first):
        taker.do(actions.write, given)
    assert [note.headline for note in taker.notes()] == ["Too few interpreters"]


def test_a_phone_replaces_only_words_that_it_has_shown(taker: Taker) -> None:
    """Two phones edit the same note; one of them is offline while the other changes it twice."""
    first = taker.note("No interpreters")
    seen = second_seen = taker.do(actions.write, first)
    for revision, words in ((2, "Theirs"), (3, "Theirs, corrected")):
        given = changed(first, second_seen, revision, headline=words)
        second_seen = taker.do(actions.write, given)
    mine = changed(first, seen, headline="Mine, written offline")
    with pytest.raises(EditConflict) as refusal:
        taker.do(actions.write, mine)
    assert refusal.value.problems[0]["message"] == "Current text: “Theirs, corrected”"
    assert [note.headline for note in taker.notes()] == ["Theirs, corrected"]
    taker.do(actions.write, mine.model_copy(update={"seen": second_seen}))  # on purpose
    assert [note.headline for note in taker.notes()] == ["Mine, written offline"]


def test_an_author_may_change_what_they_have_sent_without_an_answer(taker: Taker) -> None:
    first = taker.note("No interpreters")
    seen = taker.do(actions.write, first)
    second = changed(first, seen, headline="Few interpreters")
    taker.do(actions.write, second)  # its answer is lost
    third = changed(first, seen, 3, headline="Two interpreters")
    with pytest.raises(EditConflict):
        taker.do(actions.write, third)
    words = Words(headline="Few interpreters")
    taker.do(actions.write, third.model_copy(update={"unanswered": [words]}))
    assert [note.headline for note in taker.notes()] == ["Two interpreters"]


def test_changes_of_different_fields_are_both_kept(taker: Taker) -> None:
    first = taker.note("No interpreters")
    seen = taker.do(actions.write, first)
    taker.do(actions.write, changed(first, seen, headline="Too few interpreters"))
    taker.do(actions.write, changed(first, seen, detail="Said twice"))
    assert [(note.headline, note.detail) for note in taker.notes()] == [
        ("Too few interpreters", "Said twice")
    ]


def test_a_phone_has_not_seen_the_words_that_its_change_was_merged_with(taker: Taker) -> None:
    first = taker.note("No interpreters")
    seen = taker.do(actions.write, first)
    taker.do(actions.write, changed(first, seen, headline="Too few interpreters"))
    mine = changed(first, seen, detail="Said twice")
    next_seen = taker.do(actions.write, mine)
    taker.do(actions.write, changed(mine, next_seen, detail="Said twice, and more"))
    assert [(note.headline, note.detail) for note in taker.notes()] == [
        ("Too few interpreters", "Said twice, and more")
    ]


def test_a_change_does_not_bring_a_withdrawn_note_back(taker: Taker) -> None:
    first = taker.note("No interpreters")
    seen = taker.do(actions.write, first)
    taker.do(actions.withdraw, Which(key=first.key, seen=seen))
    with pytest.raises(EditConflict, match="as a new note"):
        taker.do(actions.write, changed(first, seen, detail="Said twice"))
    assert taker.notes() == []


def test_a_changed_note_is_not_withdrawn_unseen(taker: Taker) -> None:
    first = taker.note("No interpreters")
    seen = taker.do(actions.write, first)
    taker.do(actions.write, changed(first, seen, detail="Said twice"))
    with pytest.raises(EditConflict, match="Read it again"):
        taker.do(actions.withdraw, Which(key=first.key, seen=seen))


def test_other_words_under_the_same_revision_are_refused(taker: Taker) -> None:
    first = taker.note("No interpreters")
    taker.do(actions.write, first)
    with pytest.raises(EditConflict):
        taker.do(actions.write, first.model_copy(update={"headline": "Other words"}))


def test_a_note_whose_ack_was_lost_is_acknowledged_after_sorting(
    taker: Taker,
) -> None:
    given = taker.note("No interpreters")
    taker.do(actions.write, given)
    with transaction() as session:
        session.execute(update(Note).values(dismissed=True))
    taker.do(actions.write, given)
    with pytest.raises(NoteSorted):
        taker.do(actions.write, given.model_copy(update={"revision": 2, "detail": "More"}))
    with pytest.raises(NoteSorted):
        taker.do(actions.withdraw, Which(key=given.key, seen=""))
    assert [note.detail for note in taker.notes()] == [""]


def test_a_withdrawn_note_is_deleted_and_may_be_withdrawn_again(taker: Taker) -> None:
    note = taker.write("Said in anger")
    taker.do(actions.withdraw, shown(note))
    taker.do(actions.withdraw, shown(note))
    assert taker.notes() == []


def test_nobody_changes_or_withdraws_what_came_by_another_link(room: Room, taker: Taker) -> None:
    note, other = taker.write("No interpreters"), Taker(room, room.note_link())
    with pytest.raises(NotAllowed):
        other.do(actions.write, other.note("Mine now", key=note.key, revision=9))
    with pytest.raises(NotAllowed):
        other.do(actions.withdraw, shown(note))
    assert [kept.headline for kept in taker.notes()] == ["No interpreters"]


def test_notes_written_with_another_link_wait_for_that_link(room: Room, taker: Taker) -> None:
    other = Taker(room, room.note_link())
    with pytest.raises(Conflict, match="Open your own link again"):
        other.do(actions.write, taker.note("No interpreters"))


def test_a_theme_of_another_workshop_is_not_known(taker: Taker) -> None:
    with reading() as session:
        known = max(session.scalars(select(Theme.id)))
    assert taker.write("No interpreters", theme=known + 1).theme_id is None


@pytest.mark.parametrize(
    "more",
    [{"headline": ""}, {"headline": "x" * 301}, {"detail": "x" * 2001}, {"key": "short"}],
    ids=["nothing", "a long headline", "a long detail", "no key"],
)
def test_what_no_note_can_be_is_refused(taker: Taker, more: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        taker.note(**{"headline": "No interpreters", **more})


def test_there_is_an_end_to_notes(taker: Taker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_NOTES", 1)
    taker.write("The first")
    with pytest.raises(NotAllowed, match="reached the limit"):
        taker.write("The second")


def test_one_link_cannot_fill_the_workshop(
    room: Room, taker: Taker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "MOST_OF_LINK", 1)
    first = taker.write("The first")
    with pytest.raises(NotAllowed, match="This link has reached its limit"):
        taker.write("The second")
    Taker(room, room.note_link()).write("With another link")
    taker.do(actions.withdraw, shown(first))
    taker.write("The second")


def test_the_log_has_nothing_of_who_writes_notes(taker: Taker) -> None:
    with reading() as session:
        before = session.scalars(select(LogEntry)).all()
    note = taker.write("No interpreters")
    taker.do(actions.withdraw, shown(note))
    with reading() as session:
        assert len(session.scalars(select(LogEntry)).all()) == len(before)
