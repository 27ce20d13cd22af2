"""The summary: the organizers' text instead of ours, and the suggestions for it."""

from dataclasses import replace

from polling.report.data.report_data import Report
from polling.report.document import annex, publication
from polling.report.formats.markdown import markdown
from polling.report.options import ReportProse
from polling.report.sections.executive_summary import suggested
from polling.report.writing.placeholders import figures, names, unknown


def summary_of(made: Report) -> str:
    return markdown(publication(made)).split("## Summary")[1].split("\n## ")[0]


def test_every_suggestion_has_figures_and_all_of_them_are_known(made: Report) -> None:
    points = suggested(made)
    assert all(names(point) for point in points)
    assert unknown("\n".join(points), figures(made)) == []


def test_without_a_text_the_first_suggestion_is_the_lead(made: Report) -> None:
    bare = replace(made, prose=replace_summary(made, ""))
    written = replace(made, prose=replace_summary(made, suggested(made)[0]))
    assert "drafted 8 recommendations" in summary_of(bare)
    assert summary_of(bare) == summary_of(written)


def test_points_are_printed_in_the_order_and_words_of_the_organizers(made: Report) -> None:
    points = ["{{ recommendation.2.1.1 }}", "At once ({{ recommendation.1.1.1.support }})"]
    text = "\n".join(["Start here:\n", *(f"- {point}" for point in points)])
    page = summary_of(replace(made, prose=replace_summary(made, text)))
    second = next(one for one in made.recommendations if one.reference == "2.1.1")
    assert page.index("Start here:") < page.index(f"- {second.text}") < page.index("- At once (")
    assert "drafted 8" not in page


def test_the_list_can_be_left_out_or_moved_to_the_annex(made: Report) -> None:
    row = "(Coordination; 100%)"
    choices = made.choices.model_copy(update={"left_out": ["priorities"]})
    hidden = replace(made, choices=choices)
    moved = replace(made, choices=made.choices.model_copy(update={"moved": ["priorities"]}))
    assert row in summary_of(made)
    for one in (hidden, moved):
        assert row not in markdown(publication(one))
    assert row not in markdown(annex(hidden))
    assert row in markdown(annex(moved))


def replace_summary(made: Report, text: str) -> ReportProse:
    return made.prose.model_copy(update={"summary": text})
