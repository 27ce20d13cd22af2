"""Word-by-word differences between two texts, so that concurrent edits nearby are kept."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from typing import Literal

from rapidfuzz.distance import Indel

_PIECES = re.compile(r"\s+|\S+")
_PUNCTUATION = ".,;:!?…·()[]{}\"'“”„‘’«»‹›–—。，、；：！？（）「」『』،؛؟។៕၊။"


@dataclass(frozen=True)
class Run:
    """Words that both texts have (`same`), or the differing words of each."""

    same: bool
    old: slice
    new: slice


@dataclass(frozen=True)
class Change:
    """Replace the text from `start` to `stop` by `words`."""

    start: int
    stop: int
    words: str


def runs(old: Sequence[str], new: Sequence[str]) -> Iterator[Run]:
    """Return the words of both texts in order, as alternating equal and different runs."""
    for same, steps in groupby(Indel.opcodes(old, new), lambda step: step.tag == "equal"):
        first, *rest = steps
        last = rest[-1] if rest else first
        yield Run(
            same,
            slice(first.src_start, last.src_end),
            slice(first.dest_start, last.dest_end),
        )


def difference(before: str, after: str) -> list[Change]:
    """Return the changes to `before`, from its beginning to its end."""
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    at = list(accumulate(map(len, old), initial=0))
    return [
        Change(at[run.old.start], at[run.old.stop], "".join(new[run.new]))
        for run in runs(old, new)
        if not run.same
    ]


@dataclass(frozen=True)
class Piece:
    """Words of both texts, of only the first ("out"), or of only the second ("in").

    `spaced`: whether there is a space before it, which punctuation has not.
    """

    kind: Literal["both", "out", "in"]
    text: str
    spaced: bool = True


def pieces(before: str, after: str) -> list[Piece]:
    """Return the words of both texts in reading order, removed words before added ones."""
    old, new = _tokens(before), _tokens(after)
    found: list[Piece] = []
    for run in runs([token.text for token in old], [token.text for token in new]):
        if run.same:
            found.append(_piece("both", new[run.new]))
            continue
        if gone := old[run.old]:
            found.append(_piece("out", gone))
        if come := new[run.new]:
            found.append(_piece("in", come))
    return found


@dataclass(frozen=True)
class _Token:
    """A word, or the punctuation before or after it."""

    text: str
    spaced: bool


def _tokens(text: str) -> list[_Token]:
    tokens = []
    for word in text.split():
        rest = word.lstrip(_PUNCTUATION)
        core = rest.rstrip(_PUNCTUATION)
        parts = [word[: len(word) - len(rest)], core, rest[len(core) :]]
        for at, part in enumerate(part for part in parts if part):
            tokens.append(_Token(part, spaced=at == 0))
    return tokens


def _piece(kind: Literal["both", "out", "in"], tokens: Sequence[_Token]) -> Piece:
    text = "".join(" " * token.spaced + token.text for token in tokens)
    return Piece(kind, text.removeprefix(" "), tokens[0].spaced)
