"""Charts as pure functions: plain data in, accessible SVG and a data table out.

Each chart is a dataclass with its texts, `svg()` and `table()`; `says_all` is true if the picture
shows every figure of the table. Nothing is translated or looked up here, so every page and every
format of the report draws the same chart.
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
