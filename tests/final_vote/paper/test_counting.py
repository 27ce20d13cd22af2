"""Paper ballots in a final vote in two stages, counted together with those of phones."""

from typing import Any

import pytest

from polling.contests.counting.sector_support import rated_by_sector
from polling.contests.counting.verify import verify
from polling.contests.kinds import FINALISTS, RATING
from polling.contests.models import Contest
from polling.contests.paper import actions as paper
from polling.contests.paper.forms import Entry
from polling.core.db import reading, transaction
from polling.core.errors import BadInput
from polling.voting.ballots import ScoreBallot
from tests.databases import on_both
from tests.final_vote import electorate, raters
from tests.room import Room


def enter(room: Room, contest: Contest, number: int, typed: str) -> None:
    with transaction() as session:
        found = session.get_one(Contest, contest.id)
        entry = Entry(number=number, choices=typed)
        paper.enter(session, room.app.config["SECRET_KEY"], room.organizer, found, entry)


def result(contest: Contest) -> dict[str, Any]:
    with reading() as session:
        found = session.get_one(Contest, contest.id)
        assert all(check.passed for check in verify(session, found))
        return found.result


@pytest.mark.usefixtures("rating")
@pytest.mark.parametrize("typed", ["", "1", "1=2 1=0", "1=x"])
def test_a_mistyped_rating_gets_an_example_that_is_accepted(two: Room, typed: str) -> None:
    contest = next(one for one in two.contests(RATING) if len(one.options) > 2)
    with pytest.raises(BadInput, match="for example: ") as refused:
        enter(two, contest, 1, typed)
    enter(two, contest, 1, str(refused.value).partition("for example: ")[2].rstrip("."))


@on_both
@pytest.mark.usefixtures("rating")
def test_ratings_on_paper_count_and_are_counted_apart(two: Room) -> None:
    contest, other = two.contests(RATING)[:2]
    raters.rate_by_taste(two)
    enter(two, contest, 1, "1=2 2=0")
    enter(two, contest, 2, "1=1")
    enter(two, other, 1, "1=0")
    raters.close(two)
    first, second = contest.options[:2]
    counted = result(contest)
    mine = [one["choices"]["rated"] for one in counted["ballots"]]
    assert (
        sum(first in one["priority"] for one in mine) == counted["ratings"][str(first)]["priority"]
    )
    assert (counted["paper"], len(mine)) == (2, counted["voted"] + 2)
    assert result(other)["paper"] == 1
    # Two people voted on paper, one of them on both issues: they count as voters of the room.
    for voted in (contest, other):
        writer = voted.rule["authors"][str(voted.options[0])]
        others = [one for one in two.participants if two.actor(one).group_id != writer]
        assert result(voted)["electorate"][str(voted.options[0])] == len(others) + 2
    assert any(second in one["not_now"] for one in mine)


@pytest.mark.usefixtures("rated")
def test_approvals_on_paper_count_among_the_finalists(two: Room) -> None:
    raters.confirm(two)
    final = raters.open_second(two)
    electorate.approve_by_taste(two, final)
    enter(two, final, 1, "1 2")
    raters.close(two, FINALISTS)
    counted = result(final)
    assert (counted["paper"], len(counted["ballots"])) == (1, counted["voted"] + 1)


@pytest.mark.usefixtures("rating")
@pytest.mark.parametrize("typed", ["1=3", "1 2", "1=2 2=2 3=2 4=2 5=2", "99=1", "1=1 1=0"])
def test_an_invalid_rating_is_refused_completely(two: Room, typed: str) -> None:
    contest = two.contests(RATING)[0]
    with pytest.raises(BadInput):
        enter(two, contest, 1, typed)


def test_a_rating_on_paper_is_counted_with_no_sector() -> None:
    ballots = [*(ScoreBallot({1: number % 3}) for number in range(24)), ScoreBallot({1: 2})]
    sectors = ["government"] * 14 + ["media"] * 10 + [""]
    found = rated_by_sector(sectors, ballots, [1], smallest=5)
    assert found
    assert found["sectors"] == ["government", "media"]
    assert [base for _, base in found["support"]["1"]] == [14, 10]
