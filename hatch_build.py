"""What the wheel needs beyond the package: built bundles, compiled catalogues, files beside it.

``pip install .`` works from a bare checkout or source archive, with no Node on PATH.
"""

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUNDLED = "polling/_bundled"
SOURCES = {"js", "css"}  # what the bundles in static/dist are made of
COMMANDS = (
    ["scripts/build_frontend.py"],
    ["-m", "babel.messages.frontend", "compile", "--directory=polling/translations"],
)


class BuildHook(BuildHookInterface[Any]):
    """Runs before hatchling collects the wheel's files."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build, and map ``static/`` into the package without its sources.

        An editable install runs from the checkout, where Make builds, so it needs neither.
        """
        if version == "editable":
            return
        root = Path(self.root)
        for command in COMMANDS:
            subprocess.run([sys.executable, *command], cwd=root, check=True)
        for path in (root / "static").iterdir():
            if path.name not in SOURCES:
                build_data["force_include"][str(path)] = f"{BUNDLED}/static/{path.name}"
