"""The votes of a final vote in two stages, as the report has them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from polling.breakouts.models import Recommendation
from polling.contests.counting.concerns import admitted
from polling.contests.models import FINALISTS, RATING
from polling.final_vote.two_stages.results import TOP
from polling.report.figures.vote_facts import Part, RatedBy, Standing, Vote
from polling.report.figures.votes import options, vote
from polling.voting.ratings import Rating, in_order, tiers
from polling.workshop_file.results import CountedContest

Standings = dict[int, Standing]
Name = Callable[[Recommendation], str]


def rated(
    contests: Sequence[CountedContest],
    title: str,
    rows: Sequence[Recommendation],
    name: Name,
    *,
    imported: bool,
) -> tuple[list[Vote], Standings]:
    """The first stage on one theme: a vote for each issue, and where every row stands."""
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
    return Rating(row, **_ratings(contest)[option])


def _standing(
    rating: Rating, contest: CountedContest, option: int, rank: int, tier: int
) -> Standing:
    low, high = rating.support_interval
    result = _result(contest)
    return Standing(
        rank=rank,
        score=round(float(rating.score), 4),
        support=Part(rating.supporters, rating.raters),
        first=None,
        made_cut=tier == 1,
        rated=RatedBy(
            tier=tier,
            priority=rating.priority,
            support=rating.support,
            not_now=rating.not_now,
            low=round(low, 4),
            high=round(high, 4),
            is_disputed=rating.is_disputed,
            is_common=not rating.is_disputed
            and option in (result.get("by_sector") or {}).get("common", []),
            concerns=[one["text"] for one in admitted(result) if one["option"] == option],
        ),
    )


def finalists(
    contests: Sequence[CountedContest],
    rows: Sequence[Recommendation],
    name: Name,
    *,
    imported: bool,
) -> Vote | None:
    """The second stage: the finalists in the order of their shares."""
    contest = next((one for one in contests if one.kind == FINALISTS), None)
    if contest is None:
        return None
    given: dict[str, dict[str, int]] = _result(contest)["support"]
    could: dict[str, int] = _result(contest)["eligible"]
    support = [  # two may read the same
        (name(row), Part(given[str(option)]["named"], could[str(option)]))
        for option, row in options(contest, rows, name, imported=imported).items()
        if str(option) in given
    ]
    ordered = sorted(support, key=lambda pair: -pair[1].share)
    ranks = [[part.share for _, part in ordered].index(part.share) + 1 for _, part in ordered]
    return vote(
        contest,
        [
            (text, Standing(rank, part.count, part, None, made_cut=rank <= TOP))
            for rank, (text, part) in zip(ranks, ordered, strict=True)
        ],
    )
