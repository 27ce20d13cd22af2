"""The annex on the votes: what it says of how its charts are read."""

from polling.report.blocks import Section
from polling.report.document import document
from polling.report.figures.facts import Report
from tests.report.formats.test_word import charts_of


def test_the_first_chart_of_each_kind_says_how_it_is_read(made: Report) -> None:
    sections = [one for one in document(made).blocks if isinstance(one, Section)]
    annex = next(one for one in sections if one.title == "Annex: the votes")
    charts = charts_of(annex.blocks)
    explained = [one.note for one in charts if one.note]
    assert explained == list(dict.fromkeys(one.chart.description for one in charts))
    assert len(charts) > len(explained) > 2
