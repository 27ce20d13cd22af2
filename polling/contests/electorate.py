"""The electorate of a contest: who is asked, who may vote on what, and who has voted.

No function here reads ballots.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

from sqlalchemy import func, literal, select, union_all
from sqlalchemy.orm import Session

from polling.contests.kinds import RATING
from polling.contests.models import BallotAssignment, Contest, PaperBallot, Turnout
from polling.contests.queries import Progress, progress_of
from polling.core.db import among, reading
from polling.core.query_cache import loaded_once
from polling.people.queries import Person, everybody
from polling.privacy.sector_pools import pool_of


def authors(contest: Contest) -> dict[int, frozenset[int]]:
    """Return {recommendation id: its groups}. Members of these groups may not vote on it."""
    further = contest.rule.get("co_authors", {})
    return {
        int(option): frozenset([group, *further.get(option, ())])
        for option, group in contest.rule.get("authors", {}).items()
    }


def shut_out(contest: Contest) -> frozenset[int]:
    """Return the groups that are authors of every option, so that their members cannot vote."""
    of_option = authors(contest)
    written_by = [of_option.get(option, frozenset()) for option in contest.options]
    return frozenset.intersection(*written_by) if written_by else frozenset()


@dataclass(frozen=True)
class Roll:
    """The electorate of a contest, and the ids of people who have voted on a phone.

    `people` are all who have ever joined. `papers` are the numbers of the paper ballots. `assigned`
    are the ids of everybody who was ever assigned to a contest that asks only a part of the room.
    """

    contest: Contest
    people: list[Person]
    voted: frozenset[int]
    papers: list[int]
    assigned: frozenset[int]

    @cached_property
    def here(self) -> list[Person]:
        """The people present, and removed people who have voted: their ballots are counted."""
        return self._still_here(self.people)

    @cached_property
    def asked(self) -> list[Person]:
        """The electorate: all who are here or, if the contest asks only a part, those assigned."""
        if self.contest.kind != RATING:
            return self.here
        assigned = self.assigned
        return self._still_here(one for one in self.people if one.id in assigned)

    def _still_here(self, people: Iterable[Person]) -> list[Person]:
        return [one for one in people if not one.removed or one.id in self.voted]

    @cached_property
    def able(self) -> list[Person]:
        """The people who have something to vote on."""
        out = shut_out(self.contest)
        return [one for one in self.asked if one.group_id is None or one.group_id not in out]

    @property
    def size(self) -> int:
        """The number of people who have something to vote on."""
        return len(self.able)

    @property
    def barred(self) -> int:
        """The number of people who cannot vote because their groups wrote every option."""
        return len(self.asked) - len(self.able)

    @property
    def newest(self) -> int:
        """The highest participant id; people who join later get higher ones."""
        return max((one.id for one in self.people), default=0)

    @property
    def came_later(self) -> int:
        """The number of voters who joined after the contest first opened."""
        since = self.contest.pools.get("newest")
        return 0 if since is None else sum(one.id > since for one in self.able)

    def turnout_by(self, pooled: dict[str, Any] | None = None) -> list[dict[str, Any]]:
        """Return [{"sector", "voted", "present"}] by the contest's pooled sectors, largest first.

        `pooled` splits the room by another question, see `polling.privacy.sector_pools`.
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
    """Return the rolls of several contests of a workshop by id, in at most three queries.

    A counted contest that asked a part of the room has an empty electorate; its turnout is frozen.
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
            people,
            frozenset(voted[contest.id]),
            papers[contest.id],
            frozenset(assigned.get(contest.id, ())),
        )
        for contest in contests
    }


def roll(session: Session, contest: Contest) -> Roll:
    """Return the roll of one contest."""
    return rolls(session, [contest])[contest.id]


def progress(rolls: Collection[Roll]) -> Progress:
    """Return the same as `queries.progress`, of rolls that are already loaded."""
    assigned, voted = _each(roll.assigned for roll in rolls), _each(roll.voted for roll in rolls)
    return progress_of(people_asked(rolls), assigned, voted)


def people_asked(rolls: Collection[Roll]) -> set[int]:
    """Return the electorates of all these contests together, by id."""
    return {one.id for roll in rolls for one in roll.asked}


def _each(ids: Iterable[Iterable[int]]) -> Counter[int]:
    """Return {participant id: number of occurrences}."""
    return Counter(chain.from_iterable(ids))


@loaded_once
def _taken_part(
    session: Session, ids: tuple[str, ...]
) -> tuple[dict[str, set[int]], dict[str, list[int]]]:
    """Return who has voted on a phone, and the numbers of the paper ballots, by contest id."""
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
    """Return who is assigned to contests that ask a part of the room, by contest id."""
    found: dict[str, set[int]] = {contest_id: set() for contest_id in ids}
    chosen = select(BallotAssignment.contest_id, BallotAssignment.participant_id)
    for contest_id, person in session.execute(chosen.where(BallotAssignment.contest_id.in_(ids))):
        found[contest_id].add(person)
    return found


def is_asked(contest_id: str, participant_id: int) -> bool:
    """Return whether a person is assigned to a contest that asks a part of the room."""
    with reading() as session:
        return session.get(BallotAssignment, (contest_id, participant_id)) is not None


def asked(
    session: Session, contest_ids: Iterable[str], people: Sequence[int] | None = None
) -> dict[int, list[str]]:
    """Return {participant id: the contests assigned to them, in their order}.

    If `people` are given, the result contains at least these.
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


def could_choose(roll: Roll, on_paper: int) -> dict[int, int]:
    """Return {option: how many of the whole room may vote on it, whether asked or not}.

    People `on_paper`, who voted so in any contest of this kind, count as members of no group.
    """
    of_group = Counter(one.group_id for one in roll.here)
    of_group[None] += on_paper
    written_by = authors(roll.contest)
    return {
        option: sum(
            people for group, people in of_group.items() if group not in written_by.get(option, ())
        )
        for option in roll.contest.options
    }


def on_paper(session: Session, workshop_id: int) -> dict[str, int]:
    """Return {kind: how many voted on paper in contests of this kind}.

    The same number in several contests is one person.
    """
    query = select(Contest.kind, func.count(PaperBallot.number.distinct())).join(Contest)
    of_workshop = query.where(Contest.workshop_id == workshop_id).group_by(Contest.kind)
    return dict(session.execute(of_workshop).all())


def in_all(by_sector: Mapping[str, Mapping[int, int]], contest: Contest) -> dict[int, int]:
    """Sum up over all sectors."""
    parts = by_sector.values()
    return {option: sum(part[option] for part in parts) for option in contest.options}


def able_by_sector(roll: Roll) -> dict[str, dict[int, int]]:
    """Return {sector: {option: voters who are not in its groups, and so could choose it}}.

    Paper ballots have the sector "" and no group, because nobody knows them.
    """
    return {
        sector: {
            option: sum(people for barred, people in of.items() if option not in barred)
            for option in roll.contest.options
        }
        for sector, of in seats(roll).items()
    }


def seats(roll: Roll) -> dict[str, Counter[frozenset[int]]]:
    """Return {sector: {options of which the voters' groups are authors: voters}}, like above."""
    contest = roll.contest
    voters = [one for one in roll.people if one.id in roll.voted]
    of_voters = Counter((pool_of(contest.pools, one.said), one.group_id) for one in voters)
    of_voters["", None] += len(roll.papers)
    written_by = authors(contest)
    found: dict[str, Counter[frozenset[int]]] = {}
    for (sector, group), people in of_voters.items():
        barred = (one for one in contest.options if group in written_by.get(one, ()))
        found.setdefault(sector, Counter())[frozenset(barred)] += people
    return found
