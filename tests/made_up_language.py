"""A language made up for a test: some messages and their translations."""

from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from polling.core import languages, paths


def speak(tag: str, messages: dict[str, str], folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Have apps that are made from now on speak this language, besides English."""
    catalogue, written = Catalog(locale=tag), BytesIO()
    for message, translation in messages.items():
        catalogue.add(message, translation)
    write_mo(written, catalogue)
    translations = folder / "translations" / tag / "LC_MESSAGES"
    translations.mkdir(parents=True)
    (translations / "messages.mo").write_bytes(written.getvalue())
    patch.setattr(paths, "TRANSLATIONS", folder / "translations")
    languages.spoken.cache_clear()
