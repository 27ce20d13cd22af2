"""The figures of a counted rating: shares among raters, in the room and by sector."""

from collections.abc import Mapping
from typing import Any

from polling.contests.models import Contest
from polling.contests.results.figures import Figures, Labels, OptionFigures, electorate_of
from polling.privacy.rounding import bounds
from polling.voting.ballots import OptionId
from polling.voting.ratings import Rating, in_order, tiers


def ratings(contest: Contest) -> list[Rating]:
    """Return the rating of each option, in the order of the options."""
    result = contest.result
    stored = result["ratings"]
    return [
        Rating(option, **stored[str(option)], electorate=electorate_of(result, option))
        for option in contest.options
    ]


def has_broad_support(result: Mapping[str, Any], rating: Rating) -> bool:
    """Return whether most of the room and every reported sector support an option.

    Only a part of the room rated it, so the whole interval of its support must lie above one half.
    Sectors are too small for an interval, so at least half of each sector's raters must support it.
    """
    return rating.has_majority and supported_in_sectors(result, rating.option) is True


def supported_in_sectors(result: Mapping[str, Any], option: OptionId) -> bool | None:
    """Return whether at least half of the raters in every reported sector support an option.

    Counts are rounded, so this compares the lowest count that a rounded one may mean. Return None
    if fewer than two sectors are reported.
    """
    split = result.get("by_sector") or {}
    cells = split.get("support", {}).get(str(option), [])
    steps = split.get("rounded_to", [1] * len(cells))
    reported = [
        (bounds(cell[0], cell[1], step), cell[1])
        for cell, step in zip(cells, steps, strict=True)
        if cell
    ]
    if len(reported) < 2:
        return None
    return all(2 * least >= raters for (least, _most), raters in reported)


def rating_figures(contest: Contest, labels: Labels) -> Figures:
    """Return the options that have a label, best first; their rank is their tier."""
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
