"""Figures in the organizers' texts: printed as they are, with what they are a share of."""

from dataclasses import replace

from polling.report.document import document
from polling.report.figures.facts import Report
from polling.report.formats.markdown import markdown
from polling.report.options import ReportProse
from polling.report.writing.placeholders import figures, resolve, unknown


def test_every_figure_has_a_name(made: Report) -> None:
    assert figures(made) == {
        "participants": "12",
        "themes": "2",
        "priority_issues": "4",
        "recommendations": "8",
        "groups": "2",
        "sessions": "2",
        "ballots": "36",
        "voted.ranking.corruption": "12 of 12 (100 %)",
        "voted.ranking.coordination": "12 of 12 (100 %)",
        "voted.final.corruption": "6 of 6 (100 %)",
        "voted.final.coordination": "6 of 6 (100 %)",
        "survey.responses": "8 of 12 (67 %)",
        "survey.learned.average": "3.9",
        "survey.learned.high": "5 of 8 (63 %)",
        "survey.learned.1": "0 of 8 (0 %)",
        "survey.learned.2": "0 of 8 (0 %)",
        "survey.learned.3": "3 of 8 (38 %)",
        "survey.learned.4": "3 of 8 (37 %)",
        "survey.learned.5": "2 of 8 (25 %)",
        "survey.recommend.yes": "7 of 8 (88 %)",
        "survey.recommend.no": "1 of 8 (12 %)",
        "survey.best.a1_who_pays": "8 of 8 (100 %)",
        "survey.best.a2_who_knows": "4 of 8 (50 %)",
    }


def test_a_name_is_printed_as_its_figure_and_an_unknown_one_as_it_was_typed() -> None:
    text, known = "{{ themes }} themes, {{themes}}, {{ nobody }}", {"themes": "6"}
    assert resolve(text, known) == "6 themes, 6, {{ nobody }}"
    assert unknown(text, known) == ["nobody"]


def test_texts_are_exported_with_their_figures(made: Report) -> None:
    prose = ReportProse(
        summary="{{ participants }} people; {{ survey.recommend.yes }} would come again."
    )
    text = markdown(document(replace(made, prose=prose)))
    assert "12 people; 7 of 8 (88 %) would come again." in text


def test_a_text_with_a_reference_that_never_ends_is_read_at_once() -> None:
    text = "{{" + " " * 9_990 + "."
    assert resolve(text, {}) == text
    assert unknown(text, {}) == []
