"""The turnout of a contest: who could vote and how many did, frozen at the close.

People who join or move later change nothing. Nothing here reads a ballot, so all of it may be shown
before the reveal.
"""

from typing import Any

from sqlalchemy.orm import Session

from polling.contests import electorate, queries
from polling.contests.models import OPEN, Contest
from polling.core.i18n import _, ngettext
from polling.people import queries as people
from polling.people.models import PRESENCE
from polling.privacy.pools import pools


def freeze(session: Session, contest: Contest) -> dict[str, Any]:
    """Return who could vote and how many did, as stored at the close.

    "present" could vote, "voted" did on a phone and "paper" on paper. "electorate" says for each
    option how many of the whole room could choose it, and "able" how many voters of each pooled
    sector. "sectors" and "presence" split the turnout.
    """
    roll = electorate.roll(session, contest)
    return {
        "present": roll.size,
        "voted": queries.voted(session, [contest.id])[contest.id],
        "paper": len(queries.papers(session, [contest.id])[contest.id]),
        "electorate": _as_stored(electorate.could_choose(session, contest)),
        "able": {
            sector: _as_stored(able)
            for sector, able in electorate.able_by_sector(session, contest).items()
        },
        "sectors": roll.turnout_by(),
        "presence": by_presence(session, roll),
    }


def _as_stored(by_option: dict[int, int]) -> dict[str, int]:
    return {str(option): people for option, people in by_option.items()}


def present(roll: electorate.Roll) -> int:
    """How many can vote or, once it has closed, could."""
    return int(roll.contest.turnout.get("present", roll.size))


def by_sector(roll: electorate.Roll) -> list[dict[str, Any]]:
    """The turnout by sector: live while the vote is open, frozen afterwards."""
    if roll.contest.state == OPEN:
        return roll.turnout_by()
    stored: list[dict[str, Any]] = roll.contest.turnout.get("sectors", [])
    return stored


def able_by_sector(session: Session, contest: Contest) -> dict[str, dict[int, int]]:
    """{pooled sector: {option: how many of its voters could choose it}}, as at the close."""
    if "able" not in contest.turnout:  # it closed before this was frozen
        return electorate.able_by_sector(session, contest)
    return {
        sector: {int(option): people for option, people in able.items()}
        for sector, able in contest.turnout["able"].items()
    }


def by_presence(session: Session, roll: electorate.Roll) -> list[dict[str, Any]]:
    """The turnout in the room and online: [{"sector", "voted", "present"}].

    Empty unless both parts are large enough to publish.
    """
    contest = roll.contest
    everybody = people.participants(session, contest.workshop_id)
    answers = [person.attributes.get(PRESENCE, "") for person in everybody]
    pooled = pools(PRESENCE, answers, smallest=contest.smallest, other=str(_("Other")))
    rows = roll.turnout_by(pooled)
    enough = all(row["present"] >= contest.smallest for row in rows)
    return rows if enough and len(rows) > 1 else []


def can_vote(count: int, *, later: int = 0, barred: int = 0) -> str:
    """Of `count` who can vote, `later` came after the opening; `barred` wrote all there is."""
    parts = [ngettext("%(num)s person can vote", "%(num)s people can vote", count)]
    if later:
        parts.append(
            ngettext(
                "%(num)s joined after voting opened",
                "%(num)s joined after voting opened",
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
