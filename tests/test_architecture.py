"""docs/architecture.md, held against the tree: what it names is there, and the other way round."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "polling"
GUIDE = (ROOT / "docs/architecture.md").read_text()
TABLE = GUIDE.partition("|---|---|\n")[2].partition("\n\n")[0]
UNLISTED = {"__init__.py", "translations/"}


def children() -> list[str]:
    """The modules and packages in `polling/`."""
    packages = (f"{path.parent.name}/" for path in PACKAGE.glob("*/__init__.py"))
    return sorted({*packages, *(path.name for path in PACKAGE.glob("*.py"))} - UNLISTED)


@pytest.mark.parametrize("name", children())
def test_every_place_in_the_package_is_in_the_table(name: str) -> None:
    assert f"`{name}`" in TABLE


@pytest.mark.parametrize("name", re.findall(r"`([a-z_/]+(?:/|\.py))`", TABLE))
def test_the_table_names_nothing_that_is_not_there(name: str) -> None:
    assert (PACKAGE / name).exists()
