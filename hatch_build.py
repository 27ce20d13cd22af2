"""What the wheel needs in addition: built bundles, compiled catalogues, files outside the package.

``pip install .`` works from a bare checkout or source archive, with no Node on PATH.
``polling/core/paths.py`` knows where an installed package finds these files.
"""

import subprocess
import sys
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUNDLED = ("templates", "static", "migrations", "docs/guides", "docs/verify")
SOURCES = {"static/js", "static/css"}  # the sources of the bundles in static/dist


class BuildHook(BuildHookInterface[Any]):
    """Runs before hatchling collects the wheel's files."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build, and say what goes where in the wheel.

        An editable install runs from the checkout, where Make builds: it needs none of this.
        """
        if version == "editable":
            return
        root = Path(self.root)
        subprocess.run([sys.executable, "scripts/build_frontend.py"], cwd=root, check=True)
        for catalogue in root.glob("polling/translations/*/LC_MESSAGES/*.po"):
            compile_catalogue(catalogue)
        build_data["force_include"] |= wheel_paths(root)


def compile_catalogue(source: Path) -> None:
    """Write the ``.mo`` that gettext reads next to its ``.po``."""
    with source.open("rb") as po, source.with_suffix(".mo").open("wb") as mo:
        write_mo(mo, read_po(po))


def wheel_paths(root: Path) -> dict[str, str]:
    """Map files outside the package to their places in the wheel."""
    paths = [path for folder in BUNDLED for path in (root / folder).iterdir()]
    names = [path.relative_to(root).as_posix() for path in paths]
    return {"config.py": "config.py"} | {
        name: f"polling/_bundled/{name}" for name in names if name not in SOURCES
    }
