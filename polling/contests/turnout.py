"""The turnout of a contest: who could vote and how many did, frozen at the close.

People who join or move after the close do not change it. No function here reads ballots, so the
turnout may be shown before the reveal.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from polling.contests import electorate, queries
from polling.contests.models import OPEN, Contest
from polling.core.i18n import ngettext
from polling.privacy.group_limits import Seats
from polling.privacy.turnout_table import turnout

SECRET = frozenset({"able", "seats"})  # parts of the turnout that are not in the result


def freeze(session: Session, contests: Sequence[Contest]) -> None:
    """Store who could vote in these contests of a workshop, and how many did.

    "present" people could vote; "voted" did so on a phone and "paper" on paper, without the
    "withdrawn" paper ballots. "removed" people, removed since the opening, are not "present" unless
    they had voted. "electorate" is, for each option, the number of people in the whole room who
    could choose it, and "able" the number of voters of each pooled sector. "seats" are the voters
    of each pooled sector by the options that their groups may not choose. "sectors" and "presence"
    split the turnout.
    """
    workshop_id = contests[0].workshop_id
    on_paper = electorate.on_paper(session, workshop_id)
    withdrawn = queries.withdrawn_papers(session, workshop_id)
    removed = queries.removed_since_opening(session, workshop_id)
    for roll in electorate.rolls(session, contests).values():
        contest = roll.contest
        contest.turnout = {
            "present": roll.size,
            "voted": len(roll.voted),
            "paper": len(roll.papers),
            "withdrawn": withdrawn[contest.id],
            "removed": removed[contest.id],
            "electorate": _as_stored(electorate.could_choose(roll, on_paper.get(contest.kind, 0))),
            "able": {
                sector: _as_stored(able) for sector, able in electorate.able_by_sector(roll).items()
            },
            "seats": {
                sector: [[sorted(barred), people] for barred, people in of.items()]
                for sector, of in electorate.seats(roll).items()
            },
            "sectors": roll.turnout_by(),
            "presence": by_presence(roll),
        }


def _as_stored(by_option: dict[int, int]) -> dict[str, int]:
    return {str(option): people for option, people in by_option.items()}


def present(roll: electorate.Roll) -> int:
    """Return how many people can vote or, after the close, could vote."""
    return int(roll.contest.turnout.get("present", roll.size))


def by_sector(roll: electorate.Roll) -> list[dict[str, Any]]:
    """Return the turnout by sector: live while the vote is open, frozen afterwards."""
    if roll.contest.state == OPEN:
        return roll.turnout_by()
    stored: list[dict[str, Any]] = roll.contest.turnout.get("sectors", [])
    return stored


def able_by_sector(session: Session, contest: Contest) -> dict[str, dict[int, int]]:
    """Return {pooled sector: {option: voters who could choose it}}, as at the close."""
    if "able" not in contest.turnout:  # closed by a version that did not freeze this
        return electorate.able_by_sector(electorate.roll(session, contest))
    return {
        sector: {int(option): people for option, people in able.items()}
        for sector, able in contest.turnout["able"].items()
    }


def seats(session: Session, contest: Contest) -> Seats:
    """Return {pooled sector: {options barred: voters}}, as at the close."""
    if "seats" not in contest.turnout:  # closed by a version that did not freeze this
        return electorate.seats(electorate.roll(session, contest))
    return {
        sector: {frozenset(barred): people for barred, people in of}
        for sector, of in contest.turnout["seats"].items()
    }


def by_presence(roll: electorate.Roll) -> list[dict[str, Any]]:
    """Return the turnout in the room and online: [{"sector", "voted", "present"}].

    Parts of which few have voted are merged; it is empty if only one is left.
    """
    pooled = roll.contest.pools.get("presence", {})  # none if opened by an earlier version
    return turnout(roll.turnout_by(pooled), smallest=roll.contest.smallest)


def can_vote(count: int, *, later: int = 0, barred: int = 0) -> str:
    """Return how many can vote, and how many of them joined late, or wrote every option."""
    number = ngettext("%(num)s person can vote", "%(num)s people can vote", count)
    return " · ".join(filter(None, (number, exceptions(later=later, barred=barred))))


def exceptions(*, later: int = 0, barred: int = 0) -> str:
    """Return how many people joined late, and how many wrote every option, if any."""
    parts = []
    if later:
        parts.append(
            ngettext(
                "%(num)s person joined after voting opened",
                "%(num)s people joined after voting opened",
                later,
            )
        )
    if barred:
        parts.append(
            ngettext(
                "%(num)s author cannot vote on their own work",
                "%(num)s authors cannot vote on their own work",
                barred,
            )
        )
    return " · ".join(parts)
