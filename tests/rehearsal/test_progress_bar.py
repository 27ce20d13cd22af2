"""The progress bar of a rehearsal appears in terminals, not in logs."""

import io

import pytest

from polling.rehearsal.progress_bar import bar


class Terminal(io.StringIO):
    """A stream that is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    "stream, shown",
    [(Terminal(), ["rank", "2/3", "3/3"]), (io.StringIO(), [])],
    ids=["terminal", "log"],
)
def test_a_terminal_shows_how_many_have_done_it(
    stream: io.StringIO, shown: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr", stream)
    with bar("rank", 3) as tell:
        tell(2)
        tell(2)
        tell(3)
    written = stream.getvalue()
    assert [words for words in ("rank", "2/3", "3/3") if words in written] == shown
