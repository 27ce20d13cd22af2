"""docs/architecture.md and the layers in pyproject.toml match the tree."""

import re
import tomllib
from pathlib import Path

import pytest

from polling.stages import STAGES

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "polling"
GUIDE = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
TABLE = GUIDE.partition("|---|---|\n")[2].partition("\n\n")[0]
STAGE_PACKAGES = list(dict.fromkeys(stage.package for stage in STAGES))
UNLISTED = {"__init__.py", "translations/", *(f"{package}/" for package in STAGE_PACKAGES)}


def children() -> list[str]:
    """The modules and packages in `polling/`."""
    packages = (f"{path.parent.name}/" for path in PACKAGE.glob("*/__init__.py"))
    return sorted({*packages, *(path.name for path in PACKAGE.glob("*.py"))} - UNLISTED)


@pytest.mark.parametrize("name", children())
def test_every_module_and_package_is_in_the_table(name: str) -> None:
    assert f"`{name}`" in TABLE


@pytest.mark.parametrize("name", re.findall(r"`([a-z_/]+(?:/|\.py))`", TABLE))
def test_the_table_names_only_existing_paths(name: str) -> None:
    assert (PACKAGE / name).exists()


def test_the_layers_have_the_stages_in_their_order() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = project["tool"]["importlinter"]["contracts"][0]["layers"]
    assert [layer for layer in reversed(layers) if layer in STAGE_PACKAGES] == STAGE_PACKAGES
