"""An invitation opens one workshop to one person, once, and only while its inviter runs it."""

import re
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select, update

from polling.cli import main
from polling.core.clock import now
from polling.core.db import reading, transaction
from polling.people import queries
from polling.people.actions import organizers
from polling.people.models import Invitation, Organizer
from polling.people.urls import password_path
from polling.setup.actions import workshops
from polling.workshop.models import Workshop
from tests.databases import on_both
from tests.room import PASSWORD, Room
from tests.visitor import Visitor

INVITED = "anna@org.example"
ATTACKERS = "the attacker's password"


@pytest.fixture
def two(room: Room) -> tuple[Room, Room]:
    """Workshop X of the attacker A, and workshop Y of B."""
    return room, Room.of(room.app, organizer="b@test.example")


def link(room: Room, email: str = INVITED, organizer: Visitor | None = None) -> str:
    """The path of the link shown to the organizer."""
    organizer = organizer or room.organizer_visitor()
    answer = organizer.post(f"/console/{room.code}/setup/organizers", {"email": email})
    assert answer.status_code == HTTPStatus.OK, answer.text
    found = re.search(r"/(invitation|password)/\S+", answer.json["message"])  # type: ignore[index]
    return found.group() if found else ""


def accept(room: Room, path: str, password: str = PASSWORD) -> Visitor:
    """A person who opens the link and chooses a password."""
    visitor = Visitor(room.app)
    visitor.post(path, {"password": password})
    return visitor


def runs(visitor: Visitor, room: Room) -> bool:
    return visitor.client.get(f"/console/{room.code}/setup").status_code == HTTPStatus.OK


def log_in(room: Room, email: str = INVITED, password: str = PASSWORD) -> Visitor:
    visitor = Visitor(room.app)
    visitor.post("/login", {"email": email, "password": password})
    return visitor


def dismiss(room: Room, organizer: Visitor, email: str) -> None:
    with reading() as session:
        account = queries.account(session, email)
        assert account
        number = account.id
    answer = organizer.post(f"/console/{room.code}/setup/organizers/{number}/remove")
    assert answer.status_code == HTTPStatus.OK


def withdraw(room: Room, organizer: Visitor) -> None:
    with reading() as session:
        number = session.scalars(select(Invitation.id)).one()
    path = f"/console/{room.code}/setup/organizers/invitations/{number}/withdraw"
    assert organizer.post(path).status_code == HTTPStatus.OK


@on_both
def test_an_old_link_to_x_does_not_open_y(two: tuple[Room, Room]) -> None:
    x, y = two
    attacker = x.organizer_visitor()
    old = link(x, organizer=attacker)
    withdraw(x, attacker)
    link(y)
    thief = accept(x, old, ATTACKERS)
    assert (runs(thief, x), runs(thief, y)) == (False, False)


def test_an_account_that_the_attacker_made_first_does_not_get_y(two: tuple[Room, Room]) -> None:
    x, y = two
    thief = accept(x, link(x), ATTACKERS)
    link(y)
    assert (runs(thief, x), runs(thief, y)) == (True, False)
    assert not runs(log_in(y, password=ATTACKERS), y)


def test_a_hijacked_account_cannot_be_taken_over_by_an_invitation_either(
    two: tuple[Room, Room],
) -> None:
    x, y = two
    accept(x, link(x), ATTACKERS)
    anna = Visitor(y.app)
    answer = anna.post(link(y), {"password": PASSWORD})
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert not runs(log_in(x), x)


def test_the_operator_gives_a_hijacked_account_back(two: tuple[Room, Room]) -> None:
    x, y = two
    thief = accept(x, link(x), ATTACKERS)
    invitation = link(y)
    with y.app.test_request_context(), transaction() as session:
        account = organizers.add_organizer(session, INVITED)
        path = password_path(account)
    anna = Visitor(y.app)
    anna.post(path, {"password": PASSWORD})
    anna.post(invitation)
    assert (runs(anna, y), runs(thief, x)) == (True, False)


@pytest.mark.parametrize("first", [0, 1])
def test_two_invitations_open_two_workshops_in_any_order(
    two: tuple[Room, Room], first: int
) -> None:
    paths = [link(room) for room in two]
    anna = accept(two[first], paths[first])
    assert not runs(anna, two[1 - first])
    anna.post(paths[1 - first])
    assert [runs(anna, room) for room in two] == [True, True]


def test_a_link_works_once(room: Room) -> None:
    path = link(room)
    accept(room, path)
    thief = Visitor(room.app)
    assert thief.post(path, {"password": ATTACKERS}).status_code == HTTPStatus.FORBIDDEN
    shown = thief.get(path)
    assert shown.request.path == "/login"
    assert "This invitation is no longer valid" in shown.text


def test_a_link_ends_after_two_days(room: Room) -> None:
    path = link(room)
    with transaction() as session:
        session.execute(update(Invitation).values(expires_at=now() - timedelta(seconds=1)))
    assert not runs(accept(room, path), room)


def test_a_forwarded_link_lets_no_other_account_in(two: tuple[Room, Room]) -> None:
    x, y = two
    accept(x, link(x))  # Anna has an account
    forwarded = link(y)
    thief = x.organizer_visitor()
    answer = thief.post(forwarded)
    assert (answer.status_code, runs(thief, y)) == (HTTPStatus.FORBIDDEN, False)
    anna = log_in(y)
    anna.post(forwarded)
    assert runs(anna, y)


def test_nobody_accepts_by_a_password_for_an_account_that_exists(two: tuple[Room, Room]) -> None:
    x, y = two
    with transaction() as session:
        account = organizers.add_organizer(session, INVITED)  # by the operator, with no password
        organizers.give_workshop(session, account, session.get_one(Workshop, y.workshop_id))
    thief = accept(x, link(x), ATTACKERS)
    assert (runs(thief, x), runs(thief, y)) == (False, False)
    with reading() as session:
        kept = session.scalars(select(Organizer).where(Organizer.email == INVITED)).one()
        assert kept.password_hash is None


@on_both
def test_an_invitation_ends_with_its_inviters_place(room: Room) -> None:
    first = room.organizer_visitor()
    second = accept(room, link(room, "second@org.example", first))
    path = link(room, organizer=second)
    dismiss(room, first, "second@org.example")
    assert not runs(accept(room, path), room)
    with reading() as session:
        assert queries.invitations(session, room.workshop_id) == []


@on_both
def test_an_invitation_ends_with_its_workshop(two: tuple[Room, Room]) -> None:
    x, _y = two
    path = link(x)
    with transaction() as session:
        workshops.remove(session, x.organizer, confirm=x.code)
    assert Visitor(x.app).post(path, {"password": PASSWORD}).status_code == HTTPStatus.FORBIDDEN
    assert Room.of(x.app, organizer="c@test.example").code != x.code


def test_somebody_dismissed_gets_in_by_a_new_invitation_only(room: Room) -> None:
    organizer = room.organizer_visitor()
    path = link(room, organizer=organizer)
    anna = accept(room, path)
    dismiss(room, organizer, INVITED)
    anna.post(path)
    assert not runs(anna, room)
    anna.post(link(room, organizer=organizer))
    assert runs(anna, room)


def test_the_database_holds_no_token(room: Room) -> None:
    token = link(room).rpartition("/")[2]
    with reading() as session:
        stored = session.scalars(select(Invitation)).one()
        assert token not in {str(value) for value in vars(stored).values()}


def test_the_organizer_reads_the_same_whether_or_not_there_is_an_account(
    two: tuple[Room, Room],
) -> None:
    x, y = two
    organizer = y.organizer_visitor()
    path = f"/console/{y.code}/setup/organizers"
    before = organizer.post(path, {"email": INVITED})
    accept(x, link(x))
    after = organizer.post(path, {"email": INVITED})
    said = [answer.json["message"].partition("\n")[0] for answer in (before, after)]  # type: ignore[index]
    assert said[0] == said[1]
    assert "It can be used once, within two days" in said[0]


@pytest.mark.parametrize(
    "spelling", ["ANNA@org.example", " anna@ORG.example ", "\uff41nna@org.example"]
)
def test_every_spelling_of_an_address_is_one_account(room: Room, spelling: str) -> None:
    accept(room, link(room))
    assert runs(log_in(room, spelling), room)
    path = f"/console/{room.code}/setup/organizers"
    again = room.organizer_visitor().post(path, {"email": spelling})
    assert again.status_code == HTTPStatus.CONFLICT


def test_a_browser_is_asked_before_it_becomes_another_organizer(two: tuple[Room, Room]) -> None:
    x, y = two
    path = link(y)
    shown = x.organizer_visitor().get(path).text
    assert "This browser is logged in as organizer@test.example" in shown
    assert "Stay logged in" in shown


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_operators_commands_give_nothing_to_a_hijacked_account(
    two: tuple[Room, Room], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    x, y = two
    thief = accept(x, link(x), ATTACKERS)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    added = CliRunner().invoke(main, ["organizer", "add", INVITED, "--workshop", y.code])
    assert "/password/" in added.stdout
    assert (runs(thief, y), runs(log_in(y, password=ATTACKERS), y)) == (False, False)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_an_imported_workshop_goes_to_no_organizer_unasked(
    two: tuple[Room, Room], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    x, _y = two
    outline = tmp_path / "outline.md"
    outline.write_text("# Ports\n- Nobody looks\n")
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    imported = CliRunner().invoke(main, ["import", str(outline)])
    assert "The workshop has no organizer yet." in imported.stderr
    code = imported.stdout.strip()
    assert x.organizer_visitor().client.get(f"/console/{code}/setup").status_code != HTTPStatus.OK
    named = CliRunner().invoke(main, ["import", str(outline), "--organizer", "b@test.example"])
    assert "b@test.example had an account" in named.stderr
