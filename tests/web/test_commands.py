"""Commands: one decorated function handles a POST, around one transaction."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Blueprint, Flask, g
from sqlalchemy.orm import Session

from polling.core.access import Actor, Role
from polling.core.db import reading, transaction
from polling.people.forms import BadgeCount
from polling.web.commands import Done, command
from tests.room import Room

Steps = list[str]


@pytest.fixture
def steps() -> Steps:
    """Record the steps of a command, including those of its transaction."""
    taken: Steps = []
    return taken


def app_with(declare: Callable[[Blueprint], object]) -> Flask:
    app = Flask(__name__)
    app.secret_key = "of a test"
    blueprint = Blueprint("b", __name__)
    declare(blueprint)
    app.register_blueprint(blueprint)
    return app


def answer(app: Flask, path: str, payload: dict[str, Any]) -> Any:
    return app.test_client().post(path, json=payload).get_json()


def recording(steps: Steps) -> Callable[[], Any]:
    @contextmanager
    def opened() -> Iterator[Session]:
        steps.append("begin")
        with transaction() as session:
            yield session
        steps.append("commit")

    return opened


def test_it_prepares_before_the_transaction_and_follows_after_the_commit(
    room: Room, steps: Steps
) -> None:
    def prepare(wanted: BadgeCount) -> int:
        steps.append("prepare")
        return wanted.count * 2

    def declare(blueprint: Blueprint) -> None:
        @command(blueprint, "/<code>", Role.ANYONE, prepare=prepare, transaction=recording(steps))
        def double(
            session: Session, wanted: BadgeCount, prepared: int, code: str
        ) -> Callable[[], Done]:
            steps.append("handle")

            def follow() -> Done:
                steps.append("follow")
                return Done(f"{code}: {wanted.count} doubled is {prepared}")

            return follow

    reply = answer(app_with(declare), "/x", {"count": 4})

    assert reply["message"] == "x: 4 doubled is 8"
    assert steps == ["prepare", "begin", "handle", "commit", "follow"]


def test_a_transaction_is_opened_for_what_the_path_names(room: Room) -> None:
    named: list[str] = []

    @contextmanager
    def opened(code: str) -> Iterator[Session]:
        named.append(code)
        with transaction() as session:
            yield session

    def declare(blueprint: Blueprint) -> None:
        @command(blueprint, "/<code>", Role.ANYONE, transaction=opened)
        def nothing(session: Session) -> None:
            """Change nothing."""

    assert answer(app_with(declare), "/abc", {})["ok"] is True
    assert named == ["abc"]


def test_what_runs_before_the_transaction_gets_the_actor_too(room: Room) -> None:
    told: list[Actor] = []

    def prepare(actor: Actor) -> None:
        told.append(actor)

    @contextmanager
    def opened(actor: Actor) -> Iterator[Session]:
        told.append(actor)
        with reading() as session:
            yield session

    def declare(blueprint: Blueprint) -> None:
        @blueprint.before_request
        def identify() -> None:
            g.actor = room.organizer

        @command(blueprint, "/", Role.ORGANIZER, prepare=prepare, transaction=opened)
        def nothing(session: Session, actor: Actor) -> None:
            told.append(actor)

    assert answer(app_with(declare), "/", {})["ok"] is True
    assert told == [room.organizer] * 3


def test_one_function_can_answer_at_two_addresses(room: Room) -> None:
    def declare(blueprint: Blueprint) -> None:
        @command(blueprint, "/one", Role.ANYONE)
        @command(blueprint, "/two", Role.ANYONE, endpoint="other")
        def said(session: Session) -> str:
            return "Here."

    app = app_with(declare)

    assert answer(app, "/one", {})["message"] == answer(app, "/two", {})["message"] == "Here."
    assert {"b.said", "b.other"} <= set(app.view_functions)
