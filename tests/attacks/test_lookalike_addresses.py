"""No account can be created for an e-mail address that looks like another one."""

import pytest
from sqlalchemy import func, select

from polling.core.db import reading, transaction
from polling.core.errors import BadInput
from polling.people.actions.organizers import add_organizer
from polling.people.models import Invitation, Organizer
from tests.room import Room

MIXED = [
    "p\u0430ul@example.org",  # Cyrillic a
    "paul@ex\u0430mple.org",
    "\u0440\u0430\u0443@example.org",  # all Cyrillic, at a Latin host
    "paul@\u0435\u0445.example.org",
    "\u03bfrganizer@example.org",  # Greek o
    "p\u0251ul@example.org",  # phonetic a
    "paul@e\u0445ample.org",
]
PLAIN = [
    "paul.o'brien+x@example.org",
    "nguyễn@example.org",
    "\u043f\u043e\u0447\u0442\u0430@\u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444",
    "\uff50aul@example.org",  # full width: the same as the Latin letter
    "\u4eba\u3072@\u4f8b.\u30c6\u30b9\u30c8",
]


@pytest.mark.parametrize("email", MIXED)
def test_mixed_alphabets_are_refused(room: Room, email: str) -> None:
    answer = room.organizer_visitor().post(
        f"/console/{room.code}/setup/organizers", {"email": email}
    )
    assert answer.status_code == 400
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(Invitation)) == 0
    with pytest.raises(BadInput, match="alphabets"), transaction() as session:
        add_organizer(session, email)


@pytest.mark.parametrize("email", PLAIN)
def test_one_alphabet_is_enough(room: Room, email: str) -> None:
    answer = room.organizer_visitor().post(
        f"/console/{room.code}/setup/organizers", {"email": email}
    )
    assert answer.status_code == 200


def test_an_account_that_exists_already_stays(room: Room) -> None:
    with transaction() as session:
        session.add(Organizer(email=MIXED[0]))
        session.flush()
        add_organizer(session, MIXED[0])
        assert session.scalar(select(func.count()).select_from(Organizer)) == 2
