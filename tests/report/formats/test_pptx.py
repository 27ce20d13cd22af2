"""Slides: editable text, native charts, and the same numbers as the publication."""

import io
from dataclasses import replace
from typing import Any

import pytest
from pptx import Presentation
from pptx.enum.text import MSO_AUTO_SIZE
from pptx.oxml.ns import qn

from polling.report.data.report_data import Report
from polling.report.formats import FORMATS, pptx
from polling.report.options import ReportImprint
from tests.report.test_briefs import chosen


@pytest.fixture(scope="module")
def content(made: Report) -> bytes:
    return FORMATS["pptx"].render(made)


@pytest.fixture(scope="module")
def slides(content: bytes) -> list[Any]:
    return list(Presentation(io.BytesIO(content)).slides)


def text(slides: list[Any]) -> str:
    shapes = [shape for slide in slides for shape in slide.shapes if shape.has_text_frame]
    return "\n".join(shape.text_frame.text for shape in shapes)


def test_every_slide_has_a_title(slides: list[Any]) -> None:
    assert len(slides) > 3
    assert all(slide.shapes.title.text_frame.text for slide in slides)


def test_the_charts_are_native_and_have_the_shares_of_the_report(
    slides: list[Any], made: Report
) -> None:
    shapes = [shape for slide in slides for shape in slide.shapes]
    charts = [shape.chart for shape in shapes if shape.has_chart]
    drawn = [list(chart.plots[0].series[0].values) for chart in charts]
    for theme in made.themes:
        shares = [one.standing.support.percent for one in theme.told if one.standing]
        assert not shares or shares in drawn
    drawings = [shape._element for shape in shapes if shape.has_chart]
    assert all(one.nvGraphicFramePr.cNvPr.get("descr") for one in drawings)


def test_every_recommendation_is_there_with_its_reference(slides: list[Any], made: Report) -> None:
    said = text(slides)
    for theme in made.themes:
        for issue in theme.told:
            for one in issue.recommendations:
                assert f"{one.reference}  {one.text}" in said


def test_the_same_report_is_the_same_file(content: bytes, made: Report) -> None:
    assert FORMATS["pptx"].render(made) == content


def test_the_title_of_a_practice_run_says_so(made: Report) -> None:
    deck = Presentation(io.BytesIO(FORMATS["pptx"].render(replace(made, practice=True))))
    assert deck.core_properties.title == f"Practice run: {made.title}"


def test_its_properties_name_its_publisher_and_nobody_else(made: Report) -> None:
    def people(report: Report) -> list[str]:
        about = Presentation(io.BytesIO(FORMATS["pptx"].render(report))).core_properties
        return [about.author, about.last_modified_by, about.comments]

    assert people(made) == ["", "", ""]
    published = chosen(made, imprint=ReportImprint(publisher="The Institute"))
    assert people(published) == ["The Institute", "The Institute", ""]


def test_a_long_title_leaves_room_for_the_subtitle(made: Report) -> None:
    def size(title: str) -> float:
        deck = Presentation(io.BytesIO(FORMATS["pptx"].render(replace(made, title=title))))
        shape: Any = deck.slides[0].shapes.title
        return float(shape.text_frame.paragraphs[0].runs[0].font.size.pt)

    assert size("What should be done next") == 44
    assert size("What should be done next " * 5) == 32


def test_a_heading_in_khmer_is_shrunk_to_its_box_in_a_font_that_has_it(made: Report) -> None:
    khmer = "ក្រុមជំរុញឲ្យធនាគារសងប្រាក់ដល់ជនរងគ្រោះ"
    themes = [replace(made.themes[0], title=khmer)]
    deck = Presentation(io.BytesIO(FORMATS["pptx"].render(replace(made, themes=themes))))
    frames: list[Any] = [slide.shapes.title.text_frame for slide in deck.slides]
    found = next(frame for frame in frames if khmer in frame.text)
    assert found.auto_size is MSO_AUTO_SIZE.TEXT_TO_FIT_SHAPE
    properties = found.paragraphs[0].runs[0]._r.rPr
    assert properties.get("lang") == "km-KH"
    assert properties.find(qn("a:cs")).get("typeface") == "Leelawadee UI"


def test_a_label_in_thai_is_shortened_but_not_lost(made: Report) -> None:
    thai = "เหยื่อที่ถูกบังคับให้ทำงานหลอกลวงยังถูกดำเนินคดีเหมือนผู้กระทำผิดทั้งที่กฎหมายให้ความคุ้มครองแล้ว"
    issue = replace(made.themes[0].told[0], headline=thai, label="")
    theme = replace(made.themes[0], issues=[issue])
    deck = Presentation(io.BytesIO(FORMATS["pptx"].render(replace(made, themes=[theme]))))
    charts = [one.chart for slide in deck.slides for one in slide.shapes if one.has_chart]
    label = next(name for chart in charts for name in chart.plots[0].categories if "1.1" in name)
    assert label.startswith(f"{issue.reference} {thai[:40]}")
    properties = charts[-1].font._element
    assert properties.get("lang") == "th-TH"
    assert properties.find(qn("a:cs")).get("typeface") == "Leelawadee UI"


def test_lines_in_burmese_are_as_high_in_every_program(made: Report) -> None:
    burmese = "လူကုန်ကူးမှုနှင့် ဆိုက်ဘာရာဇဝတ်မှု"
    prose = made.prose.model_copy(update={"next_steps": burmese})
    deck = Presentation(io.BytesIO(FORMATS["pptx"].render(replace(made, prose=prose))))
    frames: list[Any] = [one.text_frame for one in deck.slides[-1].shapes if one.has_text_frame]
    paragraph = next(one.paragraphs[0] for one in frames if burmese in one.text)
    assert paragraph.line_spacing.pt == pytest.approx(1.6 * paragraph.runs[0].font.size.pt, abs=0.1)


@pytest.mark.parametrize("count, expected", [(0, []), (3, [3]), (6, [3, 3]), (10, [5, 5])])
def test_a_list_is_spread_evenly_over_its_slides(count: int, expected: list[int]) -> None:
    parts, _size = pptx._spread(["Short"] * count, [""] * count)
    assert [len(range(count)[part]) for part in parts] == expected


LONG = "Ministries should publish what permits cost at every border post. "


@pytest.mark.parametrize("text", [LONG * 12, "លិខិតអនុញ្ញាត" * 60], ids=["English", "Khmer"])
def test_long_texts_get_more_slides_rather_than_small_letters(text: str) -> None:
    parts, size = pptx._spread([text] * 6, [""] * 6)
    assert len(parts) > 2
    assert size >= 18
    assert pptx._spread([text * 8], [""]) == ([slice(0, 1)], 14)


def test_slides_of_one_list_have_different_titles(made: Report) -> None:
    prose = made.prose.model_copy(update={"next_steps": "\n\n".join(["Send it.", "Wait."] * 4)})
    deck = Presentation(io.BytesIO(FORMATS["pptx"].render(replace(made, prose=prose))))
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert titles[-2:] == ["Next steps (1/2)", "Next steps (2/2)"]
    assert len(set(titles)) == len(titles)
