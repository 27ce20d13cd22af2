"""Merged texts, and both halves of a split text, can be edited like any other."""

from polling.breakouts.duplicates import queries
from polling.core.db import transaction
from polling.documents import writing
from polling.documents.store import forget_all
from tests.breakouts.duplicates.mergers import facilitator, propose, seen_of
from tests.breakouts.full_room import group
from tests.room import Room


def in_document(room: Room, recommendation: int) -> str:
    """The recommendation's action in the shared document of group 1."""
    actor = facilitator(room, 1)
    name = group(room, 1).document_key
    with writing.editing(actor) as session:
        shared = writing.join(session, actor, document=name, vector=b"\0")
        return shared.text(f"{recommendation}/action")


def test_phones_go_on_writing_in_the_merged_text(alike: tuple[Room, int, int]) -> None:
    room, first, second = alike
    in_document(room, first)  # a phone had joined the draft before
    merging = propose(room, first, second)
    for number in (1, 2):
        path = f"/w/{room.code}/facilitator/merge/{merging}"
        sent = {"agrees": "true", "seen": seen_of(room, merging)}
        assert room.facilitator_visitor(number).post(path, sent).status_code == 200
    with transaction() as session:
        made = queries.result(session, queries.merging(session, room.workshop_id, merging))
        assert made is not None
    forget_all()
    assert in_document(room, made.id) == made.action


def test_both_halves_of_a_split_text_can_be_written_in(alike: tuple[Room, int, int]) -> None:
    room, first, _second = alike
    whole = in_document(room, first)
    path = f"/w/{room.code}/facilitator/drafts/{first}/split"
    answer = room.facilitator_visitor(1).post(path)
    assert answer.status_code == 200
    assert answer.json is not None
    assert in_document(room, answer.json["made"]) == whole
