"""The progress of voters, and the number of people who can vote."""

from polling.contests import electorate, queries
from polling.contests.kinds import FINAL, RATING
from polling.contests.queries import Progress, progress
from polling.contests.turnout import can_vote, exceptions
from polling.core.db import reading, transaction
from polling.final_vote.two_stages.actions.assignment import ask_one_more
from polling.people.models import Participant
from tests.final_vote import electorate as voters
from tests.final_vote import raters
from tests.final_vote.conftest import drafted, two
from tests.final_vote.two_stages.test_pages import text_of
from tests.room import Room

__all__ = ["drafted", "two"]


def far(room: Room) -> Progress:
    """The progress, which messages count in the database, and pages from the rolls."""
    contests = room.contests(RATING)
    with reading() as session:
        found = progress(session, [contest.id for contest in contests])
        assert electorate.progress(electorate.rolls(session, contests).values()) == found
    return found


def rate(room: Room, person: int, count: int) -> None:
    for contest in raters.asked_of(room, person)[:count]:
        room.cast(person, contest.id, {"rated": raters.taste(contest, person)})


def test_who_has_begun_and_who_is_done_is_counted_of_all_who_are_asked(two: Room) -> None:
    raters.open_first(two)
    first, second, third, *_others = two.participants
    assert far(two) == Progress(asked=24, begun=0, done=0)
    rate(two, first, 6)
    rate(two, second, 6)
    rate(two, third, 1)
    assert far(two) == Progress(asked=24, begun=3, done=2)
    with transaction() as session:
        ask_one_more(session, two.actor(first), seen=6)
    assert far(two) == Progress(asked=24, begun=3, done=1)
    with transaction() as session:
        session.get_one(Participant, second).removed = True  # their ballots still count
        session.get_one(Participant, two.participants[-1]).removed = True
    assert far(two) == Progress(asked=23, begun=3, done=1)


def test_screens_and_consoles_get_it(two: Room) -> None:
    raters.open_first(two)
    rate(two, two.participants[0], 6)
    heard = queries.counted(two.workshop_id)
    assert (heard.begun, heard.done) == (1, 1)
    screen = text_of(two.screen_visitor(), f"/w/{two.code}/screen")
    assert '<span data-people="begun">1</span> of 24' in screen
    assert '<span data-people="done">1</span> of 24' in screen


def test_who_comes_after_the_opening_is_counted_as_such(two: Room) -> None:
    organizer, screen = two.organizer_visitor(), two.screen_visitor()
    raters.open_first(two)
    assert "24 people can vote <" in text_of(screen, f"/w/{two.code}/screen")
    two.join(2)
    for page in (f"/console/{two.code}/final_vote", f"/w/{two.code}/screen"):
        visitor = organizer if "console" in page else screen
        assert "26 people can vote · 2 people joined after voting opened" in text_of(visitor, page)


def test_of_a_ranking_it_is_told_too(room: Room) -> None:
    voters.gather(room, 3)
    room.go("ranking")
    contest = room.open_ranking()[0]
    room.join(1)
    with reading() as session:
        assert electorate.roll(session, session.merge(contest)).came_later == 1
    screen = text_of(room.screen_visitor(), f"/w/{room.code}/screen")
    assert "4 people can vote · 1 person joined after voting opened" in screen


def test_who_wrote_everything_is_named_as_the_reason(drafted: Room) -> None:
    contest = drafted.contests(FINAL)[0]
    with transaction() as session:
        found = session.merge(contest)
        found.rule = found.rule | {"authors": {str(one): 1 for one in found.options}}
        assert electorate.roll(session, found).barred == 2


def test_the_console_says_once_how_many_can_vote(drafted: Room) -> None:
    path = f"/console/{drafted.code}/final_vote"
    page = text_of(drafted.organizer_visitor(), path)
    assert "can vote" not in page.partition('id="contest-')[2]


def test_sentences_that_do_not_apply_are_left_out() -> None:
    assert exceptions() == ""
    assert can_vote(1) == "1 person can vote"
    assert can_vote(70, barred=8) == "70 people can vote · 8 authors cannot vote on their own work"
