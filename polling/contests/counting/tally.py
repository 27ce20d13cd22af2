"""Count the ballots of a contest by its frozen rule, and return the result to store."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from polling.contests import electorate, queries, turnout
from polling.contests.casting import published_list
from polling.contests.casting.ballot_terms import names_of
from polling.contests.counting.result_statistics import explain, support
from polling.contests.counting.sector_support import by_sector, rated_by_sector
from polling.contests.forms import as_ballot
from polling.contests.kinds import RATING
from polling.contests.models import Ballot, Contest
from polling.core.threads import run_in_thread
from polling.privacy.group_limits import Seats
from polling.privacy.sector_table import AbleOf
from polling.voting import count
from polling.voting.approval_share import EligibleVoters
from polling.voting.ballots import Abstention, BallotKind, OptionId
from polling.voting.ballots import Ballot as VotingBallot
from polling.voting.outcome import Outcome
from polling.voting.ratings import rate
from polling.voting.rules import BY_SHARE, RULES
from polling.voting.ties import TiePolicy


@dataclass(frozen=True)
class Box:
    """Everything needed to count a contest without a database session, since counting may be slow.

    `rows` are (digest, choices, sector), sorted by digest. `paper` is the number of paper ballots,
    which are not part of the turnout. `able` is the number of voters who could choose each option,
    and `able_of` the same by sector. `seats` is the number of voters by sector and by the options
    that their groups may not choose. `question` is the question by which the room is split, "" for
    the sector. `smallest` is the fewest ballots of a sector whose support is published.
    """

    id: str
    kind: str
    rule: dict[str, Any]
    options: list[int]
    rows: list[tuple[str, str, str]]
    paper: int
    smallest: int
    able: dict[OptionId, int]
    able_of: AbleOf
    seats: Seats
    question: str


_ahead: dict[str, tuple[Box, dict[str, Any]]] = {}


def tally(session: Session, contest: Contest) -> dict[str, Any]:
    """Return the result as stored: outcome, support, turnout, and the published list.

    "names" are the names of the options that the list's hash covers.
    "voted" is the turnout without paper, and "paper" the number of paper ballots. "eligible" is the
    number of these voters who could choose each option, and "electorate" the number of people in
    the whole room who could.
    """
    box = box_of(session, contest)
    before, result = _ahead.pop(contest.id, (None, {}))
    room = {name: value for name, value in contest.turnout.items() if name not in turnout.SECRET}
    counted = room | (result if before == box else _count(box))
    counted |= {
        "names": names_of(session, [contest])[contest.id],
        "list_version": published_list.VERSION,
    }
    first = published_list.head_of(contest, counted)
    ballots = [(line, choices) for line, choices, _ in box.rows]
    lines = [*first, *published_list.ballot_lines(counted, ballots)]
    counted["ballots_hash"] = published_list.list_digest(lines)
    return counted


def box_of(session: Session, contest: Contest) -> Box:
    """Return the data to count of a closed contest."""
    query = select(Ballot.digest, Ballot.choices, Ballot.sector)
    of_contest = query.where(Ballot.contest_id == contest.id).order_by(Ballot.digest)
    rows = [(row.digest, row.choices, row.sector) for row in session.execute(of_contest)]
    paper = len(queries.papers(session, [contest.id])[contest.id])
    ballots = ballots_of([choices for _, choices, _ in rows], _kind(contest.rule))
    could = turnout.able_by_sector(session, contest)
    able = at_least_chosen(electorate.in_all(could, contest), ballots)
    return Box(
        id=contest.id,
        kind=contest.kind,
        rule=contest.rule,
        options=contest.options,
        rows=rows,
        paper=paper,
        smallest=contest.smallest,
        able=able,
        able_of=could,
        seats=turnout.seats(session, contest),
        question=contest.pools.get("question", ""),
    )


def count_ahead(box: Box) -> None:
    """Count a contest, and cache the result for a `tally` of the same data."""
    _ahead[box.id] = (box, run_in_thread(_count, box))


def forget_ahead(contest_id: str) -> None:
    """Drop the cached result of a contest that another server may have counted."""
    _ahead.pop(contest_id, None)


def _count(box: Box) -> dict[str, Any]:
    ballots = ballots_of([choices for _, choices, _ in box.rows], _kind(box.rule))
    counted = outcome(box, ballots, box.able)
    in_common = {"outcome": counted.as_dict(), "eligible": by_option(box.able)} | _published(box)
    in_common["abstained"] = sum(isinstance(ballot, Abstention) for ballot in ballots)
    in_common |= {"voted": len(box.rows) - box.paper, "paper": box.paper}
    if box.kind == RATING:
        return in_common | _rated(box, ballots)
    return in_common | {
        "explained": explain(
            ballots,
            box.options,
            counted,
            seed=box.id,
            most=box.rule.get("most"),
            able=box.able,
        )
        | {"by_sector": _by_sector(box, ballots, counted)},
        "support": support(box.options, ballots),
    }


def _published(box: Box) -> dict[str, Any]:
    rows = [{"hash": line, "choices": json.loads(choices)} for line, choices, _ in box.rows]
    return {"ballots": rows}


def _kind(rule: dict[str, Any]) -> BallotKind:
    return RULES[rule["rule"]].ballot_kind


def ballots_of(stored: Sequence[str], kind: BallotKind) -> list[VotingBallot]:
    """Parse stored choices. Equal ballots become one object, which makes counting faster."""
    read = {choices: as_ballot(json.loads(choices), kind) for choices in set(stored)}
    return [read[choices] for choices in stored]


def _by_sector(box: Box, ballots: list[VotingBallot], counted: Outcome) -> dict[str, Any] | None:
    """Return the support by sector; by share, among those who could choose each option."""
    by_share = box.rule["rule"] in BY_SHARE
    found = by_sector(
        _sectors(box),
        ballots,
        box.options,
        counted,
        smallest=box.smallest,
        able=box.able_of if by_share else None,
        seats=box.seats,
    )
    return found | {"question": box.question} if found else None


def _sectors(box: Box) -> list[str]:
    return [sector for _, _, sector in box.rows]


def _rated(box: Box, ballots: list[VotingBallot]) -> dict[str, Any]:
    """Return the result of a rating: counts with a denominator for each option, and no decision."""
    return {
        "ratings": ratings_of(ballots, box.options),
        "by_sector": rated_by_sector(
            _sectors(box), ballots, box.options, smallest=box.smallest, seats=box.seats
        ),
    }


def ratings_of(ballots: list[VotingBallot], options: Sequence[int]) -> dict[str, dict[str, int]]:
    """Return {option id: its rating}, as stored."""
    return {str(one.option): one.as_dict() for one in rate(ballots, options)}


def at_least_chosen(
    able: Mapping[int, int], ballots: Sequence[VotingBallot]
) -> dict[OptionId, int]:
    """Raise `able` to the votes cast: a voter may have changed group after voting."""
    chosen = support(list(able), ballots)
    return {option: max(could, chosen[str(option)]["named"]) for option, could in able.items()}


def by_option(able: Mapping[OptionId, int] | Mapping[int, int]) -> dict[str, int]:
    """Return {option id: voters}, as stored."""
    return {str(option): voters for option, voters in able.items()}


def stored_able(contest: Contest) -> dict[OptionId, int]:
    """Return {option: voters who could choose it} of a counted contest."""
    return {option: contest.result["eligible"][str(option)] for option in contest.options}


def outcome(
    contest: Contest | Box, ballots: list[VotingBallot], able: EligibleVoters | None = None
) -> Outcome:
    """Return the decision of the frozen rule; only rules by share need `able`."""
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
