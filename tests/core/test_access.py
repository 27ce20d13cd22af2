"""The access of each role to every route and socket event, tested on the real app."""

import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, update

from config import TestConfig
from polling.app import create_app
from polling.core.access import Role, UndeclaredAccess, allow, require_declarations, roles_of
from polling.core.db import transaction
from polling.live.incoming_events import EVENTS
from polling.people.models import Participant, WorkshopOrganizer
from tests.room import Room
from tests.visitor import Visitor

VALUES = {
    "code": "",
    "contest_id": "0" * 16,
    "token": "forged",
    "stage": "ranking",
    "filename": "x",
}


@pytest.fixture
def visitors(room: Room) -> dict[Role, Visitor]:
    room.go("lobby")
    return {
        Role.ANYONE: Visitor(room.app),
        Role.PARTICIPANT: room.participant_visitor(),
        Role.FACILITATOR: room.facilitator_visitor(),
        Role.SCREEN: room.screen_visitor(),
        Role.NOTE_TAKER: room.note_taker_visitor(),
        Role.ORGANIZER: room.organizer_visitor(),
    }


def test_the_app_refuses_to_boot_with_a_route_that_declares_no_roles(app: Flask) -> None:
    bare = Flask("bare", static_folder=None)
    bare.add_url_rule("/", "silent", lambda: "")
    with pytest.raises(UndeclaredAccess, match="silent"):
        require_declarations(bare)


def test_a_declared_route_lets_the_app_boot() -> None:
    bare = Flask("bare", static_folder=None)
    bare.add_url_rule("/", "declared", allow(Role.ANYONE)(lambda: ""))
    require_declarations(bare)


def test_every_socket_event_declares_its_roles(app: Flask) -> None:
    assert [event.name for event in EVENTS.values() if not event.roles] == []


def test_nobody_gets_into_a_route_that_is_not_for_their_role(
    room: Room, visitors: dict[Role, Visitor]
) -> None:
    let_in = [
        (method, rule.rule, role)
        for rule in room.app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) & {"GET", "POST"})
        for role, visitor in visitors.items()
        if not {Role.ANYONE, role} & set(roles_of(room.app.view_functions[rule.endpoint]))
        and _status(visitor, method, _path(rule, room.code)) not in {401, 403}
    ]
    assert let_in == []


def test_nobody_gets_into_another_workshop(room: Room, visitors: dict[Role, Visitor]) -> None:
    other = Room.of(room.app)
    _take_from_its_organizer(other)
    let_in = [
        (method, rule.rule, role)
        for rule in room.app.url_map.iter_rules()
        if "code" in rule.arguments
        for method in sorted((rule.methods or set()) & {"GET", "POST"})
        for role, visitor in visitors.items()
        if Role.ANYONE not in roles_of(room.app.view_functions[rule.endpoint])
        and _status(visitor, method, _path(rule, other.code)) not in {401, 403}
    ]
    assert let_in == []


def test_a_post_without_the_csrf_token_is_refused(room: Room) -> None:
    room.go("lobby")
    answer = Visitor(room.app).client.post(f"/j/{room.code}")
    assert answer.status_code == 400


def test_a_removed_participant_is_out_at_once(room: Room) -> None:
    room.go("lobby")
    visitor = room.participant_visitor()
    with transaction() as session:
        session.execute(update(Participant).values(removed=True))
    assert _status(visitor, "GET", f"/w/{room.code}") == 401


def test_production_does_not_start_without_its_secrets(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="SECRET_KEY and PUBLIC_URL"):
        create_app(TestConfig(data_dir=tmp_path, production=True, secret_key=""))


def _take_from_its_organizer(room: Room) -> None:
    with transaction() as session:
        session.execute(
            delete(WorkshopOrganizer).where(WorkshopOrganizer.workshop_id == room.workshop_id)
        )


def _path(rule: Any, code: str) -> str:
    def value(match: re.Match[str]) -> str:
        name = match.group(1).rpartition(":")[2]
        if name == "code":
            return code
        return VALUES.get(name, "1")

    return re.sub(r"<([^>]+)>", value, rule.rule)


def _status(visitor: Visitor, method: str, path: str) -> int:
    headers = {"Accept": "application/json", "X-CSRFToken": visitor.token()}
    return visitor.client.open(path, method=method, headers=headers).status_code
