"""Where the files are that the code reads.

A checkout keeps templates, static files and migrations beside the package; a wheel carries them
inside it (``hatch_build.py`` and ``pyproject.toml`` say how they get there).
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
