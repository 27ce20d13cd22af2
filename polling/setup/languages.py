"""Languages by their names, for people to choose from."""

from babel import Locale, UnknownLocaleError
from flask_babel import get_locale

# Those that the region's events are held in, and the widely spoken; any other tag can be imported.
OFFERED = ("en", "km", "lo", "my", "th", "vi", "zh", "id", "ms", "ja", "ko", "fr", "es", "ar", "hi")


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
