"""Default texts, such as those of the demo, which each reader gets in their own language.

Only displayed texts are translated. Stored, compared and exported texts remain in English, and
texts written by organizers are never translated.
"""

from collections.abc import Iterable

from polling.core.i18n import _

_TEXTS: set[str] = set()


def declare(texts: Iterable[str]) -> None:
    """Declare texts as translatable. They must be marked with `N_`."""
    _TEXTS.update(texts)


def translate_default(text: str) -> str:
    """Return a declared text in the reader's language; any other text unchanged."""
    return _(text) if text in _TEXTS else text
