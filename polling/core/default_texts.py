"""Our own texts for organizers to start from: each reader gets them in their own language.

Only what is shown goes through here. What is stored, compared or exported keeps the English text,
and what an organizer has written stays in their words.
"""

from collections.abc import Iterable

from polling.core.i18n import _

_TEXTS: set[str] = set()


def declare(texts: Iterable[str]) -> None:
    """Let readers have these texts in their own language. They must be marked with `N_`."""
    _TEXTS.update(texts)


def translate_default(text: str) -> str:
    """A declared text in the reader's language; any other text unchanged."""
    return _(text) if text in _TEXTS else text
