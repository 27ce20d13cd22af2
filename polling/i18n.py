"""Gettext for every layer: `_` now, `lazy` for sentences made before the language is known.

The only module that knows where translations come from, so that actions stay free of flask.
"""

from collections.abc import Sequence

from babel.lists import format_list
from babel.numbers import format_decimal
from flask_babel import force_locale as speaking
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from flask_babel.speaklater import LazyString

__all__ = ["LazyString", "_", "decimal", "lazy", "listed", "ngettext", "speaking"]


def listed(names: Sequence[str]) -> str:
    """Names as one phrase in the reader's language: "A, B, and C"."""
    return format_list(names, locale=get_locale() or "en")


def decimal(number: float) -> str:
    """A number with at most two decimals, as the reader's language writes it."""
    return format_decimal(round(number, 2), locale=get_locale() or "en")
