"""Default texts, such as the demo's, which each reader gets in their own language.

Only displayed texts are translated. Stored, compared and exported texts remain in English, and
texts written by organizers are never translated.
"""

from collections.abc import Iterable

from polling.core.i18n import _

_TEXTS: set[str] = set()


def declare(texts: Iterable[str]) -> None:
    """Declare texts as translatable. They must be marked with `N_`."""
    _TEXTS.update(texts)


def is_default(text: str) -> bool:
    """Return whether a text was declared, so that each reader gets it in their own language."""
    return text in _TEXTS


def translate_default(text: str) -> str:
    """Return a declared text in the reader's language; any other text unchanged."""
    return _(text) if is_default(text) else text
