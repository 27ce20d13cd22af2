"""The ranking of a theme in full: the whole order, and how firm it is."""

from collections.abc import Sequence

from polling.charts import Chart, SectorSlopes
from polling.contests.results.charts import charts
from polling.contests.results.figures import Figures
from polling.core.i18n import _
from polling.report.data.vote_data import Vote
from polling.report.document_blocks import Block, Figure, Item, Paragraph, Points, Section
from polling.report.sections.phrases import abstained, reopened, see, turnout
from polling.setup.rule_descriptions import RULE_WORDS


def ranking(vote: Vote) -> Section:
    """Its order and how firm it is, in words and in pictures."""
    drawn = [Figure(chart) for chart in shown(vote.figures, vote.theme)]
    title = _("Ranking: %(theme)s", theme=vote.theme)
    said = " ".join([about(vote, vote.said), *see(drawn)])
    return Section(title, [Paragraph(said), *drawn, *of_sectors(vote)])


def shown(found: Figures | None, title: str) -> list[Chart]:
    """All charts, but for one by sector that would be mostly hidden."""
    made = charts(found, title)
    if found and not is_mostly_shown(found):
        return [chart for chart in made if not isinstance(chart, SectorSlopes)]
    return made


def is_mostly_shown(found: Figures) -> bool:
    """Whether at least half of the cells by sector may be published."""
    cells = [cell for one in found.options for cell in one.sectors]
    return bool(cells) and 2 * sum(cell is not None for cell in cells) >= len(cells)


def about(vote: Vote, said: Sequence[str] = ()) -> str:
    """The rule, who voted, what else is `said` of the result, and how all that was found."""
    rule = _("Counted by: %(rule)s.", rule=RULE_WORDS[vote.rule].name)
    voted, *more = vote.facts or [_("%(part)s voted.", part=turnout(vote))]
    return " ".join([rule, voted, *abstained(vote), *reopened(vote), *said, *more])


def of_sectors(vote: Vote) -> list[Block]:
    """What the sectors share, what would be if all weighed the same, and who stands apart."""
    points = [Item(text=sentence) for sentence in vote.about_sectors]
    return [Points(points)] if points else []
