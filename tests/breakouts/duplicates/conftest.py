"""Two groups that have written the same."""

import pytest

from polling.core.db import transaction
from polling.recommendations.models import Recommendation
from tests.breakouts.duplicates.mergers import OTHER_TEXT, TEXT, of_group, propose, seen_of
from tests.breakouts.full_room import draft
from tests.room import Room


@pytest.fixture
def alike(at_work: Room) -> tuple[Room, int, int]:
    """Groups 1 and 2 write the same on the first issue of their theme."""
    draft(at_work)
    first, second = of_group(at_work, 1)[0], of_group(at_work, 2)[0]
    with transaction() as session:
        for one in (first, second):
            found = session.get_one(Recommendation, one)
            found.actors, found.action, found.by = ["Customs administrations"], TEXT, ""
        session.get_one(Recommendation, second).by = "from 2031"
    return at_work, first, second


@pytest.fixture
def replaced(alike: tuple[Room, int, int]) -> tuple[Room, int, int, int, str]:
    """The room, the pair, its proposal, and the mark of a text that another one has replaced."""
    room, first, second = alike
    merging = propose(room, first, second)
    before = seen_of(room, merging)
    propose(room, first, second, OTHER_TEXT, before)
    return room, first, second, merging, before
