"""Queries for contests and their turnout. No function here reads ballots."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Exists, SQLColumnExpression, and_, case, exists, func, null, select
from sqlalchemy.orm import Session

from polling.contests.kinds import RATING
from polling.contests.models import (
    COUNTED,
    OPEN,
    REVEALED,
    WAITING,
    BallotAssignment,
    Contest,
    PaperBallot,
    Turnout,
)
from polling.core.clock import now
from polling.core.db import among, reading
from polling.core.edit_conflicts import Values
from polling.core.errors import NotFound
from polling.core.i18n import _
from polling.core.query_cache import loaded_once
from polling.live.messages import Counted
from polling.people.models import Participant
from polling.screen import state
from polling.workshop.models import LogEntry, Workshop
from polling.workshop.queries import timer

# Actions in the log.
PAPER_WITHDRAWN = "paper-withdrawn"
VOTE_OPENED = "contest-opened"
PERSON_REMOVED, PERSON_LET_IN = "participant-removed", "participant-let-in"
CHANGES_OF_ROLL = (VOTE_OPENED, PERSON_REMOVED, PERSON_LET_IN)


@dataclass(frozen=True)
class Progress:
    """Of the people `asked`, how many have `begun`, and are `done` (voted in all contests)."""

    asked: int = 0
    begun: int = 0
    done: int = 0


def progress(session: Session, contest_ids: Collection[str]) -> Progress:
    """Return the progress in contests that ask each person about a part."""
    asked, voted = (
        _each(session, BallotAssignment, contest_ids),
        _each(session, Turnout, contest_ids),
    )
    everybody = asked.keys() - (_removed(session, contest_ids) - voted.keys())
    return progress_of(everybody, asked, voted)


def progress_of(
    people: Collection[int], asked: Mapping[int, int], voted: Mapping[int, int]
) -> Progress:
    """Return the progress of these people, given in how many contests each is asked and voted."""
    begun = [person for person in people if person in voted]
    done = sum(voted[person] >= asked[person] for person in begun)
    return Progress(len(people), len(begun), done)


def _removed(session: Session, contest_ids: Collection[str]) -> set[int]:
    """Return who was asked and has been removed."""
    asked = (
        BallotAssignment.participant_id == Participant.id,
        BallotAssignment.contest_id.in_(contest_ids),
    )
    return set(
        session.scalars(
            select(Participant.id).join(BallotAssignment, and_(*asked)).where(Participant.removed)
        )
    )


def _each(
    session: Session, table: type[BallotAssignment | Turnout], contest_ids: Collection[str]
) -> Counter[int]:
    """Return {participant id: number of contests}."""
    query = select(table.participant_id, func.count()).where(table.contest_id.in_(contest_ids))
    return Counter(dict(session.execute(query.group_by(table.participant_id)).all()))


def contest(session: Session, workshop_id: int, contest_id: str, *kinds: str) -> Contest:
    """Return a contest of this workshop. Raises NotFound unless it has one of these kinds."""
    found = session.get(Contest, contest_id)
    if found is None or found.workshop_id != workshop_id or found.kind not in kinds:
        raise NotFound(_("This item no longer exists."))
    return found


def decided(contest: Contest) -> Values:
    """Return the organizers' decision for the marks of their forms; nothing if there is none."""
    return {"reason": contest.decision} if contest.decision else {}


def is_shown(workshop: Workshop, contest: Contest) -> bool:
    """Return whether phones and readers may know the result: the screen has shown all of it."""
    return contest.state == REVEALED and contest.id not in state.unshown(workshop)


@loaded_once
def contests(session: Session, workshop_id: int, *kinds: str) -> list[Contest]:
    """Return the contests of these kinds, in order."""
    query = select(Contest).where(Contest.workshop_id == workshop_id, Contest.kind.in_(kinds))
    return list(session.scalars(query.order_by(Contest.position, Contest.id)))


def has_run_out(session: Session, contest: Contest) -> bool:
    """Return whether the vote is open, but its time has run out, so that it is about to close."""
    if contest.state != OPEN:
        return False
    clock = timer(session, contest.workshop_id, f"contest:{contest.id}")
    return clock is not None and clock.ends_at is not None and clock.ends_at <= now()


class ContestState(NamedTuple):
    """The state of a contest, without its result, which is large. `is_tied` as in `Contest`."""

    id: str
    kind: str
    theme_id: int | None
    state: str
    is_tied: bool


@loaded_once
def states(session: Session, workshop_id: int) -> list[ContestState]:
    """Return the states of all contests, in order."""
    tied = case((Contest.state == COUNTED, Contest.result["outcome"]["unresolved"]), else_=null())
    columns = (Contest.id, Contest.kind, Contest.theme_id, Contest.state, Contest.decision, tied)
    query = select(*columns).where(Contest.workshop_id == workshop_id)
    return [
        ContestState(id_, kind, theme_id, state, bool(unresolved) and not decision)
        for id_, kind, theme_id, state, decision, unresolved in session.execute(
            query.order_by(Contest.position, Contest.id)
        )
    ]


def have_begun(session: Session, workshop_id: int, *kinds: str) -> bool:
    """Return whether any contest of these kinds has opened."""
    found = states(session, workshop_id)
    return any(one.kind in kinds and one.state != WAITING for one in found)


def begun(workshop_id: int | SQLColumnExpression[int], *kinds: str) -> Exists:
    """Return the same as an SQL condition on the workshop with this id."""
    of_them = Contest.workshop_id == workshop_id, Contest.kind.in_(kinds)
    return exists().where(*of_them, Contest.state != WAITING)


def are_under_way(session: Session, workshop_id: int, *kinds: str) -> bool:
    """Return whether any contest of these kinds has opened and is not revealed yet."""
    found = states(session, workshop_id)
    return any(one.kind in kinds and one.state not in (WAITING, REVEALED) for one in found)


def voted(session: Session, contest_ids: Iterable[str]) -> dict[str, int]:
    """Return the number of people who voted, by contest id."""
    ids = list(contest_ids)
    query = select(Turnout.contest_id, func.count()).where(Turnout.contest_id.in_(ids))
    counts = dict(session.execute(query.group_by(Turnout.contest_id)).all())
    return {contest_id: counts.get(contest_id, 0) for contest_id in ids}


def papers(session: Session, contest_ids: Iterable[str]) -> dict[str, list[int]]:
    """Return the numbers of the entered paper ballots, by contest id."""
    ids = list(contest_ids)
    found: dict[str, list[int]] = {contest_id: [] for contest_id in ids}
    query = select(PaperBallot.contest_id, PaperBallot.number).where(
        PaperBallot.contest_id.in_(ids)
    )
    for contest_id, number in session.execute(query.order_by(PaperBallot.number)):
        found[contest_id].append(number)
    return found


def withdrawn_papers(session: Session, workshop_id: int) -> Counter[str]:
    """Return the number of paper ballots that were entered and withdrawn, by contest id."""
    query = select(LogEntry.detail).where(
        LogEntry.workshop_id == workshop_id, LogEntry.action == PAPER_WITHDRAWN
    )
    return Counter(detail["contest"] for detail in session.scalars(query))


def removed_since_opening(session: Session, workshop_id: int) -> Counter[str]:
    """Return how many were removed since a vote first opened and not let in again, by its id."""
    query = select(LogEntry.action, LogEntry.detail).where(
        LogEntry.workshop_id == workshop_id, LogEntry.action.in_(CHANGES_OF_ROLL)
    )
    removed: dict[str, set[int]] = {}
    for action, detail in session.execute(query.order_by(LogEntry.id)):
        if action == VOTE_OPENED:
            removed[detail["contest"]] = set()
        for since in removed.values():
            if action == PERSON_REMOVED:
                since.add(detail["number"])
            elif action == PERSON_LET_IN:
                since.discard(detail["number"])
    return Counter({contest_id: len(people) for contest_id, people in removed.items()})


def who_voted(
    session: Session, contest_ids: Iterable[str], people: Sequence[int]
) -> dict[int, frozenset[str]]:
    """Return the contests, of these, in which each of these people has voted, by participant id."""
    found: dict[int, set[str]] = {person: set() for person in people}
    chosen = select(Turnout.participant_id, Turnout.contest_id).where(
        Turnout.contest_id.in_(list(contest_ids)), among(Turnout.participant_id, people)
    )
    for person, contest_id in session.execute(chosen):
        if person in found:
            found[person].add(contest_id)
    return {person: frozenset(voted) for person, voted in found.items()}


def counted(workshop_id: int) -> Counted:
    """Return the turnout of the workshop's open contests, for all but phones."""
    with reading() as session:
        here = Contest.workshop_id == workshop_id, Contest.state == OPEN
        kinds = dict(session.execute(select(Contest.id, Contest.kind).where(*here)).all())
        rated = progress(session, [one for one, kind in kinds.items() if kind == RATING])
        return Counted(
            voted=voted(session, kinds),
            begun=rated.begun,
            done=rated.done,
        )
