"""XML with too many, too deep or too long elements is refused while it is read."""

import pytest

from polling.uploads import xml_size
from polling.uploads.xml_size import BadXml, Budget, TooLargeXml

ROW = ("n row", 3)


def sheet(rows: str, rest: str = "") -> list[bytes]:
    return [f'<sheet xmlns="n"><data>{rows}</data>{rest}</sheet>'.encode()]


def test_rows_have_their_own_budget() -> None:
    budget = Budget(kept=5, in_items=6)
    budget.spend(sheet("<row><c/></row>" * 3, "<a/><a/>"), ROW)
    assert (budget.kept, budget.in_items) == (1, 0)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(sheet("<row><c/></row>" * 4), id="rows"),
        pytest.param(sheet("<row/>", "<a/>" * 4), id="others"),
        pytest.param(sheet("<row/>", "<row/>" * 4), id="rows at another depth"),
        pytest.param(sheet('<row xmlns="m"/>' * 4), id="rows of another kind"),
    ],
)
def test_more_elements_are_refused(content: list[bytes]) -> None:
    with pytest.raises(TooLargeXml):
        Budget(kept=5, in_items=7).spend(content, ROW)


def test_a_long_row_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_size, "MOST_IN_ITEM", 3)
    Budget(9, 9).spend(sheet("<row><c/><c/></row>" * 2), ROW)
    with pytest.raises(TooLargeXml):
        Budget(9, 9).spend(sheet("<row><c/><c/><c/></row>"), ROW)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param([b"<a>" * 101], id="deep"),
        pytest.param([b"<a " + b" ".join(b'b%d=""' % at for at in range(101)) + b"/>"], id="wide"),
        pytest.param([b"<a>"] + [b"x" * 100_000] * 11, id="a long text"),
        pytest.param([b"<a "] + [b" " * 100_000] * 11, id="a long tag"),
    ],
)
def test_unusual_elements_are_refused(content: list[bytes]) -> None:
    with pytest.raises(TooLargeXml):
        Budget(1_000).spend(content)


@pytest.mark.parametrize("content", [b"", b"<a>", b"<a></b>", b"<!DOCTYPE a><a/>"])
def test_damaged_xml_is_refused(content: bytes) -> None:
    with pytest.raises(BadXml):
        Budget(10).spend([content])
