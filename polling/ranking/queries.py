"""Queries for the themes of the ranking with their contests, options and standings."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from polling.contests import queries as contest_queries
from polling.contests.kinds import RANKING
from polling.contests.models import REVEALED, Contest
from polling.contests.results.figures import place
from polling.contests.results.option_labels import as_number, score_words
from polling.core.percentages import percentage
from polling.screen import reveal, state
from polling.screen.reveal import Listed, Row
from polling.voting.ballots import BallotKind
from polling.voting.rules import RULES
from polling.workshop import queries
from polling.workshop.models import Issue, Theme, Workshop
from polling.workshop.settings import OWN_RULES, Settings


def themes_with_contests(session: Session, workshop_id: int) -> list[tuple[Theme, Contest]]:
    """Return each theme with its ranking contest, in order, without themes that have none."""
    of_theme = {
        contest.theme_id: contest
        for contest in contest_queries.contests(session, workshop_id, "ranking")
    }
    themes = queries.themes(session, workshop_id)
    return [(theme, of_theme[theme.id]) for theme in themes if theme.id in of_theme]


def options(theme: Theme, contest: Contest) -> list[Issue]:
    """Return the issues of the contest, in the order of the theme."""
    ids = set(contest.options)
    return [issue for issue in theme.issues if issue.id in ids]


@dataclass(frozen=True)
class RankedIssue:
    """One issue in the result of a theme.

    Args:
        score: its score by the rule, and `score_words` the same with its unit.
        named: the number of ballots that support it, and `percent` their share of all ballots.
        first: the number of ballots that rank it first.
        made_cut: whether it goes to the breakout groups.
    """

    issue: Issue
    rank: int
    score: float
    score_words: str
    named: int
    first: int
    percent: int
    made_cut: bool


def standings(theme: Theme, contest: Contest) -> list[RankedIssue]:
    """Return the order of a counted contest; issues chosen by an organizer come first."""
    result, in_order = contest.result, contest.winners
    issues = {issue.id: issue for issue in theme.issues}
    rows = [
        _standing(contest, row, issues[row["option"]], made_cut=row["option"] in in_order)
        for row in result.get("outcome", {}).get("standings", [])
        if row["option"] in issues
    ]
    return sorted(rows, key=lambda row: place(row.issue.id, in_order))


def _standing(
    contest: Contest, row: dict[str, Any], issue: Issue, *, made_cut: bool
) -> RankedIssue:
    outcome, support = contest.result["outcome"], contest.result["support"][str(issue.id)]
    return RankedIssue(
        issue=issue,
        rank=row["rank"],
        score=as_number(row["score"]),
        score_words=score_words(outcome["rule"], row["score"]),
        named=support["named"],
        first=support["first"],
        percent=percentage(
            support["named"], outcome["ballots"] + contest.result.get("abstained", 0)
        ),
        made_cut=made_cut,
    )


def labels(theme: Theme) -> dict[int, str]:
    """Return {issue id: its short name}."""
    return {issue.id: issue.label for issue in theme.issues}


def spotlit(session: Session, workshop: Workshop) -> tuple[Theme, Contest] | None:
    """Return the revealed theme on the screen, if any."""
    contest_id = workshop.screen_state.get("contest") if state.shows(workshop, RANKING) else None
    for theme, contest in themes_with_contests(session, workshop.id):
        if contest.id == contest_id and contest.state == REVEALED:
            return theme, contest
    return None


def on_screen(session: Session, workshop: Workshop) -> Listed | None:
    """Return the result on the screen with the steps of its reveal, if there is one."""
    found = spotlit(session, workshop)
    if found is None:
        return None
    theme, contest = found
    in_order = standings(theme, contest)
    top = max((row.score for row in in_order), default=0) or 1
    rows = [
        Row(
            key=row.issue.id,
            place=row.rank,
            text=row.issue.label,
            percent=round(100 * max(0, row.score) / top, 1),
            score=row.score_words.partition(" ")[0],
            note=row.score_words.partition(" ")[2],
            is_in=row.made_cut,
        )
        for row in in_order
    ]
    return Listed(rows, reveal.suspense(rows), [contest.id])


def unshown_themes(session: Session, workshop: Workshop) -> set[int]:
    """Return the ids of themes whose ranking is revealed, but not shown yet.

    Their order and numbers would disclose the result. A theme without a revealed ranking is not
    among them, because its issues only have the order that the organizers gave them.
    """
    unshown = state.unshown(workshop)
    rankings = contest_queries.contests(session, workshop.id, RANKING)
    return {one.theme_id for one in rankings if one.theme_id and one.id in unshown}


def rule_for(settings: Settings, theme: Theme) -> dict[str, Any]:
    """Return the data that is frozen and shown to voters when the theme's contest opens."""
    own = {name: getattr(theme, name) for name in OWN_RULES if getattr(theme, name) is not None}
    here = settings.model_copy(update=own)
    return {
        "rule": here.rule,
        "most": _most(here, len(theme.issues)),
        "places": here.cut_places,
        "tie_policy": here.tie_policy,
        "quorum": here.quorum,
    }


def _most(here: Settings, issues: int) -> int:
    """Return how many issues a ballot can name; scores and points have no limit."""
    if RULES[here.rule].ballot_kind in {BallotKind.RANKING, BallotKind.APPROVAL}:
        return min(here.rank_places, issues)
    return issues
