"""A login ends after 14 days, and an ended one does not keep its browser out of anything else."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from sqlalchemy import func, select, update

from polling.breakouts.facilitator_link import facilitator_address
from polling.breakouts.queries import groups
from polling.core.clock import now
from polling.core.db import reading, transaction
from polling.notes.note_taker_link import note_taker_address
from polling.people import urls
from polling.people.actions import organizers
from polling.people.models import LONGEST_LOGIN, Login, Organizer, Participant
from polling.workshop.models import Workshop
from tests.attacks.test_logins import facilitates, holding, log_in, opens
from tests.room import Room
from tests.visitor import Visitor


def age(by: timedelta) -> None:
    with transaction() as session:
        session.execute(update(Login).values(created_at=now() - by))


def renewed(visitor: Visitor) -> Visitor:
    """The visitor, whose cookie is signed again."""
    visitor.post("/language", {"language": "vi"})
    return visitor


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_login_ends_after_14_days_even_if_the_cookie_is_renewed(room: Room, hours: int) -> None:
    room.organizer_visitor()
    browser = log_in(room)
    age(LONGEST_LOGIN + timedelta(hours=hours))
    assert opens(renewed(browser), room) is (hours < 0)
    assert (browser.client.get("/console/").status_code == HTTPStatus.OK) is (hours < 0)
    assert (browser.client.get("/login").status_code == HTTPStatus.SEE_OTHER) is (hours < 0)


def end_logins(room: Room) -> None:
    with transaction() as session:
        organizers.log_out_everywhere(session, session.get_one(Organizer, room.organizer_id))


def people() -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(Participant)) or 0


def test_a_phone_whose_login_has_ended_joins_once(room: Room) -> None:
    room.go("lobby")
    room.organizer_visitor()
    phone = log_in(room)
    end_logins(room)
    for _ in range(2):
        phone.post(f"/j/{room.code}", {"attributes.sector": "NGO"})
        assert phone.client.get(f"/w/{room.code}").status_code == HTTPStatus.OK
    assert people() == 1


def link_to(page: str, room: Room) -> str:
    note_link = room.note_link()
    with room.app.test_request_context(), reading() as session:
        address = {
            "screen": urls.screen_address(session.get_one(Workshop, room.workshop_id)),
            "facilitator": facilitator_address(groups(session, room.workshop_id)[0]),
            "notes": note_taker_address(note_link),
        }[page]
    return address.removeprefix("http://localhost")


@pytest.mark.parametrize("page", ["screen", "facilitator", "notes"])
def test_a_browser_whose_login_has_ended_can_use_a_link(room: Room, page: str) -> None:
    room.organizer_visitor()
    browser = log_in(room)
    end_logins(room)
    browser.client.get(link_to(page, room))
    assert browser.client.get(f"/w/{room.code}/{page}").status_code == HTTPStatus.OK


def test_a_new_link_does_not_renew_the_roles_of_an_ended_login(room: Room) -> None:
    room.organizer_visitor()
    browser = holding(log_in(room), room)
    end_logins(room)
    browser.get(link_to("screen", room))
    assert not facilitates(browser, room)
