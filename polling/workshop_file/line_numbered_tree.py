"""A workshop file's tree, grown from a text part by part, each with the line it came from."""

from typing import Any

from polling.workshop_file.problems import Place, Problem, Source, at_line


class LineSource(Source):
    """A source that is still being read."""

    def __init__(self, title: str) -> None:
        super().__init__({"title": title})

    def add(self, place: Place, line: int, part: dict[str, Any]) -> Place:
        """Append `part` to the list at `place`; returns its own place."""
        siblings = self.at(place[:-1]).setdefault(place[-1], [])
        siblings.append(part)
        its_own = (*place, len(siblings) - 1)
        self.lines[its_own] = line
        return its_own

    def at(self, place: Place) -> Any:
        """The part at `place`, to be filled."""
        node: Any = self.tree
        for step in place:
            node = node[step]
        return node

    def complain(self, line: int, message: str) -> None:
        """Note a line's problem."""
        self.problems.append(Problem(at_line(line), message))
