"""The turnout of a contest, frozen at the close: people who join or move later change nothing.

Nothing here reads a ballot, so all of it may be shown before the reveal.
"""

from typing import Any

from sqlalchemy.orm import Session

from polling.contests import electorate, queries
from polling.contests.models import OPEN, Contest
from polling.contests.presence import by_presence


def freeze(session: Session, contest: Contest) -> dict[str, Any]:
    """Return who could vote and how many did, as stored at the close.

    "present" could vote, "voted" did on a phone and "paper" on paper. "electorate" says for each
    option how many of the whole room could choose it, and "able" how many voters of each pooled
    sector. "sectors" and "presence" split the turnout.
    """
    return {
        "present": electorate.size(session, contest),
        "voted": queries.voted(session, [contest.id])[contest.id],
        "paper": len(queries.papers(session, [contest.id])[contest.id]),
        "electorate": _as_stored(electorate.could_choose(session, contest)),
        "able": {
            sector: _as_stored(able)
            for sector, able in electorate.able_by_sector(session, contest).items()
        },
        "sectors": electorate.turnout_by(session, contest),
        "presence": by_presence(session, contest),
    }


def _as_stored(by_option: dict[int, int]) -> dict[str, int]:
    return {str(option): people for option, people in by_option.items()}


def present(session: Session, contest: Contest) -> int:
    """How many can vote or, once it has closed, could."""
    if "present" in contest.turnout:
        return int(contest.turnout["present"])
    return electorate.size(session, contest)


def by_sector(session: Session, contest: Contest) -> list[dict[str, Any]]:
    """The turnout by sector: live while the vote is open, frozen afterwards."""
    if contest.state == OPEN:
        return electorate.turnout_by(session, contest)
    stored: list[dict[str, Any]] = contest.turnout.get("sectors", [])
    return stored


def able_by_sector(session: Session, contest: Contest) -> dict[str, dict[int, int]]:
    """{pooled sector: {option: how many of its voters could choose it}}, as at the close."""
    if "able" not in contest.turnout:  # it closed before this was frozen
        return electorate.able_by_sector(session, contest)
    return {
        sector: {int(option): people for option, people in able.items()}
        for sector, able in contest.turnout["able"].items()
    }
