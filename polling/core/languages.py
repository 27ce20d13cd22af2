"""Languages: their names, those of the interface, and the choice of a reader's language."""

from functools import cache

from babel import Locale, UnknownLocaleError, negotiate_locale
from flask import has_request_context, request, session
from flask_babel import get_locale

from polling.core import paths

# The working languages of the region, and widely spoken ones. Other tags can be imported.
OFFERED = ("en", "km", "lo", "my", "th", "vi", "zh", "id", "ms", "ja", "ko", "fr", "es", "ar", "hi")
SOURCE = "en"  # the language of the messages in the code
CHOSEN = "language"  # the key in the web session


def languages(chosen: list[str]) -> dict[str, str]:
    """Return names by language tag, the chosen languages first."""
    return {tag: language_name(tag) for tag in dict.fromkeys([*chosen, *OFFERED])}


def language_name(tag: str) -> str:
    """Return a language's name for the reader and in itself: "Khmer · ខ្មែរ"; else the tag."""
    try:
        locale = Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return tag
    names = [locale.get_display_name(get_locale()), locale.display_name]
    return " · ".join(dict.fromkeys(filter(None, names)))


@cache
def spoken() -> tuple[str, ...]:
    """Return the tags of the languages that have a catalogue, English first."""
    found = paths.TRANSLATIONS.glob("*/LC_MESSAGES/messages.mo")
    return (SOURCE, *sorted(path.parts[-3] for path in found))


def own_names() -> dict[str, str]:
    """Return the name of each interface language in itself: {"th": "ไทย"}."""
    return {tag: Locale.parse(tag).display_name or tag for tag in spoken()}


def preferred() -> str:
    """Return the language chosen here, or else one that the browser requests, or else English."""
    if not has_request_context():
        return SOURCE
    chosen = session.get(CHOSEN)
    return chosen if chosen in spoken() else _asked_for()


def told() -> str:
    """Return the reader's known language, or "".

    It is the language they chose, or else the one their browser requests, unless this is English:
    many people set their phones to English although they prefer another language.
    """
    chosen = session.get(CHOSEN)
    if chosen in spoken():
        return str(chosen)
    return "" if _asked_for() == SOURCE else _asked_for()


def _asked_for() -> str:
    wanted = list(request.accept_languages.values())  # most preferred first
    return negotiate_locale(wanted, spoken(), sep="-") or SOURCE
