"""Parse HTML to a tree of its elements."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

Attributes = dict[str, str]


@dataclass
class Element:
    """A start tag with its attributes, children, and direct text."""

    tag: str
    attributes: Attributes
    inside: list["Element"] = field(default_factory=list)
    words: str = ""

    def all(self, tag: str = "", **wanted: str) -> list["Element"]:
        """Return all descendants with this tag and these attributes (`data_x` for `data-x`).

        An attribute given as "" must exist, with any value.
        """
        needed = [(name.replace("_", "-"), value) for name, value in wanted.items()]
        return [
            element
            for element in self._below()
            if (not tag or tag == element.tag)
            and all(_has(element.attributes, name, value) for name, value in needed)
        ]

    def get(self, name: str) -> str:
        """Return an attribute's value, or ""."""
        return self.attributes.get(name, "")

    def _below(self) -> Iterator["Element"]:
        """Yield all descendants, in the order of the page."""
        waiting = self.inside[::-1]
        while waiting:
            found = waiting.pop()
            yield found
            waiting.extend(reversed(found.inside))


def _has(attributes: Attributes, name: str, value: str) -> bool:
    return name in attributes and value in {"", attributes[name]}


VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "rect", "path", "line", "circle"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("", {})
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].inside.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open[-1].inside.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self._open[-1].words += data

    def handle_endtag(self, tag: str) -> None:
        for depth in range(len(self._open) - 1, 0, -1):
            if self._open[depth].tag == tag:
                del self._open[depth:]
                return


def read(html: str) -> Element:
    """Parse the page to a tree of its tags."""
    reader = _Reader()
    reader.feed(html)
    return reader.root
