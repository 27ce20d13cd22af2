"""Before the reveal, the server discloses only the turnout.

The attack: two copies of a workshop differ only in one person's choices. If any URL, export,
command or socket message differs too, it discloses something about the ballot. The same goes for a
closed vote that is exported, reopened and exported again.
"""

import hashlib
import json
import pickle
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any, Self

import gevent
import pytest
from click.testing import CliRunner
from flask import Flask
from flask_socketio import SocketIOTestClient

from polling.app import socketio_of
from polling.cli import main, verification, workshops
from polling.contests import queries
from polling.contests.actions import close_contest, open_contest
from polling.contests.kinds import FINAL, FINALISTS, RANKING, RATING
from polling.contests.models import Contest
from polling.core import clock, db, workers
from polling.core.access import Role, roles_of
from polling.core.db import transaction
from polling.final_vote import actions as final_vote
from polling.ranking import actions as ranking
from polling.report.formats import FORMATS
from polling.report.formats.render import draw
from polling.report.formats.zip_files import packed
from tests import databases
from tests.final_vote import electorate, raters
from tests.room import Room
from tests.screen.shown_results import show_whole
from tests.shared_app import app_on
from tests.visitor import Visitor

PEOPLE = 30
DIFFERS_AT_EACH_REQUEST = re.compile(
    r'nonce="[^"]*"|name="(csrf[-_]token|key)" (content|value)="[^"]*"'
)
SIGNED_IN = frozenset({Role.PARTICIPANT, Role.FACILITATOR, Role.SCREEN, Role.ORGANIZER})


class StoppedClock(datetime):
    """Pages and exports print the time, so it is fixed here."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        return cls(2026, 5, 5, 14, 32, tzinfo=tz or UTC)


@pytest.fixture(autouse=True)
def _stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "datetime", StoppedClock)
    for commands in (workshops, verification):
        monkeypatch.setattr(commands, "connect_database", lambda: None)


@pytest.fixture(autouse=True)
def _not_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Replace each file by a hash of the order for it, the only thing on which the file depends.

    The hash is in an archive, because the server unpacks some files.
    """

    def answer(order: bytes) -> Any:
        work, args, more = pickle.loads(order)  # noqa: S301  our own
        if work is not draw:
            return work(*args, **more)
        return packed({hashlib.sha256(order).hexdigest(): b""}, clock.now())

    monkeypatch.setattr(workers._drawing, "send", answer)


@dataclass
class Secret:
    """A room where everybody but one has voted, and the possible choices of the last voter."""

    room: Room
    contest: Contest
    choices: tuple[dict[str, Any], dict[str, Any]]
    with_refusals: bool = False  # they are the same in every room, so one room is enough
    visitors: dict[str, Visitor] = field(default_factory=dict)

    @property
    def voter(self) -> int:
        return self.room.participants[-1]

    def let_in(self) -> None:
        """Connect a person of each role, and the voter."""
        room = self.room
        self.visitors = {
            Role.PARTICIPANT: room.participant_visitor(),
            Role.FACILITATOR: room.facilitator_visitor(),
            Role.SCREEN: room.screen_visitor(),
            Role.NOTE_TAKER: room.note_taker_visitor(),
            Role.ORGANIZER: room.organizer_visitor(),
            "voter": Visitor(room.app).holding(Role.PARTICIPANT, room.workshop_id, self.voter),
        }


def rank_and_be_refused(room: Room) -> Secret:
    return replace(rank(room), with_refusals=True)


def rank(room: Room) -> Secret:
    electorate.gather(room, PEOPLE)
    room.go("ranking")
    contest = room.open_ranking()[0]
    first, second, third, *_ = contest.options
    ranked = {"ranking": [first, second, third]}
    room.cast_all((person, contest.id, ranked) for person in room.participants[:-1])
    return Secret(room, contest, ({"ranking": [second]}, {"ranking": [third, first]}))


def rank_and_reopen(room: Room) -> Secret:
    made = rank(room)
    close(made)
    with transaction() as session:
        found = session.get_one(Contest, made.contest.id)
        open_contest(session, room.organizer, found, smallest=5)
    return made


def vote(room: Room) -> Secret:
    electorate.gather(room, PEOPLE)
    electorate.prioritise(room)
    electorate.draft(room, each=2)
    electorate.set_stages(room, "one")
    room.go("presentations", "final_vote")
    contest = electorate.open_final_vote(room)[0]
    electorate.approve_by_taste(room, contest, room.participants[:-1])
    own = room.actor(room.participants[-1]).group_id
    authors = contest.rule["authors"]
    one, other, *_ = [each for each in contest.options if authors.get(str(each)) != own]
    return Secret(room, contest, ({"approved": [one]}, {"approved": [other]}))


def rate(room: Room) -> Secret:
    electorate.gather(room, PEOPLE)
    electorate.prioritise(room)
    electorate.draft(room, each=2)
    electorate.set_stages(room, "two")
    room.go("presentations", "final_vote")
    raters.open_first(room)
    raters.rate_by_taste(room, room.participants[:-1])
    contest = raters.first_of(room, room.participants[-1])
    options = contest.options
    marks = (raters.give(contest, "not_now", *options), raters.give(contest, "support", *options))
    return Secret(room, contest, marks)


def choose_finalists(room: Room) -> Secret:
    rated = rate(room)
    room.cast(rated.voter, rated.contest.id, rated.choices[0])
    raters.close(room)
    raters.confirm(room)
    contest = raters.open_second(room)
    electorate.approve_by_taste(room, contest, room.participants[:-1])
    own = room.actor(rated.voter).group_id
    authors = contest.rule["authors"]
    one, other, *_ = [each for each in contest.options if authors.get(str(each)) != own]
    return Secret(room, contest, ({"approved": [one]}, {"approved": [other]}))


def close(secret: Secret) -> None:
    with transaction() as session:
        for kind in (RANKING, FINAL, RATING, FINALISTS):
            for contest in secret.room.contests(kind):
                if contest.state == "open":
                    found = session.get_one(Contest, contest.id)
                    close_contest(session, secret.room.organizer, found)


def reveal(secret: Secret) -> None:
    with transaction() as session:
        contest = session.get_one(Contest, secret.contest.id)
        if contest.kind == RANKING:
            ranking.reveal(session, secret.room.organizer, contest)
            show_whole(session, secret.room.organizer)
        else:
            final_vote.reveal_overall(session, secret.room.organizer)
            show_whole(session, secret.room.organizer)


def addresses(secret: Secret) -> Iterator[tuple[str, str]]:
    """(role, path) of every URL for this role in this room, or for any role `with_refusals`."""
    room = secret.room
    stages = ("ranking", "breakouts", "final_vote", "results", "survey", "closed")
    for rule in room.app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()):
            continue
        given = {
            "code": [room.code],
            "contest_id": [secret.contest.id],
            "stage": stages,
            "key": [*FORMATS, "zip"],
            "token": ["forged"],
            "filename": [],
        }
        if rule.rule.startswith("/r/"):  # here, a key is not a format but a secret
            given["key"] = ["forged"]
        paths = [rule.rule]
        for name in rule.arguments:
            hole = re.compile(rf"<[^<>]*\b{name}>")
            paths = [hole.sub(value, path) for path in paths for value in given.get(name, ["1"])]
        allowed = roles_of(room.app.view_functions[rule.endpoint])
        for role in secret.visitors:
            own = Role.PARTICIPANT if role == "voter" else role
            if secret.with_refusals or {Role.ANYONE, own} & {*allowed}:
                yield from ((role, path) for path in paths)


def fetched(secret: Secret) -> dict[Any, Any]:
    """The response to each role from every URL."""
    return {(role, path): _answer(secret.visitors[role], path) for role, path in addresses(secret)}


def _answer(visitor: Visitor, path: str) -> tuple[int, str, str]:
    answer = visitor.client.get(path)  # not redirected: the other page has an address of its own
    said = DIFFERS_AT_EACH_REQUEST.sub("", answer.get_data().decode("latin-1"))
    return answer.status_code, answer.headers.get("Location", ""), said


def printed(secret: Secret) -> dict[Any, Any]:
    """The output of every command."""
    commands = [("verify",), *(("export", "--format", key) for key in ("json", "md", "html"))]
    return {
        ("polling", command): CliRunner()
        .invoke(main, [command[0], secret.room.code, *command[1:]], catch_exceptions=False)
        .output
        for command in commands
    }


def connected(secret: Secret) -> dict[str, SocketIOTestClient]:
    """Connect a page of each role."""
    app = secret.room.app
    return {
        role: socketio_of(app).test_client(
            app,
            flask_test_client=visitor.client,
            auth={
                "workshop": secret.room.code,
                "role": Role.PARTICIPANT if role == "voter" else role,
            },
        )
        for role, visitor in secret.visitors.items()
    }


def heard(pages: dict[str, SocketIOTestClient], until: str) -> dict[Any, set[str]]:
    """Return the messages to these pages until the organizer's page gets this one, each once.

    Only the last turnout is kept, because the number of these messages depends on the machine. Who
    is online has nothing to do with the choices.
    """
    told: dict[Any, dict[str, str]] = {("message", role): {} for role in pages}
    with gevent.Timeout(60):
        while not any(until in said for said in told["message", Role.ORGANIZER].values()):
            gevent.sleep(0.02)  # the server sends messages at its own pace
            for role, page in pages.items():
                for one in page.get_received():
                    if one["name"] == "online":
                        continue
                    said = _said(one)
                    told["message", role]["counted" if one["name"] == "counted" else said] = said
    return {page: set(said.values()) for page, said in told.items()}


def _said(message: dict[str, Any]) -> str:
    """A message without its version and its random delay."""
    said = [
        {key: value for key, value in one.items() if key not in {"version", "spread_ms"}}
        if isinstance(one, dict)
        else one
        for one in message["args"]
    ]
    return json.dumps([message["name"], said], sort_keys=True)


@dataclass
class Worlds:
    """Two copies of the same workshop in which the last voter chooses differently."""

    wired: Flask
    secret: Secret
    database: Path

    def look(self, *steps: Callable[[Secret], None]) -> list[dict[Any, Any]]:
        """Return the output of each copy, during and after the last ballot and these steps."""
        return [self._look(number, steps) for number in range(len(self.secret.choices))]

    def _look(self, number: int, steps: Sequence[Callable[[Secret], None]]) -> dict[Any, Any]:
        folder = self.database.parent / str(number)
        folder.mkdir()
        secret = self.secret
        with app_on(self.wired, databases.copy(self.database, folder)):
            pages = connected(secret)
            secret.room.cast(secret.voter, secret.contest.id, secret.choices[number])
            contest = secret.contest.id
            turnout = queries.counted(secret.room.workshop_id).voted[contest]
            counted = heard(pages, until=f'"{contest}": {turnout}')
            for step in steps:
                step(secret)
            changed = heard(pages, until='"changed"')
            messages = {
                page: told | {one for one in changed[page] if not one.startswith('["counted"')}
                for page, told in counted.items()
            }
            return messages | printed(secret) | fetched(secret)


def differing(worlds: list[dict[Any, Any]]) -> list[Any]:
    one, other = worlds
    assert one.keys() == other.keys()
    return [key for key, found in one.items() if other[key] != found]


def made(prepare: Callable[[Room], Secret], wired: Flask, database: str, tmp_path: Path) -> Worlds:
    """The room before the last ballot, as a file to copy."""
    with app_on(wired, database):
        secret = prepare(Room.of(wired))
        secret.let_in()
        databases.copy(Path(str(db.engine().url.database)), tmp_path)
    return Worlds(wired, secret, tmp_path / "workshop.sqlite")


@pytest.mark.slow
@pytest.mark.parametrize(
    "prepare", [rank_and_be_refused, rank_and_reopen, vote, rate, choose_finalists]
)
def test_before_the_reveal_nothing_that_leaves_the_server_tells_what_somebody_chose(
    prepare: Callable[[Room], Secret], wired: Flask, migrated: Path, tmp_path: Path
) -> None:
    worlds = made(prepare, wired, _new(migrated, tmp_path), tmp_path).look(close)
    statuses = [found[0] for key, found in worlds[0].items() if key[0] in SIGNED_IN]
    assert statuses.count(200) > 30
    assert differing(worlds) == []


@pytest.mark.slow
def test_the_reveal_tells_it_so_the_comparison_can_fail(
    wired: Flask, migrated: Path, tmp_path: Path
) -> None:
    both = made(rank, wired, _new(migrated, tmp_path), tmp_path)
    both.secret.visitors = {Role.ORGANIZER: both.secret.visitors[Role.ORGANIZER]}
    worlds = both.look(close, reveal)
    room = worlds[0].keys()
    told = differing(worlds)
    assert {key for key in room if str(key[-1]).endswith(("export/json", "/ballots"))} & set(told)
    assert ("polling", ("export", "--format", "json")) in told


def _new(migrated: Path, folder: Path) -> str:
    new = folder / "new"
    new.mkdir()
    return databases.copy(migrated, new)


def test_a_revealed_vote_cannot_be_opened_again(room: Room) -> None:
    secret = rank(room)
    close(secret)
    organizer = room.organizer_visitor()
    path = f"/console/{room.code}/ranking/{secret.contest.id}"
    for action in ("open", "close", "reveal"):
        assert organizer.post(f"{path}/{action}").status_code == 200
    organizer.post(f"{path}/open")
    assert room.contests()[0].state == "revealed"
