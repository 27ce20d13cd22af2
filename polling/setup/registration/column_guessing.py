"""Guess what each column contains, and which answer a cell means, from their words."""

from collections import Counter
from collections.abc import Iterable, Mapping

from polling.core.text import comparison_key
from polling.people import countries
from polling.people.attributes import Attribute
from polling.setup.registration.people_table import Listing

WHO = "-who"  # the column that identifies people; no attribute has this key
LEFT_OUT = ""
MANY = 30  # different answers; more are not a choice
MOST = 0.8  # of the cells

COLUMN_WORDS: Mapping[str, Iterable[str]] = {
    "sector": (
        "sector",
        "stakeholder group",
        "stakeholder type",
        "type of organization",
        "organization type",
        "type of organisation",
        "organisation type",
        "affiliation type",
    ),
    "country": ("country", "nationality", "country of residence"),
    "gender": ("gender", "sex"),
    "presence": ("presence", "attendance", "mode", "mode of attendance", "participation", "format"),
    "role": (
        "role",
        "type",
        "participant type",
        "category",
        "speaker / attendee",
        "speaker/attendee",
    ),
    WHO: (
        "e-mail",
        "email",
        "e-mail address",
        "email address",
        "mail",
        "registration number",
        "registration id",
        "id",
    ),
}
ANSWER_WORDS: Mapping[str, Iterable[str]] = {
    "woman": ("women", "female", "f", "w", "ms", "mrs"),
    "man": ("men", "male", "m", "mr"),
    "in the room": (
        "in person",
        "in-person",
        "onsite",
        "on site",
        "on-site",
        "physical",
        "face to face",
    ),
    "virtual": ("online", "remote", "virtually", "zoom"),
    "speaker": ("speakers", "panelist", "panellist", "presenter", "moderator", "chair", "keynote"),
    "attendee": ("attendees", "participant", "delegate", "guest", "observer"),
    "government": ("gov", "govt", "government agency", "public sector"),
    "ngo": ("ngos", "civil society", "cso", "non-governmental organization", "non-profit"),
    "international organization": (
        "international organisation",
        "io",
        "igo",
        "intergovernmental organization",
        "un",
        "united nations",
    ),
    "media": ("press", "journalist"),
    "academia": ("academic", "university", "research"),
    "private sector": ("private", "business", "company", "industry"),
}
NOT_SAID = {
    "",
    "-",
    "–",
    "—",
    "?",
    "n/a",
    "#n/a",
    "unknown",
    "not said",
    "not stated",
    "prefer not to say",
}


def guessed(listing: Listing, attributes: list[Attribute]) -> list[str]:
    """Guess each column's attribute key, WHO or LEFT_OUT: by its name, or else by its cells."""
    found = [LEFT_OUT] * len(listing.columns)
    for attribute in attributes:
        named = {
            comparison_key(attribute.label),
            attribute.key,
            *COLUMN_WORDS.get(attribute.key, ()),
        }
        _take(found, attribute.key, _by_name(listing, named))
    _take(found, WHO, _by_name(listing, set(COLUMN_WORDS[WHO])))
    for attribute in attributes:
        if attribute.options and attribute.key not in found:
            free = [at for at, key in enumerate(found) if key == LEFT_OUT]
            _take(found, attribute.key, (at for at in free if _fits(listing, at, attribute)))
    return found


def _by_name(listing: Listing, names: set[str]) -> Iterable[int]:
    return (at for at, name in enumerate(listing.columns) if comparison_key(name) in names)


def _take(found: list[str], key: str, candidates: Iterable[int]) -> None:
    at = next((at for at in candidates if found[at] == LEFT_OUT), None)
    if at is not None:
        found[at] = key


def _fits(listing: Listing, at: int, attribute: Attribute) -> bool:
    cells = Counter(cell for _line, cell in listing.column(at))
    answers = {cell: times for cell, times in cells.items() if comparison_key(cell) not in NOT_SAID}
    known = Answers(attribute)
    meant = sum(times for cell, times in answers.items() if known.meant(cell) is not None)
    return bool(answers) and len(answers) <= MANY and meant >= MOST * sum(answers.values())


class Answers:
    """The answers to one question of a workshop, found by their words."""

    def __init__(self, attribute: Attribute) -> None:
        self._is_free = not attribute.options
        self._is_country = self._is_free and attribute.key == countries.KEY
        self._known = {comparison_key(option): option for option in attribute.options}
        for option in attribute.options:
            for word in ANSWER_WORDS.get(comparison_key(option), ()):
                self._known.setdefault(word, option)

    def meant(self, cell: str) -> str | None:
        """Return the answer, "" if there is none, None if the text is no possible answer."""
        words = comparison_key(cell)
        if words in NOT_SAID:
            return ""
        if self._is_free:
            name = countries.one_name(cell) if self._is_country else cell
            return self._known.setdefault(words, name)  # in the first spelling
        return self._known.get(words)
