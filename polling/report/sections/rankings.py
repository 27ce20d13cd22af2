"""The ranking of a theme in full: the whole order, and its stability."""

from collections.abc import Sequence

from polling.charts import Chart, SectorSlopes
from polling.contests.results.charts import charts
from polling.contests.results.figures import Figures
from polling.core.i18n import _
from polling.report.data.vote_data import Vote
from polling.report.document_blocks import Block, Figure, Item, Paragraph, Points, Section
from polling.report.sections.vote_phrases import abstained, reopened, see, turnout
from polling.setup.rule_descriptions import RULE_WORDS


def ranking(vote: Vote) -> Section:
    """Return the order and its stability, as text and charts."""
    drawn = [Figure(chart) for chart in shown(vote.figures, vote.theme)]
    title = f"{_('Ranking')}: {vote.theme}"
    said = " ".join([about(vote, vote.said), *see(drawn)])
    return Section(title, [Paragraph(said), *drawn, *of_sectors(vote)])


def shown(found: Figures | None, title: str) -> list[Chart]:
    """Return all charts, without one by sector that would be mostly suppressed."""
    made = charts(found, title)
    if found and not is_mostly_shown(found):
        return [chart for chart in made if not isinstance(chart, SectorSlopes)]
    return made


def is_mostly_shown(found: Figures) -> bool:
    """Return whether at least half of the cells by sector may be published."""
    cells = [cell for one in found.options for cell in one.sectors]
    return bool(cells) and 2 * sum(cell is not None for cell in cells) >= len(cells)


def about(vote: Vote, said: Sequence[str] = ()) -> str:
    """Return the rule, the turnout, other sentences (`said`), and how they were computed."""
    rule = _("Counting method: %(rule)s.", rule=RULE_WORDS[vote.rule].name)
    voted, *more = vote.facts or [_("%(part)s voted.", part=turnout(vote))]
    return " ".join([rule, voted, *abstained(vote), *reopened(vote), *said, *more])


def of_sectors(vote: Vote) -> list[Block]:
    """Return what sectors have in common, the result with equal weights, and differing sectors."""
    points = [Item(text=sentence) for sentence in vote.about_sectors]
    return [Points(points)] if points else []
