"""The ranking of a theme in full: the whole order, and how firm it is."""

from collections.abc import Sequence

from polling.contests.results.charts import charts
from polling.core.i18n import _
from polling.report.blocks import Block, CellValue, Figure, Item, Paragraph, Points, Section, Table
from polling.report.figures.vote_facts import ContestStanding, Vote
from polling.report.sections.phrases import abstained, part, reopened, turnout
from polling.setup.rule_descriptions import RULE_WORDS


def ranking(vote: Vote) -> Section:
    """What stands with the theme is not said again: its order as a picture, and the verdict."""
    drawn = [Figure(chart) for chart in charts(vote.figures, vote.theme)[1:]]
    title = _("Ranking: %(theme)s", theme=vote.theme)
    more = [*drawn, *of_sectors(vote)]
    return Section(title, [Paragraph(about(vote)), _whole_order(vote), *more])


def about(vote: Vote, said: Sequence[str] = ()) -> str:
    """The rule, who voted, what else is `said` of the result, and how all that was found."""
    rule = _("Counted by: %(rule)s.", rule=RULE_WORDS[vote.rule].name)
    voted, *more = vote.facts or [_("%(part)s voted.", part=turnout(vote))]
    return " ".join([rule, voted, *abstained(vote), *reopened(vote), *said, *more])


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


def _figures(standing: ContestStanding) -> list[CellValue]:
    first = 0 if standing.first is None else standing.first
    made_cut = _("yes") if standing.made_cut else _("no")
    return [standing.rank, standing.score, part(standing.support), first, made_cut]
