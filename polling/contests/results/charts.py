"""The charts of a counted contest, with their texts, for the console and the report."""

from polling.charts import Bar, Chart, Dot, HeatMap, RankingBars, SectorSlopes, Slope, StabilityDots
from polling.contests.results.figures import Cell, Figures, OptionFigures
from polling.contests.results.option_labels import as_number, score_words
from polling.contests.results.share_bars import Share, share_bars
from polling.core.default_texts import translate_default
from polling.core.i18n import _
from polling.core.percentages import percentage


def charts(figures: Figures | None, title: str) -> list[Chart]:
    """Return all charts for which there are figures. `title` is the title of the vote."""
    if figures is None or not figures.options:
        return []
    found: list[Chart] = [order(figures, title)]
    if all(one.chance is not None for one in figures.options):
        found.append(stability_dots(figures, title))
    if any(one.pairs for one in figures.options):
        found.append(heat_map(figures, title))
    if any(cell for one in figures.options for cell in one.sectors):
        found.append(sector_slopes(figures, title))
    return found


def order(figures: Figures, title: str) -> Chart:
    """Return a chart of the order, as counted by the rule."""
    if not figures.by_share:
        return ranking_bars(figures, title)
    shares = [
        Share(one.label, one.rank, one.named, one.of, one.made_cut, electorate=one.electorate)
        for one in figures.options
    ]
    return share_bars(figures.key, f"{title}: {_('Support')}", shares)


def ranking_bars(figures: Figures, title: str) -> RankingBars:
    """Return a bar chart of the order, with scores and support."""
    return RankingBars(
        key=f"bars-{figures.key}",
        title=f"{title}: {_('Result')}",
        description=_(
            "Bars show each option’s score and its share of the ballots. Options above the "
            "dashed line are selected."
        ),
        columns=[_("Issue"), _("Rank"), _("Score"), _("Support"), _("Selected")],
        bars=[_bar(one, figures) for one in figures.options],
        cut=_("Selected above this line"),
        in_words=(_("Yes"), _("No")),
    )


def _bar(option: OptionFigures, figures: Figures) -> Bar:
    return Bar(
        label=option.label,
        rank=option.rank,
        value=as_number(option.score),
        score=score_words(figures.rule, option.score),
        support=_(
            "%(count)s of %(of)s (%(percent)s%%)",
            count=option.named,
            of=option.of,
            percent=percentage(option.named, option.of),
        ),
        made_cut=option.made_cut,
    )


def stability_dots(figures: Figures, title: str) -> StabilityDots:
    """Return a chart of the probability that each option makes the cut."""
    return StabilityDots(
        key=f"dots-{figures.key}",
        title=_("%(title)s: chance of selection", title=title),
        description=_(
            "Dots show how often each option is selected in random resamples of the ballots."
        ),
        columns=[_("Recommendation") if figures.by_share else _("Issue"), _("Chance")],
        dots=[Dot(one.label, one.rank, one.chance or 0.0, one.made_cut) for one in figures.options],
        cut=_("Selected above this line"),
    )


def heat_map(figures: Figures, title: str) -> HeatMap:
    """Return a table of all head-to-head comparisons."""
    return HeatMap(
        key=f"pairs-{figures.key}",
        title=_("%(title)s: pairwise comparisons", title=title),
        description=_(
            "Each number counts the ballots that rank the row’s option above the column’s. "
            "Darker cells have more ballots. In bold cells, the row’s option wins."
        ),
        corner=_("Issue"),
        labels=[one.label for one in figures.options],
        rows=[one.pairs for one in figures.options],
    )


def sector_slopes(figures: Figures, title: str) -> SectorSlopes:
    """Return a chart of the support by sector and in the whole room."""
    return SectorSlopes(
        key=f"sectors-{figures.key}",
        title=_("%(title)s: by sector", title=title),
        description=_(
            "Each figure is the share of a sector, or of all voters, that supports the "
            "option. Sector figures are rounded to protect voters."
        ),
        corner=_("Recommendation") if figures.by_share else _("Issue"),
        sectors=[_("All"), *map(translate_default, figures.sectors)],
        slopes=[_slope(one) for one in figures.options],
    )


def _slope(option: OptionFigures) -> Slope:
    cells: list[Cell] = [(option.named, option.of), *option.sectors]
    return Slope(
        label=option.label,
        made_cut=option.made_cut,
        shares=[cell[0] / cell[1] if cell and cell[1] else None for cell in cells],
        cells=[_of(cell) for cell in cells],
    )


def _of(cell: Cell) -> str:
    if cell is None:
        return _("hidden")
    return _("%(count)s of %(of)s", count=cell[0], of=cell[1])
