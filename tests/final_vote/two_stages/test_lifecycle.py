"""From the ratings to the finalists, and to the result of both stages."""

import pytest
from sqlalchemy import select

from polling.contests.counting.verify import verify
from polling.contests.kinds import FINALISTS, RATING
from polling.contests.models import COUNTED, REVEALED, Contest
from polling.core.clock import now
from polling.core.db import reading, transaction
from polling.core.edit_conflicts import EditConflict
from polling.core.errors import Conflict
from polling.final_vote import actions
from polling.final_vote.two_stages import results
from polling.final_vote.two_stages.actions import lifecycle as two_stages
from polling.final_vote.two_stages.queries import finalists, rated_issues
from polling.recommendations.models import Recommendation
from polling.workshop.models import LogEntry, Workshop
from polling.workshop_file.dump import dump
from polling.workshop_file.load import load
from polling.workshop_file.read import read
from polling.workshop_file.write import write
from tests.final_vote import raters
from tests.room import Room


@pytest.mark.usefixtures("rating")
def test_the_best_of_each_issue_and_the_wild_cards_go_on(two: Room) -> None:
    with transaction() as session, pytest.raises(Conflict, match="not possible right now"):
        two_stages.confirm(session, two.organizer, options=[1], titles={})
    raters.rate_by_taste(two)
    raters.close(two)
    final = raters.confirm(two)
    of_issue = [set(one.options) for one in two.contests(RATING)]
    assert all(options.intersection(final.options) for options in of_issue)
    assert len(final.options) >= 18 + 8
    assert final.rule["most"] == 7


@pytest.mark.usefixtures("rated")
def test_an_organizer_replaces_only_finalists_that_they_have_seen(two: Room) -> None:
    options = two.contests(RATING)[0].options
    first, other = {options[0]: "First", options[1]: "Second"}, {options[1]: "Another"}

    def confirm(titles: dict[int, str], seen: str = "") -> None:
        with transaction() as session:
            two_stages.confirm(session, two.organizer, options=[*titles], titles=titles, seen=seen)

    confirm(first)
    confirm(first)  # sent again, because the answer was lost
    with pytest.raises(EditConflict) as refusal:
        confirm(other)
    assert refusal.value.problems[0]["message"] == "Current text: “First, Second”"
    assert two.contests(FINALISTS)[0].options == options[:2]
    page = two.organizer_visitor().get(f"/console/{two.code}/final_vote").text
    assert f'name="seen" value="{refusal.value.seen}"' in page
    confirm(other, refusal.value.seen)
    assert two.contests(FINALISTS)[0].options == [options[1]]


@pytest.mark.usefixtures("rated")
def test_the_organizers_may_choose_other_finalists_which_the_log_says(two: Room) -> None:
    some = two.contests(RATING)[0].options[:2]
    with transaction() as session:
        two_stages.confirm(session, two.organizer, options=some, titles={some[0]: "Short"})
    with reading() as session:
        last = session.scalars(select(LogEntry).order_by(LogEntry.id.desc())).first()
    final = two.contests(FINALISTS)[0]
    assert last is not None
    assert last.action == "finalists-changed"
    assert (final.options, final.rule["titles"][str(some[0])]) == (some, "Short")


@pytest.mark.usefixtures("rated")
def test_ratings_are_not_revealed_while_they_could_sway_the_second_stage(two: Room) -> None:
    raters.confirm(two)
    raters.open_second(two)
    with transaction() as session, pytest.raises(Conflict, match="not possible right now"):
        actions.reveal_overall(session, two.organizer)
    assert {one.state for one in two.contests(RATING)} == {COUNTED}


@pytest.mark.usefixtures("rated")
def test_without_time_for_the_confirmed_finalists_the_ratings_are_the_result(two: Room) -> None:
    raters.confirm(two)
    organizer = two.organizer_visitor()
    console = organizer.get(f"/console/{two.code}/final_vote").text
    assert "Reveal ratings" in console
    assert organizer.post(f"/console/{two.code}/final-vote/reveal").status_code == 200
    assert {one.state for one in two.contests(RATING)} == {REVEALED}
    assert two.contests(FINALISTS) == []
    with reading() as session:
        said = session.scalars(select(LogEntry.action)).all()
    assert "finalists-discarded" in said


def test_an_issue_that_lost_its_recommendations_is_not_in_the_vote(two: Room) -> None:
    with transaction() as session:
        actions.prepare(session, session.get_one(Workshop, two.workshop_id))
    emptied = two.contests(RATING)[0]
    with transaction() as session:
        for one in emptied.options:
            session.get_one(Recommendation, one).deleted_at = now()
    raters.open_first(two)
    assert emptied.id not in {one.id for one in two.contests(RATING)}
    raters.rate_by_taste(two)
    raters.close(two)
    with transaction() as session:
        actions.reveal_overall(session, two.organizer)
    assert {one.state for one in two.contests(RATING)} == {REVEALED}


@pytest.mark.usefixtures("shown")
def test_the_whole_vote_is_revealed_together_and_verified(two: Room) -> None:
    every = [*two.contests(RATING), *two.contests(FINALISTS)]
    assert {one.state for one in every} == {REVEALED}
    with reading() as session:
        checks = [check for one in every for check in verify(session, session.merge(one))]
    assert [check.text for check in checks if not check.passed] == []


@pytest.mark.usefixtures("rated")
def test_ratings_that_were_changed_in_the_database_show(two: Room) -> None:
    with transaction() as session:
        contest = session.get_one(Contest, two.contests(RATING)[0].id)
        option, given = next(iter(contest.result["ratings"].items()))
        forged = {option: given | {"priority": given["priority"] + 1}}
        contest.result = contest.result | {"ratings": contest.result["ratings"] | forged}
        failed = [check.text for check in verify(session, contest) if not check.passed]
    assert failed == ["the ratings, counted again"]


@pytest.mark.usefixtures("shown")
def test_finalists_are_ordered_by_share_and_equal_shares_have_equal_ranks(two: Room) -> None:
    with reading() as session:
        final = finalists(session, two.workshop_id)
        order = results.final_order(final, rated_issues(session, two.workshop_id))
    shares = [row.share for row in order]
    assert shares == sorted(shares, reverse=True)
    assert [row.rank for row in order] == [shares.index(share) + 1 for share in shares]
    assert all(row.rank <= results.TOP for row in results.top(order))


@pytest.mark.usefixtures("rated")
def test_a_theme_has_all_its_recommendations_in_tiers(two: Room) -> None:
    with reading() as session:
        themes = results.by_theme(rated_issues(session, two.workshop_id))
    assert [len(rows) for _, rows in themes] == [12] * 6
    for _, rows in themes:
        assert [row.tier for row in rows] == sorted(row.tier for row in rows)
        assert all(row.rating.raters <= 8 for row in rows)


@pytest.mark.usefixtures("rating")
def test_a_workshop_of_two_stages_is_the_same_after_a_round_trip(two: Room) -> None:
    raters.vote_on_finalists(two)
    with transaction() as session:
        exported = write(dump(session, session.get_one(Workshop, two.workshop_id)))
        again = load(session, read(exported, "a.json"))
        session.flush()
        assert write(dump(session, again)) == exported
