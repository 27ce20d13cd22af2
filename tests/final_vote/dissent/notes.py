"""How tests write, read and decide on dissent notes."""

from typing import Any

from sqlalchemy import select

from polling.contests.models import Contest
from polling.core.db import reading, transaction
from polling.final_vote import actions
from polling.final_vote.dissent.models import DissentNote
from tests.final_vote import electorate
from tests.room import Room
from tests.screen.shown_results import show_whole
from tests.visitor import Visitor

RECEIPT, OTHER = "0123456789abcdef" * 2, "fedcba9876543210" * 2


def reveal(room: Room) -> None:
    electorate.close_all(room)
    with transaction() as session:
        actions.reveal_overall(session, room.organizer)
        show_whole(session, room.organizer)


def send(phone: Visitor, room: Room, contest: Contest, text: str, **more: Any) -> Any:
    note = {"contest": contest.id, "receipt": RECEIPT, "revision": 1, "text": text} | more
    if not {"theme", "recommendation"} & more.keys():
        note["recommendation"] = contest.options[0]
    return phone.post(f"/w/{room.code}/dissent", json=note)


def stored() -> list[DissentNote]:
    with reading() as session:
        return list(session.scalars(select(DissentNote).order_by(DissentNote.text)))


def decide(organizer: Visitor, room: Room, note: DissentNote, shown: bool) -> None:
    path = f"/console/{room.code}/final-vote/{note.contest_id}/dissent"
    said = {"key": note.key, "revision": note.revision, "shown": "true" if shown else "false"}
    assert organizer.post(path, said).status_code == 200


def pages(room: Room) -> dict[str, str]:
    home = f"/w/{room.code}"
    visitors = {
        home: room.participant_visitor(),
        f"{home}/facilitator": room.facilitator_visitor(),
        f"{home}/screen": room.screen_visitor(),
    }
    return {path: one.get(path).get_data(as_text=True) for path, one in visitors.items()}
