"""The technical annex: how to read charts, and what the publication leaves out."""

from dataclasses import replace

from polling.report.data.report_data import Report
from polling.report.document import annex, publication
from polling.report.document_blocks import Section
from polling.report.options import ReportChoices
from tests.report.formats.test_word import charts_of


def titles(made: Report) -> tuple[list[str], list[str]]:
    """The sections of both documents."""
    both = publication(made), annex(made)
    first, second = (
        [one.title for one in document.blocks if isinstance(one, Section)] for document in both
    )
    return first, second


def test_the_first_chart_of_each_kind_says_how_it_is_read(made: Report) -> None:
    sections = [one for one in annex(made).blocks if isinstance(one, Section)]
    votes = next(one for one in sections if one.title == "Vote results in detail")
    charts = charts_of(votes.blocks)
    explained = [one.note for one in charts if one.note]
    assert explained == list(dict.fromkeys(one.chart.description for one in charts))
    assert len(charts) > len(explained) > 2


def test_the_votes_are_in_the_annex_unless_organizers_move_them(made: Report) -> None:
    published, looked_up = titles(made)
    assert "Vote results in detail" not in published
    assert "Vote results in detail" in looked_up
    moved = replace(made, choices=ReportChoices(moved=["votes", "agenda"]))
    published, looked_up = titles(moved)
    assert "Vote results in detail" in published
    assert "Agenda" not in published
    assert "Agenda" in looked_up


def test_what_is_left_out_is_in_neither(made: Report) -> None:
    left_out = replace(made, choices=ReportChoices(left_out=["votes"], moved=["votes"]))
    assert all("Vote results in detail" not in part for part in titles(left_out))
