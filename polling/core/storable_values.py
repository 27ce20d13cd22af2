"""Refuse values that databases cannot store: numbers over 64 bits, NUL, lone surrogates.

Checked once for all payloads, so that no query fails because of them.
"""

import math
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel

LARGEST = 2**63


def storable(value: Any) -> bool:
    """Return whether all numbers and texts can be stored: 64 bits, no NUL, no lone surrogates."""
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
    except UnicodeEncodeError:  # a lone surrogate
        return False
    return True
