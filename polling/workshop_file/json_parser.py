"""Parse JSON to a tree, and refuse valid JSON that a workshop file must not contain."""

import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from polling.core.i18n import _
from polling.workshop_file.problems import BadWorkshopFile, Place, Problem, Source, at_line

MAX_DEPTH = 40  # of brackets; a workshop file needs about ten
MAX_PARTS = 100_000  # a few bytes make an object of a hundred, so they are limited before parsing


class _Repeating(dict[str, Any]):
    """An object with a duplicate key, of which JSON uses the last."""

    repeated: set[str]


def parse_json(text: str) -> Source:
    """Parse a JSON text. Raises BadWorkshopFile with the line of the error."""
    if sum(map(text.count, "{[,")) > MAX_PARTS:
        raise BadWorkshopFile([Problem("", _("This workshop file is too large."))])
    try:
        # Raw control characters in strings are cleaned later, so allow them here.
        tree = json.loads(
            text,
            strict=False,
            object_pairs_hook=_object,
            parse_float=_finite,
            parse_constant=_refuse_constant,
        )
    except json.JSONDecodeError as error:
        raise BadWorkshopFile([_syntax_problem(error)]) from None
    except RecursionError:
        raise BadWorkshopFile([Problem("", _too_deep())]) from None
    except ValueError:  # NaN, Infinity, or more digits than Python converts
        message = _("Invalid number: NaN, Infinity, or too long.")
        raise BadWorkshopFile([Problem("", message)]) from None
    source = Source(tree)
    source.problems.extend(source.problem(*found) for found in _oddities(tree, ()))
    return source


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) == len(pairs):
        return made
    counts = Counter(key for key, _value in pairs)
    repeating = _Repeating(made)
    repeating.repeated = {key for key, count in counts.items() if count > 1}
    return repeating


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):  # "1e999"
        raise ValueError(digits)
    return number


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _syntax_problem(error: json.JSONDecodeError) -> Problem:
    if error.pos >= len(error.doc.rstrip()) or error.msg.startswith("Unterminated"):
        message = _("The end of the file is missing.")
    else:
        message = _("This is not valid JSON: %(reason)s.", reason=error.msg)
    return Problem(at_line(error.lineno, error.colno), message)


def _too_deep() -> str:
    return _("The brackets are nested too deeply: at most %(depth)s levels.", depth=MAX_DEPTH)


def _oddities(node: object, place: Place) -> Iterator[tuple[Place, str]]:
    if len(place) > MAX_DEPTH:
        raise BadWorkshopFile([Problem("", _too_deep())])
    if any(map(_is_broken, _texts(node))):
        yield (
            place,
            _("The text contains an invalid character. Delete that character and try again."),
        )
    if isinstance(node, _Repeating):
        for key in sorted(node.repeated):
            yield (*place, key), _("This key appears twice.")
    for step, child in _children(node):
        yield from _oddities(child, (*place, step))


def _texts(node: object) -> Iterable[str]:
    """Return a text, or the keys of an object."""
    if isinstance(node, str):
        return (node,)
    return node if isinstance(node, dict) else ()


def _children(node: object) -> Iterator[tuple[int | str, object]]:
    if isinstance(node, dict):
        yield from node.items()
    elif isinstance(node, list):
        yield from enumerate(node)


def _is_broken(text: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in text)
