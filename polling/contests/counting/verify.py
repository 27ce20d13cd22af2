"""Recheck counted contests against the database, from the ballots to the published outcome."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from polling.contests.casting.receipts import list_digest
from polling.contests.counting.tally import ballots_of, outcome, ratings_of, stored_able
from polling.contests.models import CLOSED, RATING, REVEALED, Ballot, Contest
from polling.contests.queries import papers, voted
from polling.voting.ballots import Ballot as VotingBallot
from polling.voting.rules import RULES


@dataclass(frozen=True)
class Check:
    """One thing that was checked, and whether it holds."""

    text: str
    passed: bool


def verify(session: Session, contest: Contest) -> list[Check]:
    """Everything that must be true of a contest that has been counted."""
    stored = session.scalars(
        select(Ballot).where(Ballot.contest_id == contest.id).order_by(Ballot.digest)
    ).all()
    voters = voted(session, [contest.id])[contest.id]
    paper = len(papers(session, [contest.id])[contest.id])
    published = [ballot["hash"] for ballot in contest.result["ballots"]]
    kind = RULES[contest.rule["rule"]].ballot_kind
    ballots = ballots_of([one.choices for one in stored], kind)
    counted = outcome(contest, ballots, stored_able(contest))
    lines = [ballot.digest for ballot in stored]
    return [
        Check(
            f"{len(stored)} ballots, {voters} voters, {paper} on paper",
            len(stored) == voters + paper and contest.result.get("paper", 0) == paper,
        ),
        Check("the published list is what is stored", published == lines),
        Check("the list's hash", contest.result["ballots_hash"] == list_digest(lines)),
        Check("the outcome, counted again", contest.result["outcome"] == counted.as_dict()),
        *_ratings(contest, ballots),
    ]


def _ratings(contest: Contest, ballots: list[VotingBallot]) -> list[Check]:
    """Of a rating: how often each option was rated how, from which all its figures are made."""
    if contest.kind != RATING:
        return []
    again = ratings_of(ballots, contest.options)
    return [Check("the ratings, counted again", contest.result["ratings"] == again)]


def counted_contests(session: Session, workshop_id: int) -> list[Contest]:
    """The contests of a workshop that have been counted, in order."""
    chosen = select(Contest).where(
        Contest.workshop_id == workshop_id, Contest.state.in_([CLOSED, REVEALED])
    )
    return list(session.scalars(chosen.order_by(Contest.kind.desc(), Contest.position)))
