"""Access to a tree that has not been validated."""

from collections.abc import Iterable, Iterator
from typing import Any

from polling.core.text import clean_line
from polling.workshop_file.problems import Place

Placed = tuple[Place, dict[str, Any]]


def objects(parents: Iterable[Placed], key: str) -> Iterator[Placed]:
    """Yield every object in the lists under `key` of the parents, with its place."""
    for place, parent in parents:
        for step, child in entries(parent, key):
            if isinstance(child, dict):
                yield (*place, *step), child


def entries(parent: dict[str, Any], key: str) -> Iterator[tuple[Place, object]]:
    """Yield the items of the list under `key`, with their places in `parent`."""
    children = parent.get(key)
    for index, child in enumerate(children if isinstance(children, list) else []):
        yield (key, index), child


def words(value: object) -> str:
    """Return a text (cleaned) or a number as text; "" for anything else."""
    if isinstance(value, int):
        return str(value)
    return clean_line(value) if isinstance(value, str) else ""


def number(parent: dict[str, Any], key: str, default: int) -> int:
    """Return the whole number under `key`, or the default."""
    value = parent.get(key)
    return value if isinstance(value, int) else default
