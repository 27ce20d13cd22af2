"""What the ranking shows to whom: options before the reveal, results only after it."""

import random
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from polling.contests import actions as contests
from polling.contests import queries as contest_queries
from polling.contests.models import REVEALED, Contest
from polling.percentages import percentage
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

    [{"issue", "rank", "score", "named", "first", "percent", "probability", "made_cut"}]: on how
    many ballots it stands, and in first place; what percentage of the ballots that is; how likely
    it makes the cut, from 0 to 1, None where that was not computed.
    """
    result, in_order = contest.result, contests.winners(contest)
    issues = {issue.id: issue for issue in theme.issues}
    rows = [
        {
            "issue": issues[row["option"]],
            "rank": row["rank"],
            "score": row["score"],
            "made_cut": row["option"] in in_order,
            "probability": _explained(result, "probability").get(str(row["option"])),
        }
        | _support(result, row["option"])
        for row in result.get("outcome", {}).get("standings", [])
        if row["option"] in issues
    ]
    return sorted(rows, key=lambda row: place(row["issue"].id, in_order))


def place(option: int, in_order: list[int]) -> int:
    """A sort key: what made the cut in its order, and then all others as they stood."""
    return in_order.index(option) if option in in_order else len(in_order)


def _support(result: dict[str, Any], option: int) -> dict[str, Any]:
    support, ballots = result["support"][str(option)], result["outcome"]["ballots"]
    return {**support, "percent": percentage(support["named"], ballots)}


def _explained(result: dict[str, Any], what: str) -> dict[str, Any]:
    found: dict[str, Any] = result.get("explained", {}).get(what) or {}
    return found


def labels(theme: Theme) -> dict[int, str]:
    """{issue id: its name where space is short}."""
    return {issue.id: issue.label for issue in theme.issues}


def head_to_head(theme: Theme, contest: Contest) -> list[dict[str, Any]]:
    """Every two issues compared, the best first: [{"issue", "cells"}], a cell for each issue.

    A cell is None on the diagonal, otherwise {"preferring": how many ballots put the row's issue
    above the column's, "level": from 0, none of those that prefer either, to 5, all of them}.
    """
    pairwise = _explained(contest.result, "pairwise")
    ballots = {
        (option, other): preferring
        for option, row in zip(pairwise.get("options", []), pairwise.get("rows", []), strict=True)
        for other, preferring in zip(pairwise["options"], row, strict=True)
    }
    order = [row["issue"] for row in standings(theme, contest)] if pairwise else []
    return [
        {"issue": one, "cells": [_cell(ballots, one.id, other.id) for other in order]}
        for one in order
    ]


def _cell(ballots: dict[tuple[int, int], int], option: int, other: int) -> dict[str, int] | None:
    if option == other:
        return None
    preferring, either = ballots[option, other], ballots[option, other] + ballots[other, option]
    return {"preferring": preferring, "level": round(5 * preferring / either) if either else 0}


def spotlit(session: Session, workshop: Workshop) -> tuple[Theme, Contest] | None:
    """The revealed theme that the screen shows, if any."""
    wanted = workshop.spotlight.get("contest")
    for theme, contest in themes_with_contests(session, workshop.id):
        if contest.id == wanted and contest.state == REVEALED:
            return theme, contest
    return None
