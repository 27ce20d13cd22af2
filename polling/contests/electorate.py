"""The electorate of a contest: who is asked, who may vote on what, and who has voted.

Nothing here reads a ballot.
"""

from collections import Counter
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

from sqlalchemy import ColumnElement, and_, func, literal, or_, select, union_all
from sqlalchemy.orm import Session

from polling.contests import queries
from polling.contests.models import RATING, BallotAssignment, Contest, PaperBallot, Turnout
from polling.contests.queries import Progress
from polling.core.db import among, reading
from polling.core.loaded_once import loaded_once
from polling.people.models import Participant
from polling.people.queries import Person, everybody
from polling.privacy.pools import pool_of


def authors(contest: Contest) -> dict[int, frozenset[int]]:
    """{recommendation id: the groups that wrote it, together if merged, and may not vote on it}."""
    further = contest.rule.get("co_authors", {})
    return {
        int(option): frozenset([group, *further.get(option, ())])
        for option, group in contest.rule.get("authors", {}).items()
    }


def shut_out(contest: Contest) -> frozenset[int]:
    """The groups that had a part in every option, and so have nothing to vote on."""
    of_option = authors(contest)
    written_by = [of_option.get(option, frozenset()) for option in contest.options]
    return frozenset.intersection(*written_by) if written_by else frozenset()


@dataclass(frozen=True)
class Roll:
    """Everybody whom a contest asks, and the ids of those who have voted on a phone.

    `papers` are the numbers of the ballots that came on paper. `assigned` are the ids of those who
    were ever asked in a contest that asks a part of the room.
    """

    contest: Contest
    asked: list[Person]
    voted: frozenset[int]
    papers: list[int]
    assigned: frozenset[int]

    @cached_property
    def able(self) -> list[Person]:
        """Those who have something to vote on."""
        out = shut_out(self.contest)
        return [one for one in self.asked if one.group_id is None or one.group_id not in out]

    @property
    def size(self) -> int:
        """How many have something to vote on."""
        return len(self.able)

    @property
    def barred(self) -> int:
        """How many have nothing to vote on: their groups wrote all of it."""
        return len(self.asked) - len(self.able)

    @property
    def came_later(self) -> int:
        """How many of those who can vote were not there yet when the contest first opened."""
        since = self.contest.pools.get("newest")
        return 0 if since is None else sum(one.id > since for one in self.able)

    def turnout_by(self, pooled: dict[str, Any] | None = None) -> list[dict[str, Any]]:
        """[{"sector", "voted", "present"}] by the contest's pooled sectors, largest first.

        Or by whatever else was `pooled`, see `polling.privacy.pools`.
        """
        pooled = self.contest.pools if pooled is None else pooled
        if not pooled.get("attribute"):
            return []
        rows: dict[str, dict[str, Any]] = {}
        for one in self.able:
            sector = pool_of(pooled, one.said)
            row = rows.setdefault(sector, {"sector": sector, "voted": 0, "present": 0})
            row["present"] += 1
            row["voted"] += one.id in self.voted
        return sorted(rows.values(), key=lambda row: (-row["present"], row["sector"]))


def rolls(session: Session, contests: Sequence[Contest]) -> dict[str, Roll]:
    """The roll of each of a workshop's contests, by id; in three queries, however many there are.

    Who has voted and was removed since stays on the roll: their ballot is counted. A counted
    contest that asked a part of the room asks nobody any more; its turnout is frozen.
    """
    if not contests:
        return {}
    people = everybody(session, contests[0].workshop_id)
    voted, papers = _taken_part(session, tuple(contest.id for contest in contests))
    some = tuple(one.id for one in contests if one.kind == RATING and not one.is_final)
    assigned = _assigned(session, some) if some else {}
    return {
        contest.id: Roll(
            contest,
            _asked(people, voted[contest.id], assigned.get(contest.id, ()))
            if contest.kind == RATING
            else _still_here(people, voted[contest.id]),
            frozenset(voted[contest.id]),
            papers[contest.id],
            frozenset(assigned.get(contest.id, ())),
        )
        for contest in contests
    }


def _still_here(people: Iterable[Person], voted: Container[int]) -> list[Person]:
    return [one for one in people if not one.removed or one.id in voted]


def _asked(
    people: Iterable[Person], voted: Container[int], assigned: Container[int]
) -> list[Person]:
    return _still_here((one for one in people if one.id in assigned), voted)


def roll(session: Session, contest: Contest) -> Roll:
    """The roll of one contest."""
    return rolls(session, [contest])[contest.id]


def progress(session: Session, workshop_id: int, rolls: Collection[Roll]) -> Progress:
    """How far people are with contests of which each person is asked a part."""
    asked, voted = _each(roll.assigned for roll in rolls), _each(roll.voted for roll in rolls)
    counted = people_asked(session, workshop_id, rolls)
    done = sum(voted[person] >= asked[person] for person in counted & voted.keys())
    return Progress(len(counted), len(counted & voted.keys()), done)


def people_asked(session: Session, workshop_id: int, rolls: Collection[Roll]) -> set[int]:
    """Who is asked in any of these contests, by id; of those removed, who had voted."""
    asked, voted = _each(roll.assigned for roll in rolls), _each(roll.voted for roll in rolls)
    removed = {one.id for one in everybody(session, workshop_id) if one.removed}
    return asked.keys() - (removed - voted.keys())


def _each(ids: Iterable[Iterable[int]]) -> Counter[int]:
    """{participant id: how often it occurs}."""
    return Counter(chain.from_iterable(ids))


@loaded_once
def _taken_part(
    session: Session, ids: tuple[str, ...]
) -> tuple[dict[str, set[int]], dict[str, list[int]]]:
    """Who has voted on a phone, and the numbers of the ballots on paper, by contest id."""
    on_phones = select(Turnout.contest_id, Turnout.participant_id, literal(0))
    on_paper = select(PaperBallot.contest_id, literal(0), PaperBallot.number)
    both = union_all(
        on_phones.where(Turnout.contest_id.in_(ids)),
        on_paper.where(PaperBallot.contest_id.in_(ids)),
    )
    voted: dict[str, set[int]] = {contest_id: set() for contest_id in ids}
    papers: dict[str, list[int]] = {contest_id: [] for contest_id in ids}
    for contest_id, person, number in session.execute(both):
        if person:
            voted[contest_id].add(person)
        else:
            papers[contest_id].append(number)
    return voted, {contest_id: sorted(numbers) for contest_id, numbers in papers.items()}


@loaded_once
def _assigned(session: Session, ids: tuple[str, ...]) -> dict[str, set[int]]:
    """Who is asked in contests that ask a part of the room, by contest id."""
    found: dict[str, set[int]] = {contest_id: set() for contest_id in ids}
    chosen = select(BallotAssignment.contest_id, BallotAssignment.participant_id)
    for contest_id, person in session.execute(chosen.where(BallotAssignment.contest_id.in_(ids))):
        found[contest_id].add(person)
    return found


def newest(session: Session, contest: Contest) -> int:
    """The highest id of a participant: who comes now gets a higher one. (Numbers are of badges.)"""
    ids = select(func.max(Participant.id)).where(Participant.workshop_id == contest.workshop_id)
    return session.scalar(ids) or 0


def voters(session: Session, contest: Contest) -> list[dict[str, str]]:
    """What those who may vote in this contest said of themselves, one entry each."""
    return list(session.scalars(select(Participant.attributes).where(_roll(contest))))


def _here(contest: Contest) -> ColumnElement[bool]:
    """Everybody present, and who has voted and was removed since: their ballot is counted."""
    voted = select(Turnout.participant_id).where(Turnout.contest_id == contest.id)
    stands = or_(Participant.removed.is_(False), Participant.id.in_(voted))
    return and_(Participant.workshop_id == contest.workshop_id, stands)


def _roll(contest: Contest) -> ColumnElement[bool]:
    """Everybody here; of a contest that asks a part of the room, those it asks."""
    here = _here(contest)
    if contest.kind != RATING:
        return here
    query = select(BallotAssignment.participant_id).where(BallotAssignment.contest_id == contest.id)
    return and_(here, Participant.id.in_(query))


def is_asked(contest_id: str, participant_id: int) -> bool:
    """Whether somebody is asked in a contest that asks a part of the room."""
    with reading() as session:
        return session.get(BallotAssignment, (contest_id, participant_id)) is not None


def asked(
    session: Session, contest_ids: Iterable[str], people: Sequence[int] | None = None
) -> dict[int, list[str]]:
    """{participant id: the contests, of these, in which they are asked, in their order}.

    Of these `people` at least, if any are named.
    """
    found: dict[int, list[str]] = {}
    query = select(BallotAssignment.participant_id, BallotAssignment.contest_id).order_by(
        BallotAssignment.position
    )
    query = query.where(BallotAssignment.contest_id.in_(list(contest_ids)))
    if people is not None:
        query = query.where(among(BallotAssignment.participant_id, people))
    for person, contest_id in session.execute(query):
        found.setdefault(person, []).append(contest_id)
    return found


def able_to_choose(session: Session, contest: Contest) -> dict[int, int]:
    """{option: how many of those who voted could vote for it, not being of its groups}.

    Nobody knows the groups of those who voted on paper: they count as being of no group.
    """
    return in_all(able_by_sector(session, contest), contest)


def could_choose(session: Session, contest: Contest) -> dict[int, int]:
    """{option: how many of the whole room may vote on it, asked or not}.

    Those who voted on paper, in any contest of this kind, count as being of no group.
    """
    here = select(Participant.group_id).where(_here(contest))
    of_group = Counter(session.scalars(here))
    of_group[None] += _on_paper(session, contest)
    written_by = authors(contest)
    return {
        option: sum(
            people for group, people in of_group.items() if group not in written_by.get(option, ())
        )
        for option in contest.options
    }


def _on_paper(session: Session, contest: Contest) -> int:
    """How many ballots came on paper: one has a number, which is the same in several contests."""
    of_kind = Contest.workshop_id == contest.workshop_id, Contest.kind == contest.kind
    query = select(func.count(PaperBallot.number.distinct())).join(Contest).where(*of_kind)
    return session.scalar(query) or 0


def in_all(by_sector: Mapping[str, Mapping[int, int]], contest: Contest) -> dict[int, int]:
    """Of all sectors together."""
    parts = by_sector.values()
    return {option: sum(part[option] for part in parts) for option in contest.options}


def able_by_sector(session: Session, contest: Contest) -> dict[str, dict[int, int]]:
    """The same of each pooled sector: {sector: {option: how many}}. Paper is of no sector, ""."""
    query = select(Participant.group_id, Participant.attributes).join(
        Turnout, Turnout.participant_id == Participant.id
    )
    voters = session.execute(query.where(Turnout.contest_id == contest.id)).all()
    of_voters = Counter((pool_of(contest.pools, said), group) for group, said in voters)
    of_voters["", None] += len(queries.papers(session, [contest.id])[contest.id])
    able = {sector: dict.fromkeys(contest.options, 0) for sector, _ in of_voters}
    written_by = authors(contest)
    for (sector, group), people in of_voters.items():
        for option in contest.options:
            able[sector][option] += people if group not in written_by.get(option, ()) else 0
    return able
