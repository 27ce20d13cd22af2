"""What the ranking shows to whom: options before the reveal, results only after it."""

import random
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from polling.contests import actions as contests
from polling.contests import queries as contest_queries
from polling.contests.models import REVEALED, Contest
from polling.workshop import queries
from polling.workshop.models import Issue, Theme, Workshop

Item = TypeVar("Item")


def themes_with_contests(session: Session, workshop_id: int) -> list[tuple[Theme, Contest]]:
    """Each theme with its ranking contest, in order; themes without one are left out."""
    of_theme = {
        contest.theme_id: contest
        for contest in contest_queries.contests(session, workshop_id, "ranking")
    }
    themes = queries.themes(session, workshop_id)
    return [(theme, of_theme[theme.id]) for theme in themes if theme.id in of_theme]


def options(theme: Theme, contest: Contest) -> list[Issue]:
    """The issues that the contest is about, in the order of the theme."""
    chosen = set(contest.options)
    return [issue for issue in theme.issues if issue.id in chosen]


def own_order(items: list[Item], seed: str, participant_id: int) -> list[Item]:
    """An order of each phone's own, the same at every visit: first places attract votes."""
    shuffled = list(items)
    random.Random(f"{seed}:{participant_id}").shuffle(shuffled)  # noqa: S311  not a secret
    return shuffled


def standings(theme: Theme, contest: Contest) -> list[dict[str, Any]]:
    """The order of a closed contest: [{"issue", "rank", "score", "named", "made_cut"}]."""
    result = contest.result
    made_it = set(contests.winners(contest))
    issues = {issue.id: issue for issue in theme.issues}
    return [
        {
            "issue": issues[row["option"]],
            "rank": row["rank"],
            "score": row["score"],
            "named": result["support"][str(row["option"])]["named"],
            "made_cut": row["option"] in made_it,
        }
        for row in result.get("outcome", {}).get("standings", [])
        if row["option"] in issues
    ]


def spotlit(session: Session, workshop: Workshop) -> tuple[Theme, Contest] | None:
    """The revealed theme that the screen shows, if any."""
    wanted = workshop.spotlight.get("contest")
    for theme, contest in themes_with_contests(session, workshop.id):
        if contest.id == wanted and contest.state == REVEALED:
            return theme, contest
    return None
