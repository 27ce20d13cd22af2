"""Refuse values that no database can store: too large numbers, NUL, half characters.

Checked once for all payloads, so that no query fails over them.
"""

import math
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel

LARGEST = 2**63


def storable(value: Any) -> bool:
    """Whether every number and text in it can be stored: 64 bits, no NUL, no half characters."""
    match value:
        case int():
            return -LARGEST <= value < LARGEST
        case float():
            return math.isfinite(value)
        case str():
            return "\0" not in value and _is_unicode(value)
    return all(storable(part) for part in _parts(value))


def _parts(value: Any) -> Iterable[Any]:
    match value:
        case BaseModel():
            return vars(value).values()
        case dict():
            return [*value.keys(), *value.values()]
        case list() | tuple() | set() | frozenset():
            return value
    return ()


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:  # half of a surrogate pair
        return False
    return True
