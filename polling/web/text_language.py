"""The language of texts that people wrote, if it is known and differs from the page's."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from flask import g
from markupsafe import Markup

from polling.core.default_texts import is_default
from polling.core.i18n import get_locale

if TYPE_CHECKING:
    from polling.breakouts.models import Group


def written_in(languages: Sequence[str]) -> None:
    """Note the workshop's languages, the main one first, for the page that is being rendered."""
    g.written_in = languages


def lang(*by: "Group | None", text: str = "") -> Markup:
    """The `lang` attribute of a text by the organizers, or by a group.

    Organizers write in the main language, groups in theirs. A group that chose none may write in
    any of the workshop's languages, so its texts get no attribute unless there is just one.
    The same is true of note-takers: pass None. Pass a `text` that may be a default text, which
    each reader gets in their own language.
    """
    if is_default(text):
        return Markup()
    languages: Sequence[str] = g.get("written_in", ())
    own = next((group.language for group in by if group), "")
    known = own or (languages[0] if languages and (not by or len(languages) == 1) else "")
    if not known or known == str(get_locale()):
        return Markup()
    return Markup(' lang="{}"').format(known)
