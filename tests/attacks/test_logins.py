"""A logout or a new password ends a login, including copies of its cookie."""

from http import HTTPStatus

import pytest

from polling.breakouts.facilitator_link import facilitator_address
from polling.breakouts.queries import groups
from polling.core.access import Role
from polling.core.db import reading
from polling.people.queries import still_runs
from tests.room import PASSWORD, Room
from tests.visitor import Visitor

NEW_PASSWORD = "another long password"


def copy_of(visitor: Visitor) -> Visitor:
    """A person with a copy of the cookie."""
    thief = Visitor(visitor.client.application)
    cookie = visitor.client.get_cookie("polling")
    assert cookie is not None
    thief.client.set_cookie("polling", cookie.value)
    return thief


def opens(visitor: Visitor, room: Room) -> bool:
    return visitor.client.get(f"/console/{room.code}/setup").status_code == HTTPStatus.OK


def log_in(room: Room, password: str = PASSWORD) -> Visitor:
    visitor = Visitor(room.app)
    visitor.post("/login", {"email": "organizer@test.example", "password": password})
    return visitor


def test_a_copied_cookie_opens_nothing_after_the_logout(room: Room) -> None:
    organizer = room.organizer_visitor()
    thief = copy_of(organizer)
    assert opens(thief, room)
    organizer.post("/logout")
    assert not opens(thief, room)
    assert not opens(organizer, room)


def holding(browser: Visitor, room: Room) -> Visitor:
    """The browser, with a facilitator's link opened in it."""
    with room.app.test_request_context(), reading() as session:
        group = groups(session, room.workshop_id)[0]
        browser.get(facilitator_address(group).removeprefix("http://localhost"))
    return browser


def facilitates(visitor: Visitor, room: Room) -> bool:
    return visitor.client.get(f"/w/{room.code}/facilitator").status_code == HTTPStatus.OK


@pytest.mark.parametrize("first", ["the login", "the link"])
def test_a_logout_ends_every_role_of_the_browser(room: Room, first: str) -> None:
    organizer = room.organizer_visitor()
    if first == "the login":
        browser = holding(log_in(room), room)
    else:
        browser = holding(Visitor(room.app), room)
        browser.post("/login", {"email": "organizer@test.example", "password": PASSWORD})
    thief = copy_of(browser)
    assert facilitates(thief, room)
    browser.post("/logout")
    assert not facilitates(browser, room)
    assert not facilitates(thief, room)
    thief.post("/login", {"email": "organizer@test.example", "password": PASSWORD})
    assert not facilitates(thief, room)  # a login of the thief's own does not restore it
    assert opens(organizer, room)
    assert facilitates(room.facilitator_visitor(), room)


def takes_part(visitor: Visitor, room: Room) -> bool:
    return visitor.client.get(f"/w/{room.code}").status_code == HTTPStatus.OK


def test_a_participants_copied_cookie_opens_nothing_after_the_logout(room: Room) -> None:
    room.go("lobby")
    [person, other] = room.join(2)
    phone = Visitor(room.app).holding(Role.PARTICIPANT, room.workshop_id, person)
    neighbour = Visitor(room.app).holding(Role.PARTICIPANT, room.workshop_id, other)
    thief = copy_of(phone)
    assert takes_part(thief, room)
    phone.post("/logout")
    assert not takes_part(phone, room)
    assert not takes_part(thief, room)
    assert thief.post(f"/w/{room.code}/details").status_code == HTTPStatus.UNAUTHORIZED
    assert "badge" not in thief.get(f"/j/{room.code}").text
    assert takes_part(neighbour, room)
    again = Visitor(room.app).holding(Role.PARTICIPANT, room.workshop_id, person)
    thief.post("/logout")  # with a cookie that has ended
    assert takes_part(again, room)


def test_a_logout_keeps_links_that_others_use(room: Room) -> None:
    room.organizer_visitor()
    first, second = holding(Visitor(room.app), room), holding(Visitor(room.app), room)
    first.post("/logout")
    assert (facilitates(first, room), facilitates(second, room)) == (False, True)


def test_a_new_login_in_the_same_browser_keeps_its_roles(room: Room) -> None:
    room.organizer_visitor()
    browser = holding(log_in(room), room)
    browser.post("/login", {"email": "organizer@test.example", "password": PASSWORD})
    assert facilitates(browser, room)


def test_a_logout_leaves_the_other_browsers_of_the_account_logged_in(room: Room) -> None:
    laptop, tablet = room.organizer_visitor(), log_in(room)
    laptop.post("/logout")
    assert opens(tablet, room)


def test_a_new_password_ends_every_other_login(room: Room) -> None:
    laptop, tablet = room.organizer_visitor(), log_in(room)
    tablet.post(room.password_path(), {"password": NEW_PASSWORD})
    assert (opens(laptop, room), opens(tablet, room)) == (False, True)


def test_logging_in_as_somebody_else_ends_the_login_before(room: Room) -> None:
    other = Room.of(room.app, organizer="other@test.example")
    browser = room.organizer_visitor()
    thief = copy_of(browser)
    browser.post(other.password_path(), {"password": NEW_PASSWORD})
    assert (opens(thief, room), opens(browser, other)) == (False, True)


def test_what_was_identified_before_the_logout_may_write_nothing_after_it(room: Room) -> None:
    with reading() as session:
        assert still_runs(session, room.organizer)
    organizer = Visitor(room.app)
    with organizer.client.session_transaction() as cookie:
        cookie["organizer"] = {"0": [room.login_id, room.login_epoch]}
    organizer.post("/logout")
    with reading() as session:
        assert not still_runs(session, room.organizer)
