from polling.voting.segments import Cell, SegmentVote, tabulate


def test_the_support_for_each_option_is_counted_in_each_segment() -> None:
    votes = [
        SegmentVote("ngo", frozenset("ab")),
        SegmentVote("ngo", frozenset("a")),
        SegmentVote("media", frozenset()),
    ]
    table = tabulate(votes, "ab")
    assert (table.options, table.segments) == (("a", "b"), ("media", "ngo"))
    assert table.cells == {
        ("a", "media"): Cell(0, 1),
        ("a", "ngo"): Cell(2, 2),
        ("b", "media"): Cell(0, 1),
        ("b", "ngo"): Cell(1, 2),
    }


def test_only_those_who_were_asked_about_an_option_are_its_base() -> None:
    votes = [
        SegmentVote("ngo", frozenset("a"), considered=frozenset("ab")),
        SegmentVote("ngo", frozenset("c"), considered=frozenset("bc")),
    ]
    cells = tabulate(votes, "abc").cells
    assert [cells[option, "ngo"] for option in "abc"] == [Cell(1, 1), Cell(0, 2), Cell(1, 1)]
