"""Anybody can recount a vote in two stages from the published data."""

from pathlib import Path

import pytest
from sqlalchemy import update

from polling.contests.casting.receipts import canonical, digest
from polling.contests.counting.verify import verify
from polling.contests.models import Ballot, Contest
from polling.core.db import reading, transaction
from polling.final_vote import actions
from tests.attacks.exported_workshops import exported
from tests.final_vote import raters
from tests.room import Room
from tests.screen.shown_results import show_whole
from tests.verifier import run_verifier


@pytest.mark.usefixtures("shown")
def test_anybody_can_count_ratings_and_finalists_again_from_the_export(
    two: Room, tmp_path: Path
) -> None:
    tree = exported(two)
    status, said = run_verifier(tmp_path, tree, f"{two.participants[0]:032x}")
    assert (status, said.splitlines()[-1].partition(",")[0]) == (0, "19 votes"), said
    assert said.count("is counted as {'rated'") == 6
    forged = next(one for one in tree["results"]["contests"] if one["kind"] == "rating")
    option, times = next(iter(forged["result"]["ratings"].items()))
    times["priority"] += 1
    status, said = run_verifier(tmp_path, tree)
    assert (status, said.count(f"result.ratings.{option}.priority: published")) == (1, 1)


@pytest.mark.usefixtures("rating")
def test_ballots_that_named_their_concerns_as_they_once_did_can_still_be_checked(
    two: Room, tmp_path: Path
) -> None:
    person = two.participants[0]
    contest = raters.first_of(two, person)
    given = raters.give(contest, "not_now", contest.options[0])
    two.cast(person, contest.id, given)
    old = canonical({"rated": {"concerns": [contest.options[0]], **given["rated"]}})
    line = digest(contest.id, f"{person:032x}", old)
    with transaction() as session:
        stored = update(Ballot).where(Ballot.contest_id == contest.id)
        session.execute(stored.values(choices=old, digest=line))
    raters.close(two)
    with reading() as session:
        checks = verify(session, session.get_one(Contest, contest.id))
    assert [check.text for check in checks if not check.passed] == []
    with transaction() as session:
        actions.reveal_overall(session, two.organizer)
        show_whole(session, two.organizer)
    status, said = run_verifier(tmp_path, exported(two), f"{person:032x}")
    assert (status, "is counted as {'rated': {'concerns'" in said) == (0, True)
