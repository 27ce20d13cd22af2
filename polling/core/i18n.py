"""Gettext for all layers: `_`, and `lazy` for texts created before the language is known.

Only this module knows where translations come from, so that actions need not import Flask.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from typing import Any

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal
from babel.support import NullTranslations
from flask import Flask, g, has_app_context
from flask.ctx import AppContext
from flask_babel import Babel, force_locale, get_locale, get_translations
from flask_babel.speaklater import LazyString
from markupsafe import Markup

from polling.core import paths

__all__ = [
    "N_",
    "LazyString",
    "_",
    "average",
    "day",
    "decimal",
    "get_locale",
    "in_a_command",
    "install",
    "lazy",
    "listed",
    "ngettext",
    "speaking",
]

MOST_MARKED = 10_000
_IS_THAI = re.compile("[\u0e00-\u0e7f]")


def in_a_command() -> AppContext:
    """Allow translation outside requests: into English, unless another language is set."""
    app = Flask(__name__)
    Babel(app, default_translation_directories=str(paths.TRANSLATIONS))
    return app.app_context()


def install(app: Flask) -> None:
    """Let templates mark translations as safe HTML."""
    app.jinja_env.globals.update(_=_in_template, gettext=_in_template, ngettext=_counted)


def _(message: str, **values: Any) -> str:
    """Return the message in the reader's language. Caches the lookup that Flask-Babel repeats."""
    text = _translations().gettext(message)
    return text % values if values else text


def lazy(message: str, **values: Any) -> LazyString:
    """Return a text that is translated each time it is displayed."""
    return LazyString(_, message, **values)


def ngettext(singular: str, plural: str, num: int, **values: Any) -> str:
    """Return the same for a message with a number, `num`."""
    return _translations().ngettext(singular, plural, num) % {"num": num, **values}


def _in_template(message: str, **values: Any) -> Markup:
    words = _marked(_translations(), message)
    return words % values if "%" in words else words


@lru_cache(MOST_MARKED)  # a page has hundreds of texts, which are the same on the next page
def _marked(translations: NullTranslations, message: str) -> Markup:
    return Markup(translations.gettext(message))  # noqa: S704  our own words


def _counted(singular: str, plural: str, num: int, **values: Any) -> Markup:
    words = _translations().ngettext(singular, plural, num)
    return Markup(words) % {"num": num, **values}  # noqa: S704  our own words


def _translations() -> NullTranslations:
    try:
        found: NullTranslations | None = g.get("translations")
    except RuntimeError:  # there is no request, nor a command
        return get_translations()
    if found is None:
        found = g.translations = get_translations()
    return found


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Use this language for all texts in the block."""
    if not has_app_context():
        yield
        return
    before = g.pop("translations", None)
    with force_locale(language):
        try:
            yield
        finally:
            g.translations = before


def N_(text: str) -> str:  # noqa: N802  gettext's own name for it, which its tools know
    """Mark a text that is stored in English, and translated when it is displayed."""
    return text


def listed(names: Sequence[str]) -> str:
    """Join names in the reader's language: "A, B, and C"."""
    locale = get_locale() or "en"
    if str(locale) == "th" and len(names) > 1:
        names = _apart(names)
    return format_list(names, locale=locale)


def _apart(names: Sequence[str]) -> list[str]:
    """Add the spaces that Thai needs between its word for "and" and other scripts or digits."""
    *others, before, last = names
    if not others and not _IS_THAI.match(before[-1:]):
        before = f"{before} "
    return [*others, before, last if _IS_THAI.match(last) else f" {last}"]


def decimal(number: float) -> str:
    """Format a number with at most two decimals, in the reader's language."""
    return format_decimal(round(number, 2), locale=get_locale() or "en")


def average(number: float, decimals: int = 1) -> str:
    """Format a mean with so many decimals, in the reader's language."""
    return format_decimal(number, f"0.{'0' * decimals}", locale=get_locale() or "en")


def day(at: date, length: str = "medium") -> str:
    """Format a date in the reader's language; English uses the British form "5 May 2026"."""
    locale = str(get_locale() or "en")
    return format_date(at, length, locale="en_GB" if locale == "en" else locale)
