"""The figures of a counted rating: shares of those who rated, in the room and by sector."""

from polling.contests.models import Contest
from polling.contests.results.figures import Figures, Labels, OptionFigures, electorate_of
from polling.voting.ratings import Rating, in_order, tiers


def ratings(contest: Contest) -> list[Rating]:
    """How each option was rated, in the order of the options."""
    result = contest.result
    stored = result["ratings"]
    return [
        Rating(option, **stored[str(option)], electorate=electorate_of(result, option))
        for option in contest.options
    ]


def rating_figures(contest: Contest, labels: Labels) -> Figures:
    """The options that still have a label, best first; their rank is their tier in this contest."""
    rated = [one for one in in_order(ratings(contest)) if int(one.option) in labels]
    split = contest.result.get("by_sector") or {"sectors": [], "support": {}}
    tier_of = tiers(rated)
    return Figures(
        key=contest.id or "",
        rule=contest.rule["rule"],
        ballots=int(contest.result["outcome"]["ballots"]),
        sectors=list(split["sectors"]),
        by_share=True,
        options=[
            OptionFigures(
                label=labels[int(one.option)],
                rank=tier_of[one.option],
                score=str(one.score),
                made_cut=tier_of[one.option] == 1,
                named=one.supporters,
                of=one.raters,
                first=one.priority,
                electorate=one.electorate,
                sectors=[
                    None if cell is None else (int(cell[0]), int(cell[1]))
                    for cell in split["support"].get(str(one.option), [])
                ],
            )
            for one in rated
        ],
    )
