"""What is voted on, for each phone in its own order, and what came of it.

Recommendations stand under their issues, and a theme's contest is about all of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from textwrap import shorten

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from polling.contests import electorate
from polling.contests import queries as contests
from polling.contests.counting.cut import place, winners
from polling.contests.models import FINAL, REVEALED, Contest
from polling.contests.results.figures import electorate_of
from polling.final_vote.approvals import Approved
from polling.ranking.queries import own_order
from polling.recommendations.models import Recommendation
from polling.recommendations.sentence import sentence
from polling.workshop import queries
from polling.workshop.models import Issue, Theme, Workshop

LABEL_LENGTH = 60


@dataclass(frozen=True)
class Vote:
    """A theme, its contest, and the recommendations on its ballot, by id."""

    theme: Theme
    contest: Contest
    recommendations: dict[int, Recommendation]


def votes(session: Session, workshop_id: int) -> list[Vote]:
    """The final vote of each theme that has one, in the order of the themes."""
    of_theme = {
        contest.theme_id: contest
        for contest in contests.contests(session, workshop_id, FINAL)
        if contest.options
    }
    chosen = [option for contest in of_theme.values() for option in contest.options]
    known = by_id(session, chosen)
    return [
        Vote(theme, contest, {option: known[option] for option in contest.options})
        for theme in queries.themes(session, workshop_id)
        if (contest := of_theme.get(theme.id))
    ]


def by_id(session: Session, ids: Iterable[int]) -> dict[int, Recommendation]:
    """Recommendations by their ids, each with its group."""
    chosen = select(Recommendation).where(Recommendation.id.in_(list(ids)))
    with_group = chosen.options(joinedload(Recommendation.group))
    return {found.id: found for found in session.scalars(with_group)}


def to_vote_on(session: Session, theme: Theme) -> list[Recommendation]:
    """A theme's recommendations: written, not deleted, the first priority issue's first."""
    written = or_(Recommendation.action != "", Recommendation.original != "")
    chosen = (
        select(Recommendation)
        .join(Issue)
        .where(Issue.theme_id == theme.id, Recommendation.deleted_at.is_(None), written)
        .order_by(Issue.priority.is_(None), Issue.priority, Issue.position)
    )
    chosen = chosen.options(selectinload(Recommendation.merged_from))
    return list(session.scalars(chosen.order_by(Recommendation.position, Recommendation.id)))


def paper(vote: Vote, voter: int) -> list[tuple[Issue, list[Recommendation]]]:
    """The ballot of one phone: issues shuffled, and the recommendations within each."""
    of_issue: dict[int, list[Recommendation]] = {}
    for recommendation in vote.recommendations.values():
        of_issue.setdefault(recommendation.issue_id, []).append(recommendation)
    issues = [issue for issue in vote.theme.issues if issue.id in of_issue]
    return [
        (issue, own_order(of_issue[issue.id], f"{vote.contest.id}:{issue.id}", voter))
        for issue in own_order(issues, vote.contest.id, voter)
    ]


def may_vote(vote: Vote, group_id: int | None) -> bool:
    """Whether somebody of this group has anything to vote on: not only their own work."""
    return group_id not in electorate.shut_out(vote.contest)


@dataclass(frozen=True)
class ResultRow(Approved):
    """Where a recommendation stands in its theme.

    `probability` is how likely it makes the cut, see `polling.contests.counting.explain`.
    """

    made_cut: bool
    probability: float | None


def standings(vote: Vote) -> list[ResultRow]:
    """The voted order of a closed contest; what an organizer decided by hand comes first."""
    contest, result = vote.contest, vote.contest.result
    issues = {issue.id: issue for issue in vote.theme.issues}
    in_order = winners(contest)
    common = (contest.result.get("explained", {}).get("by_sector") or {}).get("common", [])
    rows = [
        ResultRow(
            recommendation=recommendation,
            issue=issues[recommendation.issue_id],
            rank=row["rank"],
            approvals=result["support"][str(row["option"])]["named"],
            eligible=result["eligible"][str(row["option"])],
            electorate=electorate_of(result, row["option"]),
            is_common=row["option"] in common,
            made_cut=row["option"] in in_order,
            probability=contest.result["explained"]["probability"].get(str(row["option"])),
        )
        for row in result.get("outcome", {}).get("standings", [])
        if (recommendation := vote.recommendations.get(row["option"]))
    ]
    return sorted(rows, key=lambda row: place(row.recommendation.id, in_order))


def labels(vote: Vote) -> dict[int, str]:
    """{recommendation id: the beginning of its sentence}, to name it within another."""
    return {option: brief(sentence(one)) for option, one in vote.recommendations.items()}


def brief(text: str) -> str:
    """The beginning of a recommendation's sentence, which says which one is meant."""
    return shorten(text, LABEL_LENGTH, placeholder=" …", break_on_hyphens=False)


def overall(revealed: list[Vote]) -> list[tuple[int, Theme, ResultRow]]:
    """Every revealed theme's recommendations in one order, with rank: by share of support.

    Each theme has its own turnout and each recommendation its own voters, so that numbers of
    approvals cannot be compared across themes. Equal shares have equal ranks.
    """
    rows = [(vote.theme, row) for vote in revealed for row in standings(vote)]
    rows.sort(key=lambda pair: -pair[1].share)
    ranked: list[tuple[int, Theme, ResultRow]] = []
    for number, (theme, row) in enumerate(rows, start=1):
        shared = ranked and ranked[-1][2].share == row.share
        ranked.append((ranked[-1][0] if shared else number, theme, row))
    return ranked


def spotlit(workshop: Workshop, all_votes: list[Vote]) -> Vote | None:
    """The revealed theme that the screen shows, if any."""
    wanted = workshop.screen_state.get("contest")
    return next(
        (
            vote
            for vote in all_votes
            if vote.contest.id == wanted and vote.contest.state == REVEALED
        ),
        None,
    )


def revealed(all_votes: list[Vote]) -> list[Vote]:
    """Those whose result everybody may see."""
    return [vote for vote in all_votes if vote.contest.state == REVEALED]
