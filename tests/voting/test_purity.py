"""The package is pure: it can be read and tested without the rest of the product."""

import ast
import sys
from pathlib import Path

import pytest

import polling.voting

FILES = sorted(Path(polling.voting.__path__[0]).glob("*.py"))
IMPURE = {"datetime", "os", "pathlib", "random", "secrets", "socket", "time", "uuid"}

NUMERIC = {
    "stability": {"numpy", "numpy.typing"},
    "ballot_assignment": {"numpy"},
    "assignment_exchange": {"numpy"},
}  # seeded samples


def imports_of(file: Path) -> set[str]:
    tree = ast.parse(file.read_text())
    names = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    plain = (node for node in ast.walk(tree) if isinstance(node, ast.Import))
    return names | {alias.name for node in plain for alias in node.names}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_module_imports_the_standard_library_and_its_neighbours_only(file: Path) -> None:
    foreign = {
        name
        for name in imports_of(file)
        if not name.startswith("polling.voting")
        and name.partition(".")[0] not in sys.stdlib_module_names
    }
    assert foreign == NUMERIC.get(file.stem, set())


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_module_has_no_clock_no_chance_and_no_world(file: Path) -> None:
    assert {name.partition(".")[0] for name in imports_of(file)} & IMPURE == set()
