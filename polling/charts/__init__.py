"""Charts, pure: plain data in, accessible SVG and the table behind it out.

Each chart is a data class with its words, `svg()` and `table()`; `says_all` of those whose picture
says every figure of the table. Nothing in them is translated or looked up, so that every page and
every format of the report draws the same.
"""

from polling.charts.answer_bars import AnswerBar, AnswerBars
from polling.charts.answer_stacks import AnswerStacks, Stack
from polling.charts.pairwise_heat_map import HeatMap
from polling.charts.ranking_bars import Bar, RankingBars
from polling.charts.sector_slopes import SectorSlopes, Slope
from polling.charts.share_bars import ShareBar, ShareBars
from polling.charts.stability_dots import Dot, StabilityDots
from polling.charts.table import Table

Chart = RankingBars | ShareBars | StabilityDots | HeatMap | SectorSlopes | AnswerBars | AnswerStacks

__all__ = [
    "AnswerBar",
    "AnswerBars",
    "AnswerStacks",
    "Bar",
    "Chart",
    "Dot",
    "HeatMap",
    "RankingBars",
    "SectorSlopes",
    "ShareBar",
    "ShareBars",
    "Slope",
    "StabilityDots",
    "Stack",
    "Table",
]
