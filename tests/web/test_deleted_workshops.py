"""People whose workshop was deleted are told so, also if it happens during their request."""

import pytest
from sqlalchemy.orm import Session

from polling.core.access import Actor, Role
from polling.core.db import reading, transaction
from polling.core.errors import NotFound, NotSignedIn
from polling.documents.binding import finder
from polling.setup.actions.workshops import delete_workshop
from polling.web import gatekeeper
from polling.workshop.models import Workshop
from polling.workshop.queries import workshop_of
from tests.room import Room
from tests.visitor import Visitor


def delete(room: Room) -> None:
    with transaction() as session:
        delete_workshop(session, session.get_one(Workshop, room.workshop_id))


@pytest.fixture
def late(room: Room, monkeypatch: pytest.MonkeyPatch) -> Room:
    """A workshop that is deleted after the next sender was identified."""
    recognise, left = gatekeeper._recognise, [room]

    def recognise_too_early(db: Session, roles: tuple[Role, ...], *, brief: bool = False) -> Actor:
        found = recognise(db, roles, brief=brief)
        if left:
            db.close()
            delete(left.pop())
        return found

    monkeypatch.setattr(gatekeeper, "_recognise", recognise_too_early)
    return room


def test_a_command_during_the_deletion_says_that_the_workshop_was_deleted(late: Room) -> None:
    answer = late.organizer_visitor().post(f"/console/{late.code}/message", {"text": "Welcome"})
    assert (answer.status_code, answer.get_json()["error"]["message"]) == (
        404,
        "This workshop was deleted.",
    )


def test_a_file_asked_for_during_the_deletion_says_that_the_workshop_was_deleted(
    late: Room,
) -> None:
    answer = late.organizer_visitor().get(f"/console/{late.code}/export/json")
    assert (answer.status_code, "This workshop was deleted." in answer.text) == (404, True)


def test_an_action_in_a_deleted_workshop_is_refused_in_words(room: Room) -> None:
    delete(room)
    with transaction() as session, pytest.raises(NotFound, match="This workshop was deleted"):
        workshop_of(session, room.organizer)


def test_what_is_typed_in_the_report_of_a_deleted_workshop_is_refused(room: Room) -> None:
    delete(room)
    with reading() as session, pytest.raises(NotSignedIn):
        finder(session, [room.organizer])(room.organizer)


@pytest.mark.parametrize("path", ["", "/setup", "/export/json"])
def test_an_organizer_is_told_and_not_asked_to_log_in_again(room: Room, path: str) -> None:
    organizer = room.organizer_visitor()
    delete(room)
    page = organizer.get(f"/console/{room.code}{path}")
    said = "None of your workshops has this code. It may have been deleted."
    assert (page.status_code, said in page.text) == (404, True)


def test_a_stranger_is_told_nothing_about_a_deleted_workshop(room: Room) -> None:
    before = Visitor(room.app).client.get(f"/console/{room.code}")
    delete(room)
    after = Visitor(room.app).client.get(f"/console/{room.code}")
    assert (before.status_code, before.location) == (after.status_code, after.location)
