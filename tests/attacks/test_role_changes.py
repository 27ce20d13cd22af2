"""No link changes a browser's identity without asking, and no unsent data is lost."""

from http import HTTPStatus

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import func, select

from polling.breakouts.facilitator_link import facilitator_address
from polling.breakouts.models import Group
from polling.contests.models import Turnout
from polling.core.access import Role
from polling.core.db import reading, transaction
from polling.notes.note_taker_link import note_taker_address
from polling.people import queries, urls
from polling.people.actions import badges
from polling.people.models import Badge, Participant
from tests.browser_page import opened, press
from tests.room import Room
from tests.server import Server
from tests.visitor import Visitor

KEEP_A_BALLOT = """([name, ballot]) => new Promise((resolve, reject) => {
  const request = indexedDB.open("ballots");
  request.onupgradeneeded = () => request.result.createObjectStore("outbox");
  request.onerror = reject;
  request.onsuccess = () => {
    const store = request.result.transaction("outbox", "readwrite").objectStore("outbox");
    store.put(ballot, name).onsuccess = resolve;
  };
})"""


@pytest.fixture
def room(room: Room) -> Room:
    room.go("lobby")
    with transaction() as session:
        badges.make_badges(session, room.organizer, 2)
    return room


def badge_token(room: Room, number: int = 1) -> str:
    with room.app.test_request_context(), reading() as session:
        badge = queries.badge(session, room.workshop_id, number)
        return urls.badge_address(badge).partition("#")[2]


def who(visitor: Visitor) -> dict[str, list[int]]:
    """The participants of this browser, by workshop."""
    with visitor.client.session_transaction() as cookie:
        held: dict[str, list[int]] = cookie[Role.PARTICIPANT]
        return held


def joined() -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(Participant)) or 0


def test_a_joined_phone_is_asked_before_a_badge_changes_its_participant(room: Room) -> None:
    phone = room.participant_visitor()
    before = who(phone)
    answer = phone.post("/b", {"token": badge_token(room)})
    assert answer.status_code == HTTPStatus.CONFLICT
    asked = "On this phone, you are participant #1. You have just scanned badge 1."
    assert asked in answer.text
    assert "<h1>Switch to this badge?</h1>" in answer.text
    assert (who(phone), joined()) == (before, 1)


def test_a_phone_changes_its_participant_when_its_owner_confirms(room: Room) -> None:
    phone = room.participant_visitor()
    answer = phone.post("/b", {"token": badge_token(room), "switch": "yes", "join": "yes"})
    assert answer.status_code == HTTPStatus.OK
    with reading() as session:
        holder = session.scalars(select(Badge.participant_id).where(Badge.number == 1)).one()
    assert who(phone)[str(room.workshop_id)][0] == holder


def test_ones_own_badge_asks_nothing_again(room: Room) -> None:
    phone, home = Visitor(room.app), f"/w/{room.code}"
    joining = phone.post("/b", {"token": badge_token(room), "join": "yes"})
    again = phone.post("/b", {"token": badge_token(room)})
    assert (joining.get_json()["to"], again.get_json()["to"]) == (home, home)


def test_a_badge_of_another_workshop_asks_nothing(room: Room) -> None:
    other = Room.of(room.app)
    other.go("lobby")
    phone = other.participant_visitor()
    answer = phone.post("/b", {"token": badge_token(room), "join": "yes"})
    assert answer.status_code == HTTPStatus.OK
    assert len(who(phone)) == 2


def group_links(room: Room) -> list[str]:
    with room.app.test_request_context(), reading() as session:
        groups = session.scalars(select(Group).order_by(Group.number))
        return [facilitator_address(group).removeprefix("http://localhost") for group in groups]


def test_a_facilitator_is_asked_before_a_link_gives_another_group(room: Room) -> None:
    tablet, path = room.facilitator_visitor(1), group_links(room)[1]
    shown = tablet.get(path)
    assert (shown.request.path, "you are facilitating group 1" in shown.text) == (path, True)
    assert tablet.post(path).status_code == HTTPStatus.SEE_OTHER
    assert "you are facilitating group 2" in tablet.get(group_links(room)[0]).text


def test_a_note_taker_is_asked_before_another_link_replaces_theirs(room: Room) -> None:
    first, second = room.note_link(), room.note_link()
    laptop = room.note_taker_visitor(first)
    with room.app.test_request_context():
        path = note_taker_address(second).removeprefix("http://localhost")
    shown = laptop.get(path)
    assert (shown.request.path, "logged in with note-taker link 1" in shown.text) == (path, True)
    assert laptop.post(path).status_code == HTTPStatus.SEE_OTHER


def test_an_organizer_is_asked_before_a_password_link_logs_another_in(room: Room) -> None:
    other = Room.of(room.app, organizer="other@test.example")
    browser = room.organizer_visitor()
    shown = browser.get(other.password_path()).text
    assert "This browser is logged in as organizer@test.example" in shown
    assert "This browser is logged in" not in browser.get(room.password_path()).text


def keep_a_ballot(page: Page, room: Room, person: int) -> None:
    """Save a ballot that has not reached the server, as the outbox does."""
    contest = room.contests()[0]
    ballot = {
        "contest": contest.id,
        "receipt": "ab" * 16,
        "revision": 1,
        "draft": None,
        "choices": {"ranking": contest.options[:3]},
        "state": "saved",
    }
    page.evaluate(KEEP_A_BALLOT, [f"{room.code}:{person}:{contest.id}", ballot])


def test_a_waiting_ballot_is_sent_before_the_phone_changes_its_participant(
    room: Room, browser: Browser
) -> None:
    person = room.join(1)[0]
    room.go("ranking")
    phone = Visitor(room.app).holding(Role.PARTICIPANT, room.workshop_id, person)
    with Server() as server:
        page = opened(browser, server, phone, f"/w/{room.code}")
        page.goto(server.address)  # a page without an outbox
        room.open_ranking()
        keep_a_ballot(page, room, person)
        page.route("**/ballots", lambda route: route.abort())
        page.goto(f"{server.address}/b#{badge_token(room)}")
        change = page.get_by_role("button", name="Switch", exact=True)
        expect(change).to_be_disabled()
        expect(page.get_by_text("Still sending")).to_be_visible()
        page.get_by_role("button", name="Switch anyway").click()
        expect(page.get_by_role("dialog")).to_contain_text("back on this phone: Ballots (1).")
        expect(page.locator("#confirm [value=yes]")).to_have_class("danger")
        page.get_by_role("button", name="Cancel").click()
        page.unroute("**/ballots")
        expect(change).to_be_enabled()
        expect(page.get_by_role("button", name="Switch anyway")).to_be_hidden()
        with reading() as session:
            assert session.scalars(select(Turnout.participant_id)).all() == [person]
        change.click()
        page.get_by_role("button", name="Join").click()
        expect(page).to_have_url(f"{server.address}/w/{room.code}")


def test_a_phone_can_change_its_participant_before_everything_is_sent(
    room: Room, browser: Browser
) -> None:
    person = room.join(1)[0]
    room.go("ranking")
    phone = Visitor(room.app).holding(Role.PARTICIPANT, room.workshop_id, person)
    with Server() as server:
        page = opened(browser, server, phone, f"/w/{room.code}")
        page.goto(server.address)
        room.open_ranking()
        keep_a_ballot(page, room, person)
        page.route("**/ballots", lambda route: route.abort())
        page.goto(f"{server.address}/b#{badge_token(room)}")
        press(page, "Switch anyway")
        page.get_by_role("button", name="Join").click()
        expect(page).to_have_url(f"{server.address}/w/{room.code}")


def test_a_ballot_of_a_vote_that_is_gone_keeps_nobody_from_switching(
    room: Room, browser: Browser
) -> None:
    person = room.join(1)[0]
    room.go("ranking")
    phone = Visitor(room.app).holding(Role.PARTICIPANT, room.workshop_id, person)
    with Server() as server:
        page = opened(browser, server, phone, f"/w/{room.code}")
        page.goto(server.address)
        keep_a_ballot(page, room, person)  # for a vote that is not open
        page.goto(f"{server.address}/b#{badge_token(room)}")
        expect(page.get_by_role("button", name="Switch", exact=True)).to_be_enabled()
