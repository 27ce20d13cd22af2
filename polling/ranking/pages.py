"""The ranking, for each role. Nobody's page holds a result that has not been revealed."""

from typing import Any

from sqlalchemy.orm import Session

from polling.access import Actor
from polling.contests import queries as contests
from polling.contests.models import OPEN, REVEALED, Contest
from polling.people.models import Participant
from polling.ranking import queries
from polling.workshop.models import Theme, Workshop


def participant(session: Session, workshop: Workshop, actor: Actor) -> dict[str, Any]:
    """One theme at a time: to rank, to wait for, or to read the result of."""
    pairs = queries.themes_with_contests(session, workshop.id)
    voter = actor.participant_id or 0
    voted = contests.has_voted(session, [contest.id for _, contest in pairs], voter)
    return {
        "ballots": [
            {
                "theme": theme,
                "contest": contest,
                "options": queries.own_order(queries.options(theme, contest), contest.id, voter),
                "voted": contest.id in voted,
                "standings": _revealed(theme, contest),
            }
            for theme, contest in pairs
        ],
        "person": session.get_one(Participant, voter),
        "open": [contest for _, contest in pairs if contest.state == OPEN],
    }


def screen(session: Session, workshop: Workshop) -> dict[str, Any]:
    """Turnout while people vote; then one theme's result."""
    lit = queries.spotlit(session, workshop)
    shown = (
        {"theme": lit[0], "contest": lit[1], "standings": queries.standings(*lit)} if lit else {}
    )
    return _turnout(session, workshop) | {"shown": shown}


def facilitator(session: Session, workshop: Workshop, actor: Actor) -> dict[str, Any]:
    """The turnout, and the results that have been revealed."""
    return _turnout(session, workshop)


def console(session: Session, workshop: Workshop) -> dict[str, Any]:
    """Each theme with its contest: turnout, by sector too, and the result once it is closed."""
    overview = _turnout(session, workshop)
    for row in overview["rows"]:
        contest = row["contest"]
        row["sectors"] = contests.sectors(session, contest)
        row["closed_standings"] = queries.standings(row["theme"], contest)
    return overview | {"lit": workshop.spotlight.get("contest")}


def _turnout(session: Session, workshop: Workshop) -> dict[str, Any]:
    pairs = queries.themes_with_contests(session, workshop.id)
    voted = contests.voted(session, [contest.id for _, contest in pairs])
    rows = [
        {
            "theme": theme,
            "contest": contest,
            "voted": voted[contest.id],
            "standings": _revealed(theme, contest),
        }
        for theme, contest in pairs
    ]
    return {"rows": rows, "present": contests.present(session, workshop.id)}


def _revealed(theme: Theme, contest: Contest) -> list[dict[str, Any]]:
    return queries.standings(theme, contest) if contest.state == REVEALED else []
