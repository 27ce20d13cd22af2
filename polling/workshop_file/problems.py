"""What is wrong with a workshop file: each problem has its place and says what would be right."""

import difflib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice

from polling.core.errors import WorkshopError
from polling.core.i18n import _
from polling.core.text import clean

Place = tuple[int | str, ...]  # ("themes", 2, "issues", 0, "headline")
MOST_PROBLEMS = 1_000  # a hostile file can have a million; nobody reads on


@dataclass(frozen=True)
class Problem:
    """One thing to correct. `place` is `themes[2].issues[0].headline`, or a line of the text."""

    place: str
    message: str


class BadWorkshopFile(WorkshopError):
    """The file cannot be used, for every reason in `problems`; nothing was changed."""

    code = "bad-workshop-file"
    status = 400

    def __init__(self, found: Iterable[Problem]) -> None:
        shown = list(islice(found, MOST_PROBLEMS + 1))
        if len(shown) > MOST_PROBLEMS:
            shown[-1] = Problem("", _("There are more problems."))
        super().__init__(
            _("This file has problems. Fix them first."),
            problems=[
                {"place": _printable(problem.place), "message": _printable(problem.message)}
                for problem in shown
            ],
        )

    def __str__(self) -> str:
        lines = [": ".join(filter(None, problem.values())) for problem in self.problems]
        return "\n".join([str(self.message), *lines])


def _printable(text: str) -> str:
    # Places and messages quote the file, which may hold what cannot even be encoded.
    return clean(text.encode("utf-8", "replace").decode())


@dataclass(frozen=True)
class Source:
    """A parsed text: its tree, its problems so far, and the lines of its parts.

    `lines` is empty for JSON, whose places are paths; it has a line number for each part of a
    sheet or an outline.
    """

    tree: object
    problems: list[Problem] = field(default_factory=list)
    lines: dict[Place, int] = field(default_factory=dict)

    def problem(self, place: Place, message: str) -> Problem:
        """A problem at `place`, named the way that the reader of this text would."""
        for length in range(len(place), 0, -1):
            if line := self.lines.get(place[:length]):
                return Problem(at_line(line), message)
        return Problem("" if self.lines else path(place), message)


def path(place: Place) -> str:
    """("themes", 2, "title") as `themes[2].title`; a key that is no plain word is quoted."""
    parts = [f"[{json.dumps(p, ensure_ascii=False)}]" if _is_odd(p) else _step(p) for p in place]
    return "".join(parts).removeprefix(".")


def _is_odd(part: int | str) -> bool:
    return isinstance(part, str) and not part.isidentifier()


def _step(part: int | str) -> str:
    return f"[{part}]" if isinstance(part, int) else f".{part}"


def at_line(line: int, column: int | None = None) -> str:
    """The place of a problem in a text, in words; both count from 1."""
    if column is None:
        return _("line %(line)s", line=line)
    return _("line %(line)s, column %(column)s", line=line, column=column)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A sentence with the closest of the `known` words, or "" when none is close."""
    close = difflib.get_close_matches(word[:100], list(known), n=1)
    return _("Did you mean “%(word)s”?", word=close[0]) if close else ""
