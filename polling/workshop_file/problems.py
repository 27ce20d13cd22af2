"""Problems of a workshop file, each with its place and how to correct it."""

import difflib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from polling.core.errors import WorkshopError
from polling.core.i18n import _
from polling.core.text import clean

Place = tuple[int | str, ...]  # ("themes", 2, "issues", 0, "headline")
MOST_PROBLEMS = 1_000  # a malicious file can have a million, which nobody would read


@dataclass(frozen=True)
class Problem:
    """One thing to correct. `place` is `themes[2].issues[0].headline`, or a line of the text."""

    place: str
    message: str


class BadWorkshopFile(WorkshopError):
    """The file cannot be used, for all reasons in `problems`; nothing was changed."""

    code = "bad-workshop-file"
    status = 400

    def __init__(self, found: Iterable[Problem]) -> None:
        shown = list(islice(found, MOST_PROBLEMS + 1))
        if len(shown) > MOST_PROBLEMS:
            shown[-1] = Problem("", _("There are more problems."))
        super().__init__(
            _("Correct these problems first."),
            problems=[
                {"place": _printable(problem.place), "message": _printable(problem.message)}
                for problem in shown
            ],
        )

    def __str__(self) -> str:
        lines = [": ".join(filter(None, problem.values())) for problem in self.problems]
        return "\n".join([str(self.message), *lines])


def _printable(text: str) -> str:
    # Places and messages quote the file, which may contain unencodable characters.
    return clean(text.encode("utf-8", "replace").decode())


@dataclass(frozen=True)
class Source:
    """A parsed text: its tree, its problems so far, and the lines of its parts.

    `lines` is empty for JSON, whose places are paths. For a sheet or an outline, it has the line
    number of each part.
    """

    tree: object
    problems: list[Problem] = field(default_factory=list)
    lines: dict[Place, int] = field(default_factory=dict)

    def problem(self, place: Place, message: str) -> Problem:
        """Return a problem at `place`, in the notation for this kind of text."""
        for length in range(len(place), 0, -1):
            if line := self.lines.get(place[:length]):
                return Problem(at_line(line), message)
        return Problem("" if self.lines else path(place), message)


def path(place: Place) -> str:
    """Format ("themes", 2, "title") as `themes[2].title`; unusual keys are quoted."""
    parts = [f"[{json.dumps(p, ensure_ascii=False)}]" if _is_odd(p) else _step(p) for p in place]
    return "".join(parts).removeprefix(".")


def _is_odd(part: int | str) -> bool:
    return isinstance(part, str) and not part.isidentifier()


def _step(part: int | str) -> str:
    return f"[{part}]" if isinstance(part, int) else f".{part}"


def at_line(line: int, column: int | None = None) -> str:
    """Return the place of a problem in a text, in words; both numbers count from 1."""
    if column is None:
        return _("line %(line)s", line=line)
    return _("line %(line)s, column %(column)s", line=line, column=column)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a sentence with the closest of the `known` words, or "" if none is close."""
    close = difflib.get_close_matches(word[:100], list(known), n=1)
    return _("Did you mean “%(word)s”?", word=close[0]) if close else ""


class LineSource(Source):
    """A source that is still being parsed."""

    def __init__(self, title: str) -> None:
        super().__init__({"title": title})

    def add(self, place: Place, line: int, part: dict[str, Any]) -> Place:
        """Append `part` to the list at `place`; returns its place."""
        siblings = self.at(place[:-1]).setdefault(place[-1], [])
        siblings.append(part)
        its_own = (*place, len(siblings) - 1)
        self.lines[its_own] = line
        return its_own

    def at(self, place: Place) -> Any:
        """Return the part at `place`, to be filled."""
        node: Any = self.tree
        for step in place:
            node = node[step]
        return node

    def complain(self, line: int, message: str) -> None:
        """Add a problem of a line."""
        self.problems.append(Problem(at_line(line), message))
