"""Proposals to merge two recommendations, and what becomes of them."""

from polling.breakouts import queries as breakouts
from polling.breakouts.duplicates import actions, pages, queries
from polling.breakouts.duplicates.forms import Proposal
from polling.core.access import Actor, Role
from polling.core.db import reading, transaction
from polling.core.edit_conflicts import mark
from polling.duplicates.pairs import in_order
from polling.recommendations.models import Recommendation
from polling.recommendations.sentence import sentence
from tests.breakouts.full_room import group
from tests.room import Room

TEXT = "publish every price at every border post"
MERGED_TEXT = f"All border agencies should {TEXT}."
OTHER_TEXT = "keep every price secret for ten years"


def of_group(room: Room, number: int) -> list[int]:
    with reading() as session:
        own = breakouts.group(session, room.workshop_id, group(room, number).id)
        return [one.id for one in breakouts.written_by(session, own)]


def facilitator(room: Room, number: int) -> Actor:
    own = group(room, number)
    return Actor(
        Role.FACILITATOR,
        room.workshop_id,
        group_id=own.id,
        label="f",
        token_version=own.link_token_version,
    )


def propose(room: Room, first: int, second: int, action: str = TEXT, seen: str = "") -> int:
    with transaction() as session:
        issue, actors = session.get_one(Recommendation, first).issue_id, ["All border agencies"]
        texts = {"actors": actors, "action": action, "seen": seen}
        proposal = Proposal(first=first, second=second, issue=issue, **texts)
        actions.propose(session, room.organizer, proposal)
        found = queries.of_pair(session, *in_order(first, second))
        assert found
        return found.id


def seen_of(room: Room, merging: int) -> str:
    """The mark of the proposal in the forms of a page."""
    with reading() as session:
        return mark(queries.shown(queries.merging(session, room.workshop_id, merging)))


def answer(
    room: Room, number: int, merging: int, agrees: bool | None, seen: str | None = None
) -> None:
    seen = seen_of(room, merging) if seen is None else seen
    with transaction() as session:
        actions.answer(session, facilitator(room, number), merging, agrees=agrees, seen=seen)


def decide(
    room: Room, merging: int, reason: str = "They are the same.", seen: str | None = None
) -> int:
    seen = seen_of(room, merging) if seen is None else seen
    with transaction() as session:
        return actions.decide(session, room.organizer, merging, reason=reason, seen=seen).id


def questions(room: Room, number: int) -> list[int]:
    """The proposals that this group is asked about."""
    with reading() as session:
        own = breakouts.group(session, room.workshop_id, group(room, number).id)
        return [one.pair.id for one in pages.merge_questions(session, own)]


def waiting(room: Room) -> int:
    with reading() as session:
        return queries.waiting(session, room.workshop_id)


def state(room: Room, merging: int) -> str:
    with reading() as session:
        return queries.merging(session, room.workshop_id, merging).state


def said(room: Room, number: int) -> list[str]:
    with reading() as session:
        own = breakouts.group(session, room.workshop_id, group(room, number).id)
        return [sentence(one) for one in breakouts.written_by(session, own)]


def pairs(room: Room) -> list[tuple[int, int]]:
    with reading() as session:
        return [(one.first.id, one.second.id) for one in queries.similar(session, room.workshop_id)]
