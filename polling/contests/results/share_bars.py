"""Support as a share of the people asked, for the charts of a final vote."""

from collections.abc import Sequence
from dataclasses import dataclass

from polling.charts import ShareBar, ShareBars
from polling.charts.table import Cell
from polling.charts.text_wrapping import shortened
from polling.core.i18n import _
from polling.core.percentages import percentage
from polling.voting.ratings import MAJORITY, Interval, wilson

LABEL_LENGTH = 110  # letters: three lines next to a bar


@dataclass(frozen=True)
class Share:
    """`count` of `of` people asked support it; in a rating, `priority` of them as a priority.

    `place` is its rank or, in a rating, its tier. `inside`: it made the cut or is in the first
    tier. `electorate` is the number of people who could have been asked; None if unknown.
    """

    text: str
    place: int
    count: int
    of: int
    inside: bool
    priority: int | None = None
    electorate: int | None = None

    @property
    def share(self) -> float:
        """The share from 0 to 1; 0 if nobody was asked."""
        return self.count / self.of if self.of else 0.0

    @property
    def interval(self) -> Interval:
        """The range in which the share plausibly lies if everybody had been asked."""
        return wilson(self.share, self.of, self.electorate)


def between(interval: Interval) -> tuple[int, int] | None:
    """Return an interval in whole percent; None if it is empty because (nearly) all were asked."""
    low, high = (round(100 * end) for end in interval)
    return (low, high) if low < high else None


def share_bars(key: str, title: str, shares: Sequence[Share], *, level: bool = False) -> ShareBars:
    """Return a chart of the shares in their order; ratings have tiers and priorities.

    `level` draws a line at the majority. The column for the cut is left out if all options made it.
    """
    rated = any(one.priority is not None for one in shares)
    is_cut = not all(one.inside for one in shares)
    ranged = any(between(one.interval) for one in shares)
    return ShareBars(
        key=f"shares-{key}",
        title=title,
        description=_of_ratings(ranged=ranged) if rated else _of_approvals(ranged=ranged),
        columns=_columns(rated=rated, is_cut=is_cut, ranged=ranged),
        bars=[_bar(one, is_cut=is_cut, ranged=ranged) for one in shares],
        cut=_("Too close to call above this line") if rated else _("Selected above this line"),
        level=MAJORITY if level else None,
    )


def _of_ratings(*, ranged: bool) -> str:
    bars = _("Bars show support among raters; the darker part is “priority now”.")
    tiers = _("Differences within a tier may be due to chance.")
    return " ".join([bars, *_of_ranges(ranged=ranged), tiers])


def _of_approvals(*, ranged: bool) -> str:
    bars = _("Bars show the share of eligible voters who chose each recommendation.")
    return " ".join([bars, *_of_ranges(ranged=ranged), _("Numbers are ranks.")])


def _of_ranges(*, ranged: bool) -> list[str]:
    """Explain the ranges, unless everybody was asked."""
    if not ranged:
        return []
    return [_("Thin lines show the likely range.")]


def _columns(*, rated: bool, is_cut: bool, ranged: bool) -> list[str]:
    first = [_("Recommendation"), _("Tier") if rated else _("Rank"), _("Support")]
    first += [_("Likely range for all eligible voters")] if ranged else []
    last = [_("Priority now")] if rated else [_("Selected")]
    return [*first, *(last if rated or is_cut else [])]


def _bar(one: Share, *, is_cut: bool, ranged: bool) -> ShareBar:
    low, high = one.interval
    cells: list[Cell] = [_part(one.count, one.of)]
    cells += [_range(one.interval)] if ranged else []
    if one.priority is not None:
        cells.append(_part(one.priority, one.of))
    elif is_cut:
        cells.append(_("Yes") if one.inside else _("No"))
    return ShareBar(
        label=shortened(one.text, LABEL_LENGTH),
        in_full=one.text,
        rank=one.place,
        share=one.share,
        low=low,
        high=high,
        share_words=_(
            "%(count)s of %(of)s (%(percent)s%%)",
            count=one.count,
            of=one.of,
            percent=percentage(one.count, one.of),
        ),
        cells=cells,
        made_cut=one.inside,
        full=None if one.priority is None else one.priority / max(one.of, 1),
    )


def _part(count: int, of: int) -> str:
    percent = percentage(count, of)
    return _("%(count)s of %(of)s (%(percent)s%%)", count=count, of=of, percent=percent)


def _range(interval: Interval) -> str:
    """Return an option's range, or say that it has none, in a chart with ranges."""
    found = between(interval)
    if found is None:
        return _("no range: everybody was asked")
    return _("%(low)s–%(high)s%%", low=found[0], high=found[1])
