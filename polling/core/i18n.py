"""Gettext for every layer: `_` now, `lazy` for sentences made before the language is known.

The only module that knows where translations come from, so that actions stay free of flask.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal
from babel.support import NullTranslations
from flask import Flask, g
from flask.ctx import AppContext
from flask_babel import Babel, get_locale, get_translations, ngettext
from flask_babel import force_locale as speaking
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
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


def in_a_command() -> AppContext:
    """Let what runs without a server speak too: English, unless it is told to speak another."""
    app = Flask(__name__)
    Babel(app, default_translation_directories=str(paths.TRANSLATIONS))
    return app.app_context()


def install(app: Flask) -> None:
    """Let templates look for the reader's language once a page; Flask-Babel does at each text."""
    app.jinja_env.globals.update(_=_in_template, gettext=_in_template, ngettext=_counted)


def _in_template(message: str, **values: Any) -> Markup:
    return Markup(_translations().gettext(message)) % values  # noqa: S704  our own words


def _counted(singular: str, plural: str, num: int, **values: Any) -> Markup:
    words = _translations().ngettext(singular, plural, num)
    return Markup(words) % {"num": num, **values}  # noqa: S704  our own words


def _translations() -> NullTranslations:
    locale = get_locale()
    known: tuple[object, NullTranslations] = g.get("translations", (None, NullTranslations()))
    if known[0] is not locale or locale is None:
        known = g.translations = locale, get_translations()
    return known[1]


def N_(text: str) -> str:  # noqa: N802  gettext's own name for it, which its tools know
    """A text that is stored as it stands, and translated where it is shown."""
    return text


def listed(names: Sequence[str]) -> str:
    """Names as one phrase in the reader's language: "A, B, and C"."""
    return format_list(names, locale=get_locale() or "en")


def decimal(number: float) -> str:
    """A number with at most two decimals, as the reader's language writes it."""
    return format_decimal(round(number, 2), locale=get_locale() or "en")


def average(number: float) -> str:
    """A mean with one decimal, as the reader's language writes it."""
    return format_decimal(number, "0.0", locale=get_locale() or "en")


def day(at: date, length: str = "medium") -> str:
    """A date as the reader's language writes it; in English as the British do: "5 May 2026"."""
    locale = str(get_locale() or "en")
    return format_date(at, length, locale="en_GB" if locale == "en" else locale)
