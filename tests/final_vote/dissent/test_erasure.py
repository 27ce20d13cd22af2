"""What is stored about a dissent note, and what leaves the disk."""

from pathlib import Path

import pytest
from sqlalchemy import inspect, select

from polling.contests import secure_deletion
from polling.contests.models import Ballot, Contest
from polling.core.db import engine, reading, transaction
from polling.final_vote.dissent import actions as dissent
from polling.final_vote.dissent.models import DissentNote
from tests.database_sweeps import as_stored, keep_what_is_deleted, let_sweep, on_disk
from tests.databases import on_postgresql, on_sqlite
from tests.final_vote.dissent.notes import reveal, send, stored
from tests.room import Room


def test_nothing_on_the_disk_ties_a_note_to_a_ballot_or_to_a_person(
    drafted: Room, first: Contest
) -> None:
    reveal(drafted)
    phone = drafted.participant_visitor(drafted.participants[0])
    send(phone, drafted, first, "On the first.")
    send(phone, drafted, first, "On the second.", recommendation=first.options[1])
    keys = [note.key for note in stored()]
    with reading() as session:
        ballots = set(session.scalars(select(Ballot.key)))
    assert len(set(keys)) == 2
    assert ballots.isdisjoint(keys)
    columns = {column["name"] for column in inspect(engine()).get_columns("dissent_note")}
    assert columns == {
        *("contest_id", "key", "theme_id", "recommendation_id", "revision", "text", "approved")
    }


@on_sqlite
def test_only_a_note_that_replaces_another_text_asks_for_a_sweep(
    drafted: Room, first: Contest, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(dissent, "sweep_soon", lambda: asked.append("sweep"))
    reveal(drafted)
    phone = drafted.participant_visitor(drafted.participants[0])
    send(phone, drafted, first, "Not this one.")
    assert asked == []
    send(phone, drafted, first, "Not that one.", revision=2)
    assert asked == ["sweep"]


@on_postgresql
def test_on_postgresql_nothing_tells_in_which_order_notes_were_written(
    drafted: Room, first: Contest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(secure_deletion, "sweep_soon", lambda: None)
    reveal(drafted)
    phone = drafted.participant_visitor(drafted.participants[0])
    for recommendation in first.options[:3]:
        send(phone, drafted, first, "Not this one.", recommendation=recommendation)
    keys, numbers = as_stored(DissentNote)
    assert (len(keys), keys, len(numbers)) == (3, sorted(keys), 1)


@on_sqlite
def test_a_note_taken_back_leaves_no_words_behind(
    drafted: Room, first: Contest, tmp_path: Path
) -> None:
    keep_what_is_deleted()
    reveal(drafted)
    phone = drafted.participant_visitor(drafted.participants[0])
    send(phone, drafted, first, "It is the lighthouse keepers who pay.")
    let_sweep()
    assert on_disk(tmp_path, "lighthouse keepers") == 1
    send(phone, drafted, first, "", revision=2)
    let_sweep()
    assert on_disk(tmp_path, "lighthouse keepers") == 0


@on_sqlite
def test_a_name_taken_out_of_a_note_leaves_the_disk(
    drafted: Room, first: Contest, tmp_path: Path
) -> None:
    keep_what_is_deleted()
    reveal(drafted)
    send(drafted.participant_visitor(drafted.participants[0]), drafted, first, "Ask Jane Doe.")
    [note] = stored()
    let_sweep()
    assert on_disk(tmp_path, "Jane Doe") == 1
    with transaction() as session:
        contest = session.get_one(Contest, first.id)
        dissent.take_out(session, drafted.organizer, contest, key=note.key, words="Jane Doe")
    let_sweep()
    assert on_disk(tmp_path, "Jane Doe") == 0
