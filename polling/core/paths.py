"""Paths of the files that the code reads.

In a checkout, templates, static files and migrations are next to the package; in a wheel, they are
inside it (see `hatch_build.py` and `pyproject.toml`).
"""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
_BUNDLED = PACKAGE / "_bundled"

ROOT = _BUNDLED if _BUNDLED.is_dir() else PACKAGE.parent

TEMPLATES = ROOT / "templates"
STATIC = ROOT / "static"
GUIDES = ROOT / "docs" / "guides"
VERIFIER = ROOT / "docs" / "verify" / "verify.py"
MIGRATIONS = ROOT / "migrations"
TRANSLATIONS = PACKAGE / "translations"
