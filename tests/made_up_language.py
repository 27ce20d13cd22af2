"""A made-up language for a test: some messages and their translations."""

from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from polling.core import languages, paths


def speak(tag: str, messages: dict[str, str], folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Let apps created from now on support this language in addition to English."""
    catalogue, written = Catalog(locale=tag), BytesIO()
    for message, translation in messages.items():
        catalogue.add(message, translation)
    write_mo(written, catalogue)
    translations = folder / "translations" / tag / "LC_MESSAGES"
    translations.mkdir(parents=True)
    (translations / "messages.mo").write_bytes(written.getvalue())
    patch.setattr(paths, "TRANSLATIONS", folder / "translations")
    languages.spoken.cache_clear()
