"""The ranking of a theme in full: the whole order, how firm it is, and by other rules."""

from collections import defaultdict
from collections.abc import Sequence

from polling.contests.figures.charts import charts
from polling.i18n import _, listed
from polling.ranking import what_if
from polling.report.blocks import Block, CellValue, Figure, Item, Paragraph, Points, Section, Table
from polling.report.figures.vote_facts import Standing, Vote
from polling.report.sections.words import abstained, part, turnout
from polling.setup.rule_words import RULE_WORDS


def ranking(vote: Vote) -> Section:
    """What stands with the theme is not said again: its order as a picture, and the verdict."""
    drawn = [Figure(chart) for chart in charts(vote.figures, vote.theme)[1:]]
    title = _("Ranking: %(theme)s", theme=vote.theme)
    more = [*drawn, *of_sectors(vote), *_by_rule(vote)]
    return Section(title, [Paragraph(about(vote)), _whole_order(vote), *more])


def about(vote: Vote, said: Sequence[str] = ()) -> str:
    """The rule, who voted, what else is `said` of the result, and how all that was found."""
    rule = _("Counted by: %(rule)s.", rule=RULE_WORDS[vote.rule].name)
    voted, *more = vote.facts or [_("%(part)s voted.", part=turnout(vote))]
    return " ".join([rule, voted, *abstained(vote), *said, *more])


def of_sectors(vote: Vote) -> list[Block]:
    """What the sectors share, what would be if all weighed the same, and who stands apart."""
    points = [Item(text=sentence) for sentence in vote.about_sectors]
    return [Points(points)] if points else []


def _whole_order(vote: Vote) -> Table:
    columns = [_("Issue"), _("Rank"), _("Score"), _("On ballots"), _("In first place")]
    return Table(
        caption=_("%(title)s: all issues", title=vote.theme),
        columns=[*columns, _("Made the cut")],
        rows=[[label, *_figures(standing)] for label, standing in vote.standings],
    )


def _figures(standing: Standing) -> list[CellValue]:
    first = 0 if standing.first is None else standing.first
    made_cut = _("yes") if standing.made_cut else _("no")
    return [standing.rank, standing.score, part(standing.support), first, made_cut]


def _by_rule(vote: Vote) -> list[Block]:
    """The order by other rules; those that agree stand together."""
    if not vote.figures or not vote.figures.what_if:
        return []
    rules: dict[str, list[str]] = defaultdict(list)
    for rule, order in what_if.orders(vote.figures):
        rules[order].append(rule)
    rows: list[list[CellValue]] = [[order, listed(names)] for order, names in rules.items()]
    return [
        Table(
            _("%(title)s: the order by other rules", title=vote.theme),
            [_("Order; ✓ makes the cut"), _("Rules")],
            rows,
            note=what_if.sentence(vote.figures),
        )
    ]
