"""The examples in the docstrings are correct."""

import doctest
import pkgutil
from importlib import import_module
from types import ModuleType

import pytest

import polling.voting

MODULES = [
    import_module(f"polling.voting.{module.name}")
    for module in pkgutil.iter_modules(polling.voting.__path__)
]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_the_examples_of_a_module_are_true(module: ModuleType) -> None:
    assert doctest.testmod(module).failed == 0


def test_every_rule_has_a_worked_example() -> None:
    with_examples = {
        test.globs["__name__"].rpartition(".")[2]
        for module in MODULES
        for test in doctest.DocTestFinder().find(module)
        if test.examples
    }
    assert with_examples >= {
        "approval",
        "borda",
        "equal_shares",
        "hundred_points",
        "instant_runoff",
        "kemeny",
        "positional",
        "schulze",
        "score",
    }
