"""Which issues each person rates: a balanced assignment at the opening, extended as people join.

The assignment is not secret: anybody can compute it from the seed. So a ballot must not contain it,
because it would identify the voter. Each issue is a separate contest with a separate receipt on the
phone. So a ballot is one among those of all people asked about the issue, and nothing links the
ballots of one person.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from polling.contests import electorate
from polling.contests import queries as contests
from polling.contests.kinds import RATING
from polling.contests.models import OPEN, BallotAssignment, Contest
from polling.contests.queries import have_begun
from polling.core.access import Actor
from polling.core.db import reading, transaction
from polling.core.errors import Conflict
from polling.core.i18n import _
from polling.core.option_shuffle import own_order
from polling.core.threads import run_in_thread
from polling.final_vote.two_stages.queries import RatedIssue, is_open, rated_issues
from polling.live import announce
from polling.people import queries as people
from polling.people.actions.participants import on_joining
from polling.people.models import Participant
from polling.voting.assignment_coverage import Coverage, Design, Voter
from polling.voting.ballot_assignment import choose_next, share_out
from polling.workshop import queries as workshops
from polling.workshop.models import Workshop
from polling.workshop.settings import Settings

BLOCK = 200  # paper ballots whose assignments are balanced together


@dataclass(frozen=True)
class _Room:
    """What the assignment to everybody depends on."""

    voters: list[Voter]
    sizes: dict[int, int]
    each: int
    seed: int

    def share_out(self) -> Design:
        return share_out(self.voters, self.sizes, self.each, seed=self.seed)


_ahead: dict[int, tuple[_Room, Design]] = {}


@contextmanager
def assigned_ahead(actor: Actor) -> Iterator[Session]:
    """Open a transaction in which `ask_everybody` uses an assignment made before.

    For 500 people it takes half a second, which is too long for a write transaction. So a thread
    makes it before the transaction starts, which uses it if the room has not changed.
    """
    workshop_id = actor.workshop_id
    with reading() as session:
        workshop, issues = workshops.by_id(session, workshop_id), rated_issues(session, workshop_id)
        is_first = issues and not have_begun(session, workshop_id, RATING)
        room = _room(session, workshop, issues) if is_first else None
    try:
        if room:
            _ahead[workshop_id] = room, run_in_thread(room.share_out)
        with transaction(workshop_id) as session:
            yield session
    finally:
        _ahead.pop(workshop_id, None)


def ask_everybody(session: Session, workshop: Workshop, issues: list[RatedIssue]) -> bool:
    """Assign issues to everybody present when the vote opens.

    Returns False if there are people, but none can be asked because their groups worked on all
    issues.
    """
    room = _room(session, workshop, issues)
    before, made = _ahead.get(workshop.id, (None, {}))
    design = made if before == room else room.share_out()
    _ask(session, design, issues)
    return not design or any(design.values())


def _room(session: Session, workshop: Workshop, issues: list[RatedIssue]) -> _Room:
    everybody = people.participants(session, workshop.id)
    voters = [_voter(workshop, person, issues) for person in everybody]
    return _Room(voters, _sizes(issues), _each(workshop), _seed(issues))


@on_joining
def ask_late(session: Session, workshop: Workshop, late: Sequence[Participant]) -> None:
    """Assign the issues with the lowest coverage to people who come during the rating.

    Those who have issues keep them.
    """
    rating = (Contest.workshop_id == workshop.id, Contest.kind == RATING, Contest.state == OPEN)
    if session.scalar(select(Contest.id).where(*rating).limit(1)) is None:
        return  # a single query, because the whole room may join in a minute
    issues = rated_issues(session, workshop.id)
    asked = electorate.asked(session, [one.contest.id for one in issues])
    coverage, sizes, each = _coverage(session, workshop, issues), _sizes(issues), _each(workshop)
    chosen = {}
    for person in (one for one in late if one.id not in asked):
        voter = _voter(workshop, person, issues)
        chosen[person.id] = choose_next(voter, sizes, coverage, each, seed=_seed(issues))
        coverage.add(voter, chosen[person.id])
    _ask(session, chosen, issues)


def ask_one_more(session: Session, actor: Actor, *, seen: int) -> None:
    """Assign one more issue to a person with time left: the one with the fewest votes.

    So active phones compensate for those that have left.

    Args:
        seen: the number of issues on the phone's page. If the person has more already, the button
            was pressed twice, and nothing changes.
    """
    workshop = workshops.workshop_of(session, actor)
    person = session.get_one(Participant, actor.participant_id)
    issues = rated_issues(session, workshop.id)
    if not is_open(issues):
        raise Conflict(_("The first stage is closed."))
    ids = {one.contest.id: one.issue.id for one in issues}
    asked = electorate.asked(session, ids, [person.id]).get(person.id, ())
    before = [ids[contest_id] for contest_id in asked]
    if len(before) > seen:
        return
    voted = contests.voted(session, ids)
    coverage = Coverage()
    coverage.all.update({issue: voted[contest_id] for contest_id, issue in ids.items()})
    voter = _voter(workshop, person, issues)
    sizes = _sizes(issues)
    chosen = choose_next(voter, sizes, coverage, 1, seed=_seed(issues), asked=before)
    if not chosen:
        raise Conflict(_("You have rated all issues. Thank you."))
    _ask(session, {person.id: chosen}, issues, before=len(before))
    announce.changed(session, workshop, "people")


def share_on_paper(
    workshop: Workshop, issues: list[RatedIssue], numbers: range, *, group_id: int | None
) -> dict[int, tuple[int, ...]]:
    """Return {number of a paper ballot: its issues}, for numbers given to members of a group.

    Each depends on the lower numbers of its block, so a number always gets the same issues, and
    consecutive numbers cover all issues evenly.
    """
    own = _written_by(issues, group_id)
    coverage, sizes, each = Coverage(), _sizes(issues), _each(workshop)
    shares = {}
    for number in range(numbers.start - (numbers.start - 1) % BLOCK, numbers.stop):
        if number % BLOCK == 1:
            coverage = Coverage()
        voter = Voter(number, own=own)
        shares[number] = choose_next(voter, sizes, coverage, each, seed=_seed(issues))
        coverage.add(voter, shares[number])
    return {number: shares[number] for number in numbers}


def _voter(workshop: Workshop, person: Participant, issues: Iterable[RatedIssue]) -> Voter:
    sector = next((one["key"] for one in workshop.attributes if one.get("segment")), "")
    said = person.attributes.get(sector, "")
    return Voter(person.id, said, _written_by(issues, person.group_id))


def _written_by(issues: Iterable[RatedIssue], group_id: int | None) -> frozenset[int]:
    """Return the issues on which a group wrote something.

    Its members are not asked about these issues at all: a ballot that rates all recommendations
    except those of one group would disclose the voter's group.
    """
    return frozenset(one.issue.id for one in issues if group_id in one.writers)


def _coverage(session: Session, workshop: Workshop, issues: list[RatedIssue]) -> Coverage:
    """Return the issues that each person rates, except people who were removed."""
    ids = {one.contest.id: one.issue.id for one in issues}
    chosen = electorate.asked(session, ids)
    coverage = Coverage()
    for person in people.participants(session, workshop.id):
        mine = [ids[contest_id] for contest_id in chosen.get(person.id, ())]
        coverage.add(_voter(workshop, person, issues), mine)
    return coverage


def _ask(
    session: Session, chosen: Mapping[int, Sequence[int]], issues: list[RatedIssue], before: int = 0
) -> None:
    """Assign the issues `chosen` for each person in random order, after those in `before`."""
    contest_of, seed = {one.issue.id: one.contest.id for one in issues}, str(_seed(issues))
    rows = [
        {"contest_id": contest_of[issue], "participant_id": person, "position": position}
        for person, mine in chosen.items()
        for position, issue in enumerate(own_order(list(mine), seed, person, key=int), start=before)
    ]
    if rows:
        session.execute(insert(BallotAssignment), rows)


def _sizes(issues: Iterable[RatedIssue]) -> dict[int, int]:
    return {one.issue.id: len(one.contest.options) for one in issues}


def _each(workshop: Workshop) -> int:
    return Settings.model_validate(workshop.settings).issues_each


def _seed(issues: list[RatedIssue]) -> int:
    """Return the id of the first contest, which is public, and which nobody chose."""
    return int(issues[0].contest.id, base=16)
