"""Charts: for readers who see them, hear them, or print them in grey."""

from xml.etree import ElementTree

import pytest

from polling.charts import (
    AnswerBar,
    AnswerBars,
    AnswerStacks,
    Bar,
    Chart,
    Dot,
    HeatMap,
    RankingBars,
    SectorSlopes,
    ShareBar,
    ShareBars,
    Slope,
    StabilityDots,
    Stack,
)

SVG = "{http://www.w3.org/2000/svg}"
LONG = "Permits that can be bought at every border of the region, " * 5
HOSTILE = "<script>alert('1')</script> & \"more\""
LABELS = ["Permits", LONG, HOSTILE, "ผู้แจ้งเบาะแสไม่ได้รับการคุ้มครองตามกฎหมาย"]
INSIDE = [True, True, False, False]


def bars() -> RankingBars:
    values = [40.0, 20.0, 10.0, 0.0]
    drawn = [
        Bar(label, rank, value, f"{value:g} points", "1 of 2 (50%)", made_cut)
        for rank, (label, value, made_cut) in enumerate(
            zip(LABELS, values, INSIDE, strict=True), start=1
        )
    ]
    columns = ["Issue", "Rank", "Score", "Support", "Selected"]
    return RankingBars(
        "bars", "The order", "Bars.", columns, drawn, "Selected above this line", ("yes", "no")
    )


def answers() -> AnswerBars:
    drawn = [AnswerBar(label, count, count * 10) for count, label in enumerate(LABELS)]
    return AnswerBars("answers", "Which?", "Bars.", ["Answer", "People", "Share"], drawn)


def stacks() -> AnswerStacks:
    drawn = [Stack(label, [0, at, 2], f"2.5 · {at + 2}", "2.5") for at, label in enumerate(LABELS)]
    columns = ["", "1", "2", "3", "People", "Average"]
    return AnswerStacks("stacks", "How?", "Bars.", columns, ["1 Bad", "2", HOSTILE], drawn)


def dots() -> StabilityDots:
    chances = [1.0, 0.995, 0.3, 0.004]
    drawn = [Dot(*one) for one in zip(LABELS, [1, 2, 3, 4], chances, INSIDE, strict=True)]
    return StabilityDots(
        "dots", "Firm", "Dots.", ["Issue", "Chance"], drawn, "Selected above this line"
    )


def heat_map() -> HeatMap:
    rows = [[None, 3, 4, 5], [2, None, 4, 5], [1, 1, None, 3], [0, 0, 2, None]]
    return HeatMap("pairs", "Two by two", "Cells.", "Issue", LABELS, rows)


def slopes() -> SectorSlopes:
    shares: list[list[float | None]] = [
        [0.8, 0.9, None],
        [0.8, 0.5, 0.8],
        [0.1, None, None],
        [0.0, None, None],
    ]
    drawn = [
        Slope(label, made_cut, row, ["hidden" if share is None else "some" for share in row])
        for label, made_cut, row in zip(LABELS, INSIDE, shares, strict=True)
    ]
    return SectorSlopes("sectors", "Sectors", "Lines.", "Issue", ["Room", "NGO", "Media"], drawn)


def shares() -> ShareBars:
    drawn = [
        ShareBar(label, 1, share, share / 2, 1.0, "1 of 2 · 50%", ["1 of 2", "0 to 1"], inside, 0.1)
        for label, share, inside in zip(LABELS, [1.0, 0.5, 0.25, 0.0], INSIDE, strict=True)
    ]
    columns = ["Recommendation", "Tier", "Support", "Likely range for all eligible voters"]
    return ShareBars("shares", "Support", "Bars.", columns, drawn, "level", level=0.6)


ALL = pytest.mark.parametrize(
    "chart",
    [bars(), shares(), dots(), heat_map(), slopes(), answers(), stacks()],
    ids=["bars", "shares", "dots", "heat map", "slopes", "answers", "stacks"],
)


def drawn(chart: Chart) -> ElementTree.Element:
    return ElementTree.fromstring(str(chart.svg()))  # noqa: S314  made here


def texts(chart: Chart) -> list[str]:
    return ["".join(one.itertext()) for one in drawn(chart).iter(f"{SVG}text")]


@ALL
def test_it_says_what_it_is_to_those_who_cannot_see_it(chart: Chart) -> None:
    root = drawn(chart)
    ids = {one.get("id"): one.text for one in root if one.get("id")}
    named_by = root.get("aria-labelledby", "").split()
    assert root.get("role") == "img"
    assert [ids[one] for one in named_by] == [chart.title, chart.description]


@ALL
def test_its_table_has_a_row_for_each_option_under_titles(chart: Chart) -> None:
    table = chart.table()
    numbers = [f"{at} " if isinstance(chart, HeatMap) else "" for at in range(1, 5)]
    assert [row[0] for row in table.rows] == [
        f"{n}{label}" for n, label in zip(numbers, LABELS, strict=True)
    ]
    assert {len(row) for row in table.rows} == {len(table.columns)}


@ALL
def test_it_has_no_stylesheet_and_only_one_colour_other_than_white(chart: Chart) -> None:
    root = drawn(chart)
    assert not [one for one in root.iter() if "style" in one.attrib]
    inks = {one.get(name) for one in root.iter() for name in ("fill", "stroke")}
    assert inks <= {None, "currentColor", "white", "none"}


@ALL
def test_what_people_typed_stays_text(chart: Chart) -> None:
    assert "<script>" not in str(chart.svg())


@ALL
def test_nothing_is_drawn_outside_the_picture(chart: Chart) -> None:
    root = drawn(chart)
    _, _, width, height = map(float, root.get("viewBox", "").split())
    for one in root.iter():
        assert 0 <= float(one.get("x", 0)) <= width
        assert 0 <= float(one.get("cx", 0)) <= width
        assert 0 <= float(one.get("y", 0)) <= height
        assert float(one.get("x", 0)) + float(one.get("width", 0)) <= width


@ALL
def test_a_long_name_is_broken_and_shortened(chart: Chart) -> None:
    longest = max(texts(chart), key=len)
    assert len(longest) < 50
    assert any(text.endswith("…") for text in texts(chart))


def test_the_longest_bar_is_the_first_and_the_others_are_in_proportion() -> None:
    widths = [float(one.get("width", 0)) for one in drawn(bars()).iter(f"{SVG}rect")]
    assert widths[1] == widths[0] / 2
    assert widths[3] == 1


def test_the_cut_is_visible_without_colour() -> None:
    opacity = [one.get("fill-opacity") for one in drawn(bars()).iter(f"{SVG}rect")]
    assert opacity == ["1", "1", "0.32", "0.32"]
    assert texts(bars()).count("Selected above this line") == 1
    assert [row[-1] for row in bars().table().rows] == ["yes", "yes", "no", "no"]


def test_what_is_not_quite_certain_is_not_called_so() -> None:
    assert [row[1] for row in dots().table().rows] == ["100%", ">99%", "30%", "<1%"]


def test_the_heat_map_is_darker_where_more_prefer_the_row() -> None:
    cells = [float(one.get("fill-opacity", 0)) for one in drawn(heat_map()).iter(f"{SVG}rect")]
    assert cells[:3] == sorted(cells[:3])
    assert cells[0] > 0.55 / 2 > cells[3]


def test_a_hidden_part_leaves_a_gap_in_the_line() -> None:
    lines = list(drawn(slopes()).iter(f"{SVG}g"))
    strokes = [
        sum(one.get("stroke-width") is not None for one in group.iter(f"{SVG}line"))
        for group in lines
        if (group.get("class") or "").startswith("chart-line")
    ]
    assert strokes == [1, 2, 0, 0]


def test_marks_at_the_same_place_stand_side_by_side() -> None:
    marks = [(one.get("cx"), one.get("cy")) for one in drawn(slopes()).iter(f"{SVG}circle")]
    assert len(marks) == len(set(marks))


@pytest.mark.parametrize(
    "chart",
    [
        RankingBars("k", "t", "d", ["a", "b", "c", "d", "e"], [], "cut", ("yes", "no")),
        ShareBars("k", "t", "d", ["a", "b", "c"], [], "cut"),
        StabilityDots("k", "t", "d", ["a", "b"], [], "cut"),
        HeatMap("k", "t", "d", "a", [], []),
        SectorSlopes("k", "t", "d", "a", ["Room"], []),
        AnswerBars("k", "t", "d", ["a", "b", "c"], []),
        AnswerStacks("k", "t", "d", ["a", "1", "b", "c"], ["1"], []),
    ],
    ids=["bars", "shares", "dots", "heat map", "slopes", "answers", "stacks"],
)
def test_without_options_there_is_an_empty_picture(chart: Chart) -> None:
    assert texts(chart) is not None
    assert chart.table().rows == []
