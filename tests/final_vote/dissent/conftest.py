"""A final vote whose voters may write dissent notes."""

import pytest

from polling.contests.models import Contest
from tests.final_vote import electorate
from tests.final_vote.dissent.notes import RECEIPT
from tests.room import Room


@pytest.fixture
def first(drafted: Room) -> Contest:
    """The vote of the first theme, in which one of the phones abstains."""
    contest = electorate.open_final_vote(drafted)[0]
    drafted.cast(drafted.participants[0], contest.id, {"abstain": True}, receipt=RECEIPT)
    return contest
