"""`polling organizer delete` deletes an account, unless a workshop would have no organizer."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from polling.cli import main
from polling.contests.secure_deletion import sweep_soon
from polling.core import db, engines
from polling.core.db import reading, transaction
from polling.people.actions import invitations, organizers
from polling.people.models import Invitation, Login, Organizer
from polling.setup.actions import organizers as organizer_actions
from polling.setup.actions import workshops as workshop_actions
from polling.workshop.models import Workshop
from tests.attacks.test_logins import log_in, opens
from tests.database_sweeps import let_sweep, on_disk
from tests.room import Room

EMAIL, OTHER = "organizer@test.example", "other@test.example"

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture(autouse=True)
def same_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))


def delete(email: str) -> Result:
    return CliRunner().invoke(main, ["organizer", "delete", email])


def add_another(room: Room) -> None:
    with transaction() as session:
        workshop = session.get_one(Workshop, room.workshop_id)
        organizers.give_workshop(session, organizers.add_organizer(session, OTHER), workshop)


def test_everything_about_the_account_is_deleted(room: Room) -> None:
    room.organizer_visitor()
    browser = log_in(room)
    assert opens(browser, room)
    add_another(room)
    with transaction() as session:
        other = session.scalars(select(Organizer.id).where(Organizer.email == OTHER)).one()
        elsewhere = Workshop(code="12121212", title="Elsewhere")
        copy = Workshop(code="34343434", title="Practice", practice_of=room.workshop_id)
        session.add_all([elsewhere, copy])
        session.flush()
        organizers.give_workshop(session, session.get_one(Organizer, other), elsewhere)
        organizers.give_workshop(session, session.get_one(Organizer, room.organizer_id), copy)
        invitations.invite(
            session, room.workshop_id, "guest@a.example", inviter_id=room.organizer_id
        )
        invitations.invite(session, elsewhere.id, EMAIL, inviter_id=other)
    assert delete(EMAIL.upper()).stdout == f"The account of {EMAIL.upper()} is deleted.\n"
    assert not opens(browser, room)
    with reading() as session:
        assert session.scalars(select(Organizer.email)).all() == [OTHER]
        assert session.scalars(select(Invitation)).all() == []
        assert session.scalars(select(Login)).all() == []


def test_the_only_organizer_of_a_workshop_is_kept(room: Room) -> None:
    refused = delete(EMAIL)
    assert refused.exit_code == 1
    assert f"{EMAIL} is the only organizer of these workshops: {room.code}." in refused.stderr
    add_another(room)
    assert delete(EMAIL).exit_code == 0


def test_an_unknown_account_is_named(room: Room) -> None:
    del room
    assert delete("nobody@a.example").stderr == "Error: There is no account for nobody@a.example.\n"


def test_the_address_leaves_the_files_too(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "journal_mode", lambda: "WAL")
    db.engine().dispose()
    add_another(room)
    with closing(sqlite3.connect(tmp_path / "workshop.sqlite")) as server:
        server.execute("SELECT * FROM organizer").fetchall()  # keeps the write-ahead log
        assert on_disk(tmp_path, OTHER) > 0
        delete(OTHER)
        assert on_disk(tmp_path, OTHER) == 0


def test_the_log_keeps_the_address_until_its_workshop_is_deleted(
    room: Room, tmp_path: Path
) -> None:
    with transaction() as session:
        organizer_actions.invite(session, room.organizer, OTHER)
    with transaction() as session:
        [invitation] = session.scalars(select(Invitation.id))
        organizer_actions.withdraw(session, room.organizer, invitation)
    sweep_soon()
    let_sweep()
    assert on_disk(tmp_path, OTHER) > 0
    with transaction() as session:
        workshop_actions.remove(session, room.organizer, confirm=room.code)
    let_sweep()
    assert on_disk(tmp_path, OTHER) == 0
