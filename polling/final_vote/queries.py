"""Queries for ballots and results of the final vote.

Recommendations are listed by issue; a theme's contest contains all of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from polling.contests import electorate
from polling.contests import queries as contests
from polling.contests.kinds import FINAL, FINALISTS, RATING
from polling.contests.models import REVEALED, Contest
from polling.contests.results.figures import electorate_of, place
from polling.core.query_cache import loaded_once
from polling.final_vote.approvals import Approved
from polling.final_vote.short_labels import brief
from polling.recommendations.models import Recommendation
from polling.recommendations.queries import everything
from polling.recommendations.sentence import sentence
from polling.workshop import queries
from polling.workshop.models import Issue, Theme, Workshop
from polling.workshop.settings import Settings


@dataclass(frozen=True)
class Vote:
    """A theme, its contest, and the recommendations on its ballot, by id."""

    theme: Theme
    contest: Contest
    recommendations: dict[int, Recommendation]


def contests_of(session: Session, workshop_id: int, kind: str) -> list[Contest]:
    """Return the contests of one kind of final vote, in order. All kinds are loaded at once."""
    every = contests.contests(session, workshop_id, *ALL_KINDS)
    return [contest for contest in every if contest.kind == kind]


@loaded_once
def votes(session: Session, workshop_id: int) -> list[Vote]:
    """Return the final vote of each theme that has one, in the order of the themes."""
    of_theme = {
        contest.theme_id: contest
        for contest in contests_of(session, workshop_id, FINAL)
        if contest.options
    }
    known = written(session, workshop_id) if of_theme else {}
    return [
        Vote(theme, contest, {option: known[option] for option in contest.options})
        for theme in queries.themes(session, workshop_id)
        if (contest := of_theme.get(theme.id))
    ]


def written(session: Session, workshop_id: int) -> dict[int, Recommendation]:
    """Return all recommendations by id, including deleted ones, with their groups."""
    return {one.id: one for one in everything(session, workshop_id)}


def by_id(session: Session, ids: Iterable[int]) -> dict[int, Recommendation]:
    """Return recommendations by id, with their groups."""
    query = select(Recommendation).where(Recommendation.id.in_(list(ids)))
    with_group = query.options(joinedload(Recommendation.group))
    return {found.id: found for found in session.scalars(with_group)}


def to_vote_on(session: Session, theme: Theme) -> list[Recommendation]:
    """Return a theme's recommendations that are not deleted, in the order of priority issues."""
    query = (
        select(Recommendation)
        .join(Issue)
        .where(Issue.theme_id == theme.id, *_stands())
        .order_by(Issue.priority.is_(None), Issue.priority, Issue.position)
    )
    query = query.options(selectinload(Recommendation.merged_from))
    return list(session.scalars(query.order_by(Recommendation.position, Recommendation.id)))


def _stands() -> tuple[ColumnElement[bool], ...]:
    written = or_(Recommendation.action != "", Recommendation.original != "")
    return Recommendation.deleted_at.is_(None), written


def paper(vote: Vote) -> list[tuple[Issue, list[Recommendation]]]:
    """Return the ballot: the theme's issues in order, with their recommendations."""
    of_issue: dict[int, list[Recommendation]] = {}
    for recommendation in vote.recommendations.values():
        of_issue.setdefault(recommendation.issue_id, []).append(recommendation)
    return [(issue, of_issue[issue.id]) for issue in vote.theme.issues if issue.id in of_issue]


def writers(all_contests: Iterable[Contest]) -> set[int]:
    """Return the groups that are authors on these ballots, which only differ for these."""
    written = [electorate.authors(contest).values() for contest in all_contests]
    return {group for options in written for groups in options for group in groups}


def may_vote(vote: Vote, group_id: int | None) -> bool:
    """Return whether a member of this group can vote on anything: on other groups' work."""
    return group_id not in electorate.shut_out(vote.contest)


@dataclass(frozen=True)
class ResultRow(Approved):
    """A recommendation's rank in its theme.

    `probability` is how likely it makes the cut, see `polling.contests.counting.result_statistics`.
    """

    made_cut: bool
    probability: float | None


def standings(vote: Vote) -> list[ResultRow]:
    """Return the order of a counted contest; options chosen by an organizer come first."""
    contest, result = vote.contest, vote.contest.result
    issues = {issue.id: issue for issue in vote.theme.issues}
    in_order = contest.winners
    common = (contest.result.get("explained", {}).get("by_sector") or {}).get("common", [])
    rows = [
        ResultRow(
            recommendation=recommendation,
            issue=issues[recommendation.issue_id],
            rank=row["rank"],
            approvals=result["support"][str(row["option"])]["named"],
            eligible=result["eligible"][str(row["option"])],
            electorate=electorate_of(result, row["option"]),
            is_broad=row["option"] in common,
            made_cut=row["option"] in in_order,
            probability=contest.result["explained"]["probability"].get(str(row["option"])),
        )
        for row in result.get("outcome", {}).get("standings", [])
        if (recommendation := vote.recommendations.get(row["option"]))
    ]
    return sorted(rows, key=lambda row: place(row.recommendation.id, in_order))


def labels(vote: Vote) -> dict[int, str]:
    """Return {recommendation id: the beginning of its sentence}, for use within a sentence."""
    return {option: brief(sentence(one)) for option, one in vote.recommendations.items()}


def overall(revealed: list[Vote]) -> list[tuple[int, Theme, ResultRow]]:
    """Return the recommendations of all revealed themes, ranked by share of support.

    Each theme has its own turnout and each recommendation its own voters, so approvals cannot be
    compared across themes, but shares can. Equal shares have equal ranks.
    """
    rows = [(vote.theme, row) for vote in revealed for row in standings(vote)]
    rows.sort(key=lambda pair: -pair[1].share)
    ranked: list[tuple[int, Theme, ResultRow]] = []
    for number, (theme, row) in enumerate(rows, start=1):
        shared = ranked and ranked[-1][2].share == row.share
        ranked.append((ranked[-1][0] if shared else number, theme, row))
    return ranked


def spotlit(workshop: Workshop, all_votes: list[Vote]) -> Vote | None:
    """Return the revealed theme on the screen, if any."""
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
    """Return the themes whose results are revealed."""
    return [vote for vote in all_votes if vote.contest.state == REVEALED]


def shown(workshop: Workshop, all_votes: list[Vote]) -> list[Vote]:
    """Return the themes whose results are shown."""
    return [vote for vote in all_votes if contests.is_shown(workshop, vote.contest)]


MANY = 25  # more recommendations are too many to read on a phone
MOST_FINALISTS = Fraction(2, 3)  # of all recommendations; with more, a second stage saves no time
KINDS = {1: (FINAL,), 2: (RATING, FINALISTS)}
ALL_KINDS = (FINAL, RATING, FINALISTS)


def stages(session: Session, workshop: Workshop) -> int:
    """Return the number of stages: as begun, else as chosen, else as many as suit."""
    for count, (first, *_more) in KINDS.items():
        if contests.have_begun(session, workshop.id, first):
            return count
    chosen = Settings.model_validate(workshop.settings).vote_stages
    if chosen == "auto":
        return 2 if two_stages_suit(session, workshop) else 1
    return 2 if chosen == "two" else 1


def two_stages_suit(session: Session, workshop: Workshop) -> bool:
    """Return whether there are many recommendations, and a second stage would have far fewer."""
    every = recommendations(session, workshop)
    few = expected_finalists(session, workshop) <= MOST_FINALISTS * len(every)
    return len(every) > MANY and few


def recommendations(session: Session, workshop: Workshop) -> list[Recommendation]:
    """Return the recommendations to vote on."""
    every = everything(session, workshop.id)
    return [one for one in every if one.deleted_at is None and (one.action or one.original)]


def expected_finalists(session: Session, workshop: Workshop) -> int:
    """Return how many finalists there would be, without ties: one of each issue, and the extra."""
    every = recommendations(session, workshop)
    extra = Settings.model_validate(workshop.settings).wild_cards
    return min(len({one.issue_id for one in every}) + extra, len(every))


def has_begun(session: Session, workshop: Workshop) -> bool:
    """Return whether voting has begun, which locks the recommendations."""
    return contests.have_begun(session, workshop.id, *ALL_KINDS)
