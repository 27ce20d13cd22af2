"""The languages: their names, those that the pages speak, and which of them a reader gets."""

from functools import cache

from babel import Locale, UnknownLocaleError, negotiate_locale
from flask import has_request_context, request, session
from flask_babel import get_locale

from polling.core import paths

# Those that the region's events are held in, and the widely spoken; any other tag can be imported.
OFFERED = ("en", "km", "lo", "my", "th", "vi", "zh", "id", "ms", "ja", "ko", "fr", "es", "ar", "hi")
SOURCE = "en"  # what the messages in the code are written in
CHOSEN = "language"  # in the session


def languages(chosen: list[str]) -> dict[str, str]:
    """Names by language tag, the chosen languages first."""
    return {tag: language_name(tag) for tag in dict.fromkeys([*chosen, *OFFERED])}


def language_name(tag: str) -> str:
    """ "km" in the reader's language and in its own: "Khmer · ខ្មែរ". An unknown tag stays."""
    try:
        locale = Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return tag
    names = [locale.get_display_name(get_locale()), locale.display_name]
    return " · ".join(dict.fromkeys(filter(None, names)))


@cache
def spoken() -> tuple[str, ...]:
    """The tags of the languages that there are catalogues of, English first."""
    found = paths.TRANSLATIONS.glob("*/LC_MESSAGES/messages.mo")
    return (SOURCE, *sorted(path.parts[-3] for path in found))


def own_names() -> dict[str, str]:
    """What each language that we speak calls itself: {"th": "ไทย"}."""
    return {tag: Locale.parse(tag).display_name or tag for tag in spoken()}


def preferred() -> str:
    """What the reader chose here; else what their browser asks for and we speak; else English."""
    if not has_request_context():
        return SOURCE
    chosen = session.get(CHOSEN)
    return chosen if chosen in spoken() else _asked_for()


def told() -> str:
    """The language in which a reader is known to read, or "".

    That is what they chose, or what their browser asks for unless it is English: many phones are
    set to English in the hands of people who would rather speak another language.
    """
    chosen = session.get(CHOSEN)
    if chosen in spoken():
        return str(chosen)
    return "" if _asked_for() == SOURCE else _asked_for()


def _asked_for() -> str:
    wanted = list(request.accept_languages.values())  # the most wanted first
    return negotiate_locale(wanted, spoken(), sep="-") or SOURCE
