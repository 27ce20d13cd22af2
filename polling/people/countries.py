"""Countries: a list in the reader's language, and normalization of typed names.

"Lao PDR", "ลาว" and "Laos" count as one answer. Unknown names are kept as typed.
"""

from functools import cache

from babel import Locale
from flask_babel import get_locale

from polling.core.languages import OFFERED, SOURCE
from polling.core.text import comparison_key

KEY = "country"  # of the default question
# Common names that babel does not have.
OTHER_NAMES = {
    "lao pdr": "LA",
    "lao people's democratic republic": "LA",
    "ສປປ ລາວ": "LA",
    "viet nam": "VN",
    "burma": "MM",
    "kingdom of thailand": "TH",
    "kingdom of cambodia": "KH",
    "usa": "US",
    "uk": "GB",
    "uae": "AE",
    "korea": "KR",
    "republic of korea": "KR",
    "prc": "CN",
    "people's republic of china": "CN",
}
NO_COUNTRY = {"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"}  # babel's codes that are not countries


def is_country(attribute: dict[str, object]) -> bool:
    """Return whether a question asks for a country in free text."""
    return attribute["key"] == KEY and not attribute.get("options")


def names() -> list[str]:
    """Return all countries and territories in the reader's language, sorted."""
    return _names(str(get_locale() or SOURCE))


def one_name(typed: str) -> str:
    """Return the English name of a country typed in any offered language; other texts unchanged."""
    code = _codes().get(comparison_key(typed.replace("’", "'")))
    return _territories(SOURCE)[code] if code else typed


@cache
def _names(tag: str) -> list[str]:
    return sorted(_territories(tag).values())


@cache
def _territories(tag: str) -> dict[str, str]:
    """Return names by ISO 3166 code, without regions such as "Asia" (numbers) and unknown ones."""
    known = Locale.parse(tag, sep="-" if "-" in tag else "_").territories
    return {code: name for code, name in known.items() if len(code) == 2 and code not in NO_COUNTRY}


@cache
def _codes() -> dict[str, str]:
    known = {
        comparison_key(name): code
        for tag in reversed(OFFERED)  # English takes precedence
        for code, name in _territories(tag).items()
    }
    return known | {comparison_key(name): code for name, code in OTHER_NAMES.items()}
