"""Practice runs, which have the content of the workshop, give no access to it."""

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from polling.core.db import reading, transaction
from polling.people import queries as people
from polling.people.actions import organizers
from polling.people.identity import remember_login
from polling.rehearsal import simulator_control
from polling.rehearsal.crowd import Plan
from polling.workshop.models import Theme, Workshop
from polling.workshop.queries import practice_copy
from tests.databases import on_both
from tests.room import Room
from tests.visitor import Visitor

SECOND = "b@test.example"


def second_organizer(room: Room, workshop: Workshop) -> Visitor:
    """A person who runs `workshop`, logged in."""
    with transaction() as session:
        account = organizers.add_organizer(session, SECOND)
        organizers.give_workshop(session, account, session.get_one(Workshop, workshop.id))
        login = organizers.log_in(session, account)
        session.flush()
        visitor = Visitor(room.app)
        with visitor.client.session_transaction() as cookie:
            remember_login(cookie, login)
    return visitor


def practice(room: Room) -> Workshop:
    """The newest practice copy of the workshop."""
    with reading() as session:
        found = practice_copy(session, room.workshop_id)
        assert found
        return found


def original(room: Room) -> Workshop:
    with reading() as session:
        return session.get_one(Workshop, room.workshop_id)


@on_both
def test_a_removed_organizer_loses_the_practice_copy_too(room: Room) -> None:
    room.go("lobby")
    removed = second_organizer(room, original(room))
    removed.post(f"/console/{room.code}/practice")
    code = practice(room).code
    assert removed.get(f"/console/{code}/lobby").status_code == 200
    with reading() as session:
        account = people.account(session, SECOND)
        assert account
    removing = f"/console/{room.code}/setup/organizers/{account.id}/remove"
    assert room.organizer_visitor().post(removing).status_code == 200
    assert removed.client.get(f"/console/{code}/lobby").status_code == 404
    assert removed.post(f"/console/{code}/practice/again").status_code == 401


def test_who_runs_only_the_practice_copy_cannot_fetch_the_original(room: Room) -> None:
    room.go("lobby")
    room.organizer_visitor().post(f"/console/{room.code}/practice")
    guest = second_organizer(room, practice(room))
    with transaction() as session:
        theme = session.scalars(select(Theme).where(Theme.workshop_id == room.workshop_id)).first()
        assert theme
        theme.description = "Named victims"
    answer = guest.post(f"/console/{practice(room).code}/practice/again")
    assert answer.status_code == 200
    new = answer.json["to"].split("/")[2]  # type: ignore[index]
    assert "Named victims" not in guest.get(f"/console/{new}/export/json").text


def test_a_later_organizer_can_open_the_practice_copy(room: Room) -> None:
    room.go("lobby")
    room.organizer_visitor().post(f"/console/{room.code}/practice")
    later = second_organizer(room, original(room))
    opened = later.post(f"/console/{room.code}/practice").json["to"]  # type: ignore[index]
    assert later.client.get(opened).status_code == 200


def test_simulated_people_do_not_connect_to_the_host_that_a_request_names(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    plans: list[Plan] = []
    monkeypatch.setattr(simulator_control, "start", lambda plan, *_: plans.append(plan))
    room.go("lobby")
    organizer = room.organizer_visitor()
    organizer.post(f"/console/{room.code}/practice")
    path = f"/console/{practice(room).code}/practice/fill"
    data = {"csrf_token": organizer.token(), "people": 7}
    organizer.client.post(path, data=data, headers={"Host": "internal.example:6379"})
    organizer.client.post(path, data=data)
    assert plans
    assert {plan.base for plan in plans} == {room.app.config["ADDRESS"]}
    assert all(plan.organizer_link.startswith(f"{plan.base}/password/") for plan in plans)


def test_an_organizer_hears_why_there_is_no_room_for_more_simulated_people(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(simulator_control, "MOST_RUNS", 0)
    room.go("lobby")
    answer = fill(room, room.organizer_visitor())
    assert (answer.status_code, "Try again later" in answer.text) == (409, True)


class Running:
    """The simulated people of a practice run, without a process."""

    def __init__(self, organizer_id: int) -> None:
        self.organizer_id, self.killed = organizer_id, False

    def kill(self) -> None:
        self.killed = True


def fill(room: Room, organizer: Visitor) -> TestResponse:
    """Press “Add simulated people” in the practice copy."""
    organizer.post(f"/console/{room.code}/practice")
    return organizer.post(f"/console/{practice(room).code}/practice/fill", {"people": 7})


@pytest.fixture
def filled(room: Room, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The join codes of the practice runs that were filled."""
    codes: list[str] = []
    monkeypatch.setattr(simulator_control, "start", lambda plan, *_: codes.append(plan.code))
    room.go("lobby")
    return codes


def test_one_organizer_does_not_take_the_place_of_all_practice_runs(
    room: Room, filled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Room.of(room.app, organizer="other@test.example")
    own = {other.code: Running(room.organizer_id)}
    monkeypatch.setattr(simulator_control, "_running", own)
    answer = fill(room, room.organizer_visitor())
    assert (answer.status_code, "in another practice run" in answer.text) == (409, True)
    assert (own[other.code].killed, filled) == (False, [])
    own[other.code].organizer_id = other.organizer_id
    assert fill(room, room.organizer_visitor()).status_code == 200
    assert filled == [practice(room).code]


def test_a_practice_run_that_is_over_gives_its_place_to_another(
    room: Room, filled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(simulator_control, "MOST_RUNS", 1)
    other = Room.of(room.app, organizer="other@test.example")
    theirs = Running(other.organizer_id)
    monkeypatch.setattr(simulator_control, "_running", {other.code: theirs})
    assert (fill(room, room.organizer_visitor()).status_code, theirs.killed) == (409, False)
    with transaction() as session:
        session.get_one(Workshop, other.workshop_id).stage = "closed"
    assert (fill(room, room.organizer_visitor()).status_code, theirs.killed) == (200, True)
    assert filled == [practice(room).code]
