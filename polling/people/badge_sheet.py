"""The sheet of badges to print and cut: a personal QR code for each voter."""

from collections.abc import Iterator
from typing import Any

from polling.core.i18n import _, speaking
from polling.core.languages import SOURCE, spoken
from polling.people import urls
from polling.people.models import Badge
from polling.workshop.join_codes import spaced
from polling.workshop.models import Workshop

Sheet = dict[str, Any]
LINKS_AT_A_TIME = 40
MOST_LANGUAGES = 3  # languages that fit on a badge


def sheet(workshop: Workshop, badges: list[Badge]) -> Sheet:
    """Return the content of the sheet: each badge with its number and link."""
    return {
        "title": f"{_('Badges')}: {workshop.title}",
        "language": workshop.languages[0],
        "accent": workshop.accent,
        "event": workshop.event or workshop.title,
        "sentences": _sentences(workshop.languages),
        "address": _address(workshop),
        "badges": [
            {
                "number": str(badge.number),
                "link": urls.badge_address(badge),
                "alt": f"{_('QR code')} {badge.number}",
            }
            for badge in badges
        ],
    }


def _sentences(languages: list[str]) -> list[str]:
    """Return the instructions in the workshop's first available languages, or in English."""
    parts = []
    for tag in [tag for tag in languages if tag in spoken()][:MOST_LANGUAGES] or [SOURCE]:
        with speaking(tag):
            parts.append(_("Scan this to join and vote. Do not share it."))
    return list(dict.fromkeys(parts))


def _address(workshop: Workshop) -> str:
    """Return the URL to print. The join code is useless where badges are required."""
    host = urls.base().split("://", 1)[-1]
    return host if workshop.settings.get("badges") else f"{host} · {spaced(workshop.code)}"


def links(sheet: Sheet) -> Iterator[list[str]]:
    """Yield the links of all badges, as many at a time as are drawn in half a second."""
    all_links = [badge["link"] for badge in sheet["badges"]]
    for first in range(0, len(all_links), LINKS_AT_A_TIME):
        yield all_links[first : first + LINKS_AT_A_TIME]


def with_codes(sheet: Sheet, codes: list[str]) -> Sheet:
    """Return the content with the QR codes of all badges."""
    drawn = [badge | {"code": code} for badge, code in zip(sheet["badges"], codes, strict=True)]
    return sheet | {"badges": drawn}
