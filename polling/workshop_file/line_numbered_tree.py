"""A workshop file's tree, built from a text part by part, with the line of each part."""

from typing import Any

from polling.workshop_file.problems import Place, Problem, Source, at_line


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
