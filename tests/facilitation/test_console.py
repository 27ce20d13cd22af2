"""The common parts of all console pages, and undo for organizers."""

import pytest
from playwright.sync_api import Browser, expect

from polling import stages
from polling.breakouts.models import Group
from polling.contests.models import CLOSED, OPEN
from polling.core.clock import now
from polling.core.db import transaction
from polling.facilitation.actions import send_message
from polling.workshop.models import Workshop
from tests.breakouts.full_room import group
from tests.browser_page import opened
from tests.room import Room
from tests.server import Server
from tests.visitor import Visitor


@pytest.fixture
def ranking(room: Room) -> Room:
    room.go("lobby")
    room.join(3)
    room.go("ranking")
    return room


def console(room: Room, stage: str) -> str:
    return room.organizer_visitor().get(f"/console/{room.code}/{stage}").text


def post(room: Room, path: str, **fields: str) -> Visitor:
    organizer = room.organizer_visitor()
    answer = organizer.post(f"/console/{room.code}/{path}", fields)
    assert answer.status_code == 200, answer.text
    return organizer


@pytest.mark.parametrize("stage", stages.KEYS)
def test_a_call_for_help_shows_on_every_page(room: Room, stage: str) -> None:
    assert "help-call" not in console(room, stage)
    with transaction() as session:
        session.get_one(Group, group(room, 3).id).help_since = now()
    page = console(room, stage)
    assert "Group 3 needs help" in page
    assert 'pill bad num">1' in page


def test_all_links_are_in_sight_during_a_call_for_help(room: Room, browser: Browser) -> None:
    room.go("lobby", "ranking", "breakouts")
    with transaction() as session:
        session.get_one(Workshop, room.workshop_id).event = "A long title of an event " * 8
        send_message(
            session, room.organizer, "Please come back at a quarter past three. " * 9, None
        )
        session.get_one(Group, group(room, 3).id).help_since = now()
    with Server() as server:
        page = opened(browser, server, room.organizer_visitor(), f"/console/{room.code}/breakouts")
        for size in ((1280, 800), (768, 1024), (390, 844)):
            page.set_viewport_size({"width": size[0], "height": size[1]})
            for text in (page.locator("nav.stages strong").first, page.locator("#said p")):
                box = text.bounding_box()
                assert box
                assert box["height"] < 60  # two lines
            for link in page.locator("nav.stages :is(ol, .links) a").all():
                expect(link).to_be_in_viewport(ratio=1)


def test_closing_all_says_how_many_ballots_and_phones_are_missing(ranking: Room) -> None:
    post(ranking, "ranking/open", minutes="0")
    first = ranking.contests()[0]
    ranking.cast(ranking.participants[0], first.id, {"ranking": first.options[:3]})
    asked = "Missing ballots (one per person and theme): 17. Phones offline: 3. You can reopen"
    assert asked in console(ranking, "ranking")


def test_votes_closed_together_are_reopened_together(ranking: Room) -> None:
    post(ranking, "ranking/open", minutes="0")
    post(ranking, "ranking/close")
    assert {contest.state for contest in ranking.contests()} == {CLOSED}
    assert "Reopen all" in console(ranking, "ranking")
    post(ranking, "ranking/reopen")
    assert {contest.state for contest in ranking.contests()} == {OPEN}
    again = ranking.organizer_visitor().post(f"/console/{ranking.code}/ranking/reopen")
    assert again.status_code == 409


def test_what_the_room_would_notice_is_confirmed_first(ranking: Room) -> None:
    post(ranking, "ranking/open", minutes="0")
    post(ranking, "ranking/close")
    for words in ("Reopen all", "Reopen"):
        assert "The report will say" in question(ranking, words)
    assert "You will not be able to reopen the vote." in question(ranking, "Reveal")
    first = ranking.contests()[0]
    post(ranking, f"ranking/{first.id}/reveal")
    page = console(ranking, "ranking")
    assert "Show all" in page
    assert "Reopen all" not in page  # next to the buttons of the reveal
    assert "Clear the screen" in page


def test_only_results_that_are_not_on_the_screen_can_be_shown(ranking: Room) -> None:
    post(ranking, "ranking/open", minutes="0")
    post(ranking, "ranking/close")
    first, second, *_others = ranking.contests()
    post(ranking, f"ranking/{first.id}/reveal")
    assert "Show on screen" not in console(ranking, "ranking")
    post(ranking, f"ranking/{second.id}/reveal")
    page = console(ranking, "ranking")
    assert page.count("Show on screen") == 1
    [_before, card] = page.split(f'id="contest-{first.id}"')
    assert "Show on screen" in card.partition("</section>")[0]


def question(room: Room, button: str) -> str:
    """What is asked after the first press on a button with this text."""
    [form, *_] = [
        one for one in console(room, "ranking").split("<form")[1:] if f">{button}</button>" in one
    ]
    return form.partition('data-confirm="')[2].partition('"')[0]


def test_each_vote_says_its_state(ranking: Room) -> None:
    states = []
    for path in ("", "ranking/open", "ranking/close", "ranking/reopen"):
        if path:
            post(ranking, path, minutes="0") if path.endswith("/open") else post(ranking, path)
        card = console(ranking, "ranking").split('class="row states"')[1].split("</span>")[0]
        states.append(card.rpartition(">")[2])
    assert states == ["not open", "open", "closed", "reopened"]


def test_going_back_over_several_stages_is_one_move(ranking: Room) -> None:
    ranking.go("breakouts", "presentations")
    page = console(ranking, "presentations")
    back = page.split('id="go-back"')[1].split("</details>")[0]
    assert "All phones and the screen will go back immediately" in back
    assert back.count("<option") == stages.position("presentations")
    post(ranking, "stage", seen="presentations", to="ranking")
    assert "Ranking" in console(ranking, "ranking").split('pill">now')[0].rpartition("<a ")[2]
