"""Exports with counted votes, for tests that alter them."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from polling.privacy import omitted_options
from tests.attacks import exported_workshops
from tests.room import Room

_made: dict[str, dict[str, Any]] = {}  # exports, each made once


@pytest.fixture
def rankings(request: pytest.FixtureRequest) -> dict[str, Any]:
    """A ranking by every rule that organizers can choose."""
    return made_once(request, "rankings", exported_workshops.hold_rankings)


@pytest.fixture
def ranking(rankings: dict[str, Any]) -> dict[str, Any]:
    """Only the first of these rankings, which is checked faster."""
    for one in (rankings["results"]["contests"], rankings["themes"]):
        del one[1:]
    return rankings


@pytest.fixture
def one_stage(request: pytest.FixtureRequest) -> dict[str, Any]:
    """A final vote in one stage."""
    return made_once(request, "one stage", exported_workshops.hold_one_stage)


@pytest.fixture
def two_stages(request: pytest.FixtureRequest) -> dict[str, Any]:
    """A final vote in two stages."""
    return made_once(request, "two stages", exported_workshops.hold_two_stages)


def made_once(
    request: pytest.FixtureRequest, name: str, hold: Callable[[Flask], Room]
) -> dict[str, Any]:
    if name not in _made:
        with pytest.MonkeyPatch.context() as patch:
            # In these small rooms, two members are enough for a group to leave out its own work.
            patch.setattr(omitted_options, "FEWEST_ALIKE", 2)
            _made[name] = exported_workshops.exported(hold(request.getfixturevalue("app")))
    return copy.deepcopy(_made[name])
