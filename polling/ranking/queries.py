"""What the ranking shows to whom: options before the reveal, results only after it."""

import random
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from polling.contests import queries as contest_queries
from polling.contests.counting.cut import place, winners
from polling.contests.models import REVEALED, Contest
from polling.contests.results.score_labels import as_number, score_words
from polling.core.percentages import percentage
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
    """The order of a closed contest, what an organizer put in by hand first.

    [{"issue", "rank", "score", "score_words", "named", "first", "percent", "made_cut"}]: its score
    as a number and in words; how many ballots support it, what percentage that is, and on how
    many it stands first.
    """
    result, in_order = contest.result, winners(contest)
    issues = {issue.id: issue for issue in theme.issues}
    rows = [
        {
            "issue": issues[row["option"]],
            "rank": row["rank"],
            "score": as_number(row["score"]),
            "score_words": score_words(result["outcome"]["rule"], row["score"]),
            "made_cut": row["option"] in in_order,
        }
        | _support(result, row["option"])
        for row in result.get("outcome", {}).get("standings", [])
        if row["option"] in issues
    ]
    return sorted(rows, key=lambda row: place(row["issue"].id, in_order))


def _support(result: dict[str, Any], option: int) -> dict[str, Any]:
    support, ballots = result["support"][str(option)], result["outcome"]["ballots"]
    return {**support, "percent": percentage(support["named"], ballots)}


def labels(theme: Theme) -> dict[int, str]:
    """{issue id: its name where space is short}."""
    return {issue.id: issue.label for issue in theme.issues}


def spotlit(session: Session, workshop: Workshop) -> tuple[Theme, Contest] | None:
    """The revealed theme that the screen shows, if any."""
    wanted = workshop.spotlight.get("contest")
    for theme, contest in themes_with_contests(session, workshop.id):
        if contest.id == wanted and contest.state == REVEALED:
            return theme, contest
    return None
