"""Load the votes of a final vote in two stages for the report."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from polling.contests.concerns import admitted
from polling.contests.kinds import FINALISTS, RATING
from polling.contests.results.figures import electorate_of
from polling.contests.results.rating_figures import supported_in_sectors
from polling.final_vote.two_stages.results import TOP
from polling.final_vote.two_stages.short_titles import automatic_titles
from polling.recommendations.models import Recommendation
from polling.report.data.load_votes import options, vote
from polling.report.data.report_data import NearMiss, Theme
from polling.report.data.score_points import points_apart
from polling.report.data.vote_data import ContestStanding, RatedBy, Share, Vote
from polling.report.published_results.schema import CountedContest
from polling.voting.finalists import nearest_miss as closest
from polling.voting.ratings import Rating, in_order, tiers

Standings = dict[int, ContestStanding]
Name = Callable[[Recommendation], str]


def rated(
    contests: Sequence[CountedContest],
    title: str,
    rows: Sequence[Recommendation],
    name: Name,
    *,
    imported: bool,
) -> tuple[list[Vote], Standings]:
    """Return the first stage for one theme: a vote for each issue, and each row's standing."""
    here = [one for one in contests if one.kind == RATING and one.theme == title]
    found: dict[int, tuple[Rating, CountedContest, int]] = {}
    for contest in here:
        for option, row in options(contest, rows, name, imported=imported).items():
            if option in _ratings(contest):
                found[row.id] = (_rating(contest, option, row.id), contest, option)
    tier_of = tiers(rating for rating, *_ in found.values())
    ordered = [int(rating.option) for rating in in_order(rating for rating, *_ in found.values())]
    scores = [found[row][0].score for row in ordered]
    standings = {
        row: _standing(*found[row], scores.index(found[row][0].score) + 1, tier_of[row])
        for row in ordered
    }
    by_id = {row.id: row for row in rows}
    votes = []
    for contest in here:
        rated_here = [by_id[row] for row in ordered if found[row][1] is contest]
        labelled = [(name(row), standings[row.id]) for row in rated_here]
        issue = rated_here[0].issue.headline if rated_here else ""
        votes.append(replace(vote(contest, labelled), issue=issue))
    return votes, standings


def _result(contest: CountedContest) -> dict[str, Any]:
    result: Any = contest.result
    return dict(result)


def _ratings(contest: CountedContest) -> dict[int, dict[str, int]]:
    stored: dict[str, dict[str, int]] = _result(contest)["ratings"]
    return {int(option): counts for option, counts in stored.items()}


def _rating(contest: CountedContest, option: int, row: int) -> Rating:
    counts = _ratings(contest)[option]
    return Rating(row, **counts, electorate=electorate_of(_result(contest), option))


def _standing(
    rating: Rating, contest: CountedContest, option: int, rank: int, tier: int
) -> ContestStanding:
    result = _result(contest)
    return ContestStanding(
        rank=rank,
        score=round(float(rating.score), 8),
        support=Share(rating.supporters, rating.raters),
        first=None,
        made_cut=tier == 1,
        electorate=rating.electorate,
        rated=RatedBy(
            tier=tier,
            priority=rating.priority,
            support=rating.support,
            not_now=rating.not_now,
            is_split=rating.is_split,
            has_majority=rating.has_majority,
            in_sectors=supported_in_sectors(result, option),
            concerns=[one["text"] for one in admitted(result) if one["option"] == option],
        ),
    )


def finalists(
    contests: Sequence[CountedContest],
    rows: Sequence[Recommendation],
    name: Name,
    *,
    imported: bool,
) -> tuple[Vote | None, Standings]:
    """Return the second stage: the finalists by share, and each row's standing."""
    contest = next((one for one in contests if one.kind == FINALISTS), None)
    if contest is None:
        return None, {}
    result = _result(contest)
    given: dict[str, dict[str, int]] = result["support"]
    could: dict[str, int] = result["eligible"]
    rows_of = options(contest, rows, name, imported=imported)
    support = [
        (row, Share(given[key]["named"], could[key]), electorate_of(result, key))
        for option, row in rows_of.items()
        if (key := str(option)) in given
    ]
    support.sort(key=lambda one: -one[1].share)
    shares = [part.share for _, part, _ in support]
    standings = {
        row.id: ContestStanding(
            rank=(rank := shares.index(part.share) + 1),
            score=part.count,
            support=part,
            first=None,
            made_cut=rank <= TOP,
            electorate=room,
        )
        for row, part, room in support
    }
    # Two may have the same text, so texts cannot be keys.
    labelled = [(name(row), standings[row.id]) for row, _, _ in support]
    titles = _edited_titles(contest, rows_of, name)
    return replace(vote(contest, labelled), titles=titles), standings


def _edited_titles(
    contest: CountedContest, rows: Mapping[int, Recommendation], name: Name
) -> list[tuple[str, str]]:
    """Return the finalists' short titles that organizers edited, each after the whole text."""
    stored: Any = contest.rule.get("titles")
    if not isinstance(stored, dict):
        return []
    shown = [(row, str(stored.get(str(option)) or "")) for option, row in rows.items()]
    return [
        (name(row), title) for row, title in shown if title and title not in automatic_titles(row)
    ]


def near_miss(themes: Sequence[Theme], finalists: Vote | None) -> NearMiss | None:
    """Return the margin at the cut into the second stage; None if organizers chose finalists."""
    if finalists is None or finalists.chosen_by != "ratings":
        return None
    issues = [issue for theme in themes for issue in theme.issues]
    rated = {
        number: [
            Rating(
                one.reference,
                one.standing.rated.priority,
                one.standing.rated.support,
                one.standing.rated.not_now,
            )
            for one in (*issue.recommendations, *issue.left_out)
            if one.standing and one.standing.rated
        ]
        for number, issue in enumerate(issues)
    }
    chosen = [
        one.reference
        for issue in issues
        for one in (*issue.recommendations, *issue.left_out)
        if one.final
    ]
    found = closest(rated, chosen)
    if found is None:
        return None
    last, outside = points_apart(float(found.inside.score), float(found.outside.score))
    return NearMiss(
        inside=str(found.inside.option),
        last=last,
        outside=str(found.outside.option),
        next=outside,
        ratings=found.ratings,
    )
