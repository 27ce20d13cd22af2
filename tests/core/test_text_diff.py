"""Word-by-word differences between two texts."""

import pytest

from polling.core.text_diff import Piece, pieces

BOTH, OUT, IN = "both", "out", "in"


@pytest.mark.parametrize(
    "before, after, found",
    [
        pytest.param("Banks pay", "Banks pay", [(BOTH, "Banks pay")], id="equal"),
        pytest.param(
            "Banks should pay",
            "Banks must pay",
            [(BOTH, "Banks"), (OUT, "should"), (IN, "must"), (BOTH, "pay")],
            id="a word for another",
        ),
        pytest.param("pay", "pay by 2027", [(BOTH, "pay"), (IN, "by 2027")], id="more"),
        pytest.param("pay by 2027", "pay", [(BOTH, "pay"), (OUT, "by 2027")], id="less"),
        pytest.param(
            "publish every price.",
            "publish every “price”, from 2031.",
            [
                (BOTH, "publish every"),
                (IN, "“"),
                (BOTH, "price"),
                (IN, "”, from 2031"),
                (BOTH, "."),
            ],
            id="punctuation next to a word that stays",
        ),
        pytest.param("", "", [], id="nothing"),
    ],
)
def test_pieces(before: str, after: str, found: list[tuple[str, str]]) -> None:
    assert [(piece.kind, piece.text) for piece in pieces(before, after)] == found


@pytest.mark.parametrize(
    "before, after",
    [("a b c d e", "b x d e f"), ("a b.", "a, b (c)."), ("ที่ดิน, (don't)", "ที่ดิน! don't …")],
)
def test_either_text_can_be_read_from_the_pieces(before: str, after: str) -> None:
    found: list[Piece] = pieces(before, after)

    def read(*kinds: str) -> str:
        chosen = [piece for piece in found if piece.kind in kinds]
        return "".join(" " * piece.spaced + piece.text for piece in chosen).strip()

    assert read(BOTH, IN) == after
    assert read(BOTH, OUT).replace(" ", "") == before.replace(" ", "")
