"""Refuse values that databases cannot store: numbers over 64 bits, NUL, lone surrogates.

Checked once for all payloads, so that no query fails because of them.
"""

import math
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel

LEAST, LARGEST = -(2**63), 2**63 - 1
_SIMPLE, _COLLECTIONS = (str, int, float), (list, tuple, set, frozenset)  # faster than unions


def storable(value: Any) -> bool:
    """Return whether all numbers and texts can be stored: 64 bits, no NUL, no lone surrogates."""
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, _SIMPLE):
            if not _fits(part):
                return False
        elif part is not None:
            waiting += _parts(part)
    return True


def _fits(part: str | float) -> bool:
    if isinstance(part, str):
        return "\0" not in part and (part.isascii() or _is_unicode(part))
    return LEAST <= part <= LARGEST if isinstance(part, int) else math.isfinite(part)


def _parts(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return [*value.keys(), *value.values()]
    if isinstance(value, _COLLECTIONS):
        return value
    return vars(value).values() if isinstance(value, BaseModel) else ()


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:  # a lone surrogate
        return False
    return True
