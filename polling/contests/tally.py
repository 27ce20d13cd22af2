"""From the ballots in the box to a tally and an outcome, by the contest's frozen rule."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from polling.contests import queries
from polling.contests.explain import explain
from polling.contests.models import RANKING, RATING, Ballot, Contest
from polling.contests.payloads import as_ballot
from polling.contests.receipts import list_digest
from polling.contests.sectors import by_sector, rated_by_sector
from polling.contests.support import support
from polling.contests.what_if import what_if
from polling.voting import count
from polling.voting.approval_share import Able
from polling.voting.ballots import Abstention, BallotKind, MarkedBallot, OptionId
from polling.voting.ballots import Ballot as VotingBallot
from polling.voting.outcome import Outcome
from polling.voting.ratings import rate
from polling.voting.rules import RULES
from polling.voting.ties import TiePolicy


def tally(session: Session, contest: Contest, present: int) -> dict[str, Any]:
    """The result as stored on the contest: outcome, support, turnout, and the published list.

    "voted" are those in the turnout, "paper" the ballots that came beside them.
    """
    rows = session.scalars(
        select(Ballot).where(Ballot.contest_id == contest.id).order_by(Ballot.digest)
    ).all()
    kind = RULES[contest.rule["rule"]].ballot_kind
    ballots = ballots_of([row.choices for row in rows], kind)
    published = [{"hash": row.digest, "choices": json.loads(row.choices)} for row in rows]
    able = _able_to_choose(session, contest, ballots)
    counted = outcome(contest, ballots, able)
    in_common = {"present": present, "outcome": counted.as_dict(), "eligible": _stored(able)}
    if contest.kind == RATING:
        return _rated(contest, rows, ballots) | in_common
    paper = len(queries.papers(session, [contest.id])[contest.id])
    return in_common | {
        "voted": len(rows) - paper,
        "paper": paper,
        "abstained": sum(isinstance(ballot, Abstention) for ballot in ballots),
        "explained": explain(ballots, contest.options, counted, seed=contest.id, able=able)
        | {"by_sector": _by_sector(contest, rows, ballots, counted)}
        | {"what_if": what_if(ballots, contest.options, counted) if _is_ranking(contest) else []},
        "support": support(contest.options, ballots),
        "ballots": published,
        "ballots_hash": list_digest([row.digest for row in rows]),
    }


def ballots_of(stored: Sequence[str], kind: BallotKind) -> list[VotingBallot]:
    """Stored choices as ballots. Equal ones are one object, by which they are counted faster."""
    read = {choices: as_ballot(json.loads(choices), kind) for choices in set(stored)}
    return [read[choices] for choices in stored]


def _by_sector(
    contest: Contest, rows: Sequence[Ballot], ballots: list[VotingBallot], counted: Outcome
) -> dict[str, Any] | None:
    """How the sectors ranked; approvals are not split, since authors are kept from their own."""
    if not _is_ranking(contest):
        return None
    members: dict[str, list[MarkedBallot]] = {}
    for row, ballot in zip(rows, ballots, strict=True):
        if not isinstance(ballot, Abstention):
            members.setdefault(row.sector, []).append(ballot)
    apart = members.pop("", [])  # from paper, which says nothing of its sector
    return by_sector(members, contest.options, counted, apart=apart)


def _is_ranking(contest: Contest) -> bool:
    return contest.kind == RANKING


def _rated(contest: Contest, rows: Sequence[Ballot], ballots: list[VotingBallot]) -> dict[str, Any]:
    """The result of a rating: counts, with a denominator for each option. It decides nothing."""
    sectors = [row.sector for row in rows]
    return {
        "voted": len(rows),
        "abstained": sum(isinstance(ballot, Abstention) for ballot in ballots),
        "ratings": ratings_of(ballots, contest.options),
        "by_sector": rated_by_sector(sectors, ballots, contest.options),
        "ballots": [{"hash": row.digest, "choices": json.loads(row.choices)} for row in rows],
        "ballots_hash": list_digest([row.digest for row in rows]),
    }


def ratings_of(ballots: list[VotingBallot], options: Sequence[int]) -> dict[str, dict[str, int]]:
    """{option id: how often it was rated how}, as stored."""
    return {str(one.option): one.as_dict() for one in rate(ballots, options)}


def _able_to_choose(
    session: Session, contest: Contest, ballots: Sequence[VotingBallot]
) -> dict[OptionId, int]:
    """As in `queries`; but somebody may have moved to an option's group after voting for it."""
    chosen = support(contest.options, ballots)
    able = queries.able_to_choose(session, contest)
    return {option: max(able[option], chosen[str(option)]["named"]) for option in contest.options}


def _stored(able: Able) -> dict[str, int]:
    return {str(option): voters for option, voters in able.items()}


def stored_able(contest: Contest) -> dict[OptionId, int]:
    """{option: how many could choose it}, of a contest that has been counted."""
    return {option: contest.result["eligible"][str(option)] for option in contest.options}


def outcome(contest: Contest, ballots: list[VotingBallot], able: Able | None = None) -> Outcome:
    """The decision of the frozen rule; `able` is for a rule by share."""
    rule = contest.rule
    return count(
        rule["rule"],
        ballots,
        contest.options,
        places=min(rule["places"], len(contest.options)),
        tie_policy=rule["tie_policy"],
        seed=contest.id if rule["tie_policy"] == TiePolicy.LOT else None,
        able=able,
    )
