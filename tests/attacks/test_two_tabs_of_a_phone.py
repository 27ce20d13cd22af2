"""A badge changes a phone's participant, but a tab that is still open shows the previous one."""

from http import HTTPStatus

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from polling.app import socketio_of
from polling.contests.models import Contest, Turnout
from polling.core.access import Role
from polling.core.db import reading, transaction
from polling.people.actions import badges
from tests.attacks.test_role_changes import badge_token
from tests.breakouts.full_room import group
from tests.browser_page import opened
from tests.ranking.phone_ballots import ranking_by
from tests.room import Room
from tests.server import Server
from tests.visitor import Visitor


def voted() -> list[int]:
    with reading() as session:
        return list(session.scalars(select(Turnout.participant_id)))


def ballot(contest: Contest) -> dict[str, object]:
    choices = {"approved": contest.options[:1]}
    return {"contest": contest.id, "receipt": "ab" * 16, "revision": 1, "choices": choices}


def phone_of(room: Room, person: int) -> Visitor:
    return Visitor(room.app).holding(Role.PARTICIPANT, room.workshop_id, person)


def send(
    room: Room, phone: Visitor, shown: int | str, path: str, **body: object
) -> tuple[int, str]:
    headers = {"X-CSRFToken": phone.token(), "Accept": "application/json", "X-Reader": str(shown)}
    answer = phone.client.post(f"/w/{room.code}{path}", json=body, headers=headers)
    return answer.status_code, answer.get_json().get("error", {}).get("code", "")


@pytest.mark.parametrize("path", ["/ballots", "/survey", "/details"])
def test_what_the_page_of_another_participant_sends_is_refused(room: Room, path: str) -> None:
    contest = ranking_by("approval", room)
    before, now = room.join(2)
    assert send(room, phone_of(room, now), before, path, **ballot(contest)) == (
        HTTPStatus.CONFLICT,
        "other-reader",
    )
    assert voted() == []


def test_a_tab_of_the_previous_group_leads_no_other(room: Room) -> None:
    tablet, path = room.facilitator_visitor(2), f"/w/{room.code}/group/meeting"
    own, other = (f"group-{group(room, number).id}" for number in (2, 1))
    assert f'data-voter="{own}"' in tablet.get(f"/w/{room.code}/facilitator").text
    for shown, status in ((other, HTTPStatus.CONFLICT), (own, HTTPStatus.OK), ("", HTTPStatus.OK)):
        headers = {"X-CSRFToken": tablet.token(), "X-Reader": shown}
        answer = tablet.client.post(path, json={"link": "https://meet.example"}, headers=headers)
        assert answer.status_code == status


def test_ones_own_page_and_a_page_without_a_participant_may_send(room: Room) -> None:
    contest = ranking_by("approval", room)
    for person in room.join(2):
        shown = person if person % 2 else ""
        answer = send(room, phone_of(room, person), shown, "/ballots", **ballot(contest))
        assert answer[0] == HTTPStatus.OK
        contest.options.reverse()
    assert len(voted()) == 2


def test_the_plain_page_of_another_participant_does_not_vote(room: Room) -> None:
    contest = ranking_by("approval", room)
    before, now = room.join(2)
    phone = phone_of(room, now)
    assert (
        f'name="-reader" value="{now}"' in phone.get(f"/w/{room.code}/plain?form={contest.id}").text
    )
    form = {"csrf_token": phone.token(), "contest": contest.id, f"mark-{contest.options[0]}": 1}
    path = f"/w/{room.code}/plain/ballots"
    assert phone.client.post(path, data=form | {"-reader": before}).status_code == 409
    assert voted() == []
    phone.client.post(path, data=form | {"-reader": now})
    assert voted() == [now]


@pytest.mark.parametrize("odd", ["1", "12", {}, [7], True])
def test_the_page_of_another_participant_gets_no_connection(room: Room, odd: object) -> None:
    room.go("lobby")
    *_others, person = room.join(20)
    for reader, opens in ((str(person), True), ("", True), (odd, not odd)):
        auth = {"workshop": room.code, "role": "participant", "reader": reader}
        client = socketio_of(room.app).test_client(
            room.app, flask_test_client=phone_of(room, person).client, auth=auth
        )
        assert client.is_connected() is opens


def test_a_tab_forgets_the_badge_that_has_logged_in(room: Room, browser: Browser) -> None:
    room.go("lobby")
    with transaction() as session:
        badges.make_badges(session, room.organizer, 1)
    with Server() as server, browser.new_context(locale="en") as phone:
        tab = phone.new_page()
        tab.goto(f"{server.address}/b#{badge_token(room)}")
        tab.get_by_role("button", name="Join").click()
        expect(tab.locator("connection-pill[data-state=online]")).to_be_visible()
        phone.clear_cookies()
        tab.goto(f"{server.address}/b")
        expect(tab.get_by_role("button", name="Continue")).to_be_visible()


@pytest.mark.parametrize("hears", [True, False], ids=["at once", "when it reconnects"])
def test_a_tab_of_the_previous_participant_becomes_the_new_ones(
    room: Room, browser: Browser, *, hears: bool
) -> None:
    room.go("lobby")
    with transaction() as session:
        badges.make_badges(session, room.organizer, 1)
    (person,) = room.join(1)
    with Server() as server:
        tab = opened(browser, server, phone_of(room, person), f"/w/{room.code}")
        if not hears:
            tab.add_init_script("delete globalThis.BroadcastChannel")
            tab.reload()
            expect(tab.locator("connection-pill[data-state=online]")).to_be_visible()
        other = tab.context.new_page()
        other.goto(f"{server.address}/b#{badge_token(room)}")
        other.get_by_role("button", name="Switch", exact=True).click()
        other.get_by_role("button", name="Join").click()
        new = other.locator("live-page").get_attribute("data-voter")
        assert new not in {None, "", str(person)}
        if not hears:
            tab.context.set_offline(True)
            expect(tab.locator("connection-pill[data-state=offline]")).to_be_visible()
            tab.context.set_offline(False)
        expect(tab.locator("live-page")).to_have_attribute("data-voter", str(new))
