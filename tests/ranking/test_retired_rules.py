"""Workshops of earlier versions with rankings by retired rules."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config as AlembicConfig
from flask import Flask
from sqlalchemy import DateTime, Engine, MetaData, Table, text

from config import TestConfig
from polling.contests import actions as contests
from polling.contests.models import REVEALED, Contest
from polling.core import paths
from polling.core.db import reading, transaction
from polling.core.engines import make_engine
from polling.core.errors import Conflict
from polling.core.migrate import upgrade
from polling.ranking import actions as ranking
from polling.report.document import annex
from polling.report.formats.html import html
from polling.report.queries import report
from polling.workshop.models import Workshop
from polling.workshop_file.dump import dump
from polling.workshop_file.read import read
from polling.workshop_file.write import write
from tests import databases
from tests.room import Room
from tests.screen.shown_results import show_whole
from tests.shared_app import app_on
from tests.verifier import run_verifier

SUCCESSORS = {
    "ranked-pairs": "schulze",
    "sequential-pav": "equal-shares",
    "stv": "instant-runoff",
    "mean-score": "score",
}
EXPORT = Path(__file__).parents[1] / "workshop_file" / "earlier" / "retired_rules.json"
ROWS: dict[str, list[dict[str, Any]]] = json.loads(
    Path(__file__).with_name("retired_rules_0024.json").read_text()
)


# ---- A workshop file ----


@pytest.fixture
def loaded(app: Flask) -> Room:
    """The export of four rankings, one by each of the rules, imported and in setup again."""
    return Room.of(app, read(EXPORT.read_bytes(), EXPORT.name))


def test_a_file_loads_with_the_successor_of_each_rule(loaded: Room) -> None:
    with reading() as session:
        workshop = session.get_one(Workshop, loaded.workshop_id)
        assert workshop.settings["rule"] == "instant-runoff"
        assert [theme.rule for theme in workshop.themes] == list(SUCCESSORS.values())


def test_counted_votes_of_a_file_keep_their_results_and_name_their_rules(loaded: Room) -> None:
    with loaded.app.test_request_context(), reading() as session:
        workshop = session.get_one(Workshop, loaded.workshop_id)
        page = html(annex(report(session, workshop)))
        exported = json.loads(write(dump(session, workshop)))
    assert exported["results"] == json.loads(EXPORT.read_text())["results"]
    for title in ("Ranked pairs", "Proportional approval", "Single transferable vote"):
        assert f"Counting method: {title}." in page


def test_the_votes_of_a_file_without_results_open_with_the_successors(app: Flask) -> None:
    tree = json.loads(EXPORT.read_text())
    del tree["results"]
    room = Room.of(app, read(json.dumps(tree).encode(), EXPORT.name))
    room.go("lobby")
    room.join(6)
    room.go("ranking")
    rules = [contest.rule["rule"] for contest in room.open_ranking()]
    assert rules == list(SUCCESSORS.values())


def test_the_verifier_says_which_votes_it_did_not_count(tmp_path: Path) -> None:
    status, said = run_verifier(tmp_path, json.loads(EXPORT.read_text()))
    assert status == 2
    for rule in ("ranked-pairs", "sequential-pav", "stv"):
        assert f"the rule {rule} is no longer offered" in said


# ---- A database ----


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def migrated_once(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """A migrated database of the previous version: four rules, each waiting, open and revealed."""
    if request.param == "sqlite":
        yield _migrated(f"sqlite:///{tmp_path_factory.mktemp('earlier') / 'earlier.sqlite'}")
    else:
        databases.require_postgresql()
        with databases.postgresql() as url:
            yield _migrated(url)


def _migrated(url: str) -> str:
    engine = make_engine(TestConfig(database_url=url).database)
    _upgrade(engine, str(ROWS["alembic_version"][0]["version_num"]))
    _insert(engine)
    upgrade(engine)
    engine.dispose()
    return url


@pytest.fixture
def earlier(migrated_once: str, wired: Flask, tmp_path: Path) -> Iterator[Room]:
    """The room in a copy of that database."""
    (organizer,) = ROWS["organizer"]
    (workshop,) = ROWS["workshop"]
    with _copy(migrated_once, tmp_path) as url, app_on(wired, url) as app:
        room = Room(app, workshop["id"], workshop["code"], organizer["id"], organizer["epoch"])
        room.participants = [person["id"] for person in ROWS["participant"]]
        yield room


@contextmanager
def _copy(url: str, folder: Path) -> Iterator[str]:
    if url.startswith("sqlite"):
        yield databases.copy(Path(url.removeprefix("sqlite:///")), folder)
    else:
        with databases.postgresql(template=url) as copied:
            yield copied


def _upgrade(engine: Engine, revision: str) -> None:
    settings = AlembicConfig()
    settings.set_main_option("script_location", str(paths.MIGRATIONS))
    with engine.execution_options(writes=True).begin() as connection:
        settings.attributes["connection"] = connection
        command.upgrade(settings, revision)


def _insert(engine: Engine) -> None:
    """Insert all rows, and continue their ids."""
    schema = MetaData()
    schema.reflect(engine)
    with engine.execution_options(writes=True).begin() as connection:
        for table in schema.sorted_tables:
            rows = [_typed(table, row) for row in ROWS.get(table.name, [])]
            if rows and table.name != "alembic_version":
                connection.execute(table.insert(), rows)
                if engine.dialect.name == "postgresql" and isinstance(rows[0].get("id"), int):
                    highest = f"SELECT max(id) FROM {table.name}"  # noqa: S608  our own names
                    sequence = f"pg_get_serial_sequence('{table.name}', 'id')"
                    connection.execute(text(f"SELECT setval({sequence}, ({highest}))"))


def _typed(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: datetime.fromisoformat(value)
        if isinstance(table.c[name].type, DateTime) and value
        else value
        for name, value in row.items()
    }


def _contests(room: Room) -> dict[str, Contest]:
    """The contests by their themes' titles, such as "open by stv"."""
    with reading() as session:
        workshop = session.get_one(Workshop, room.workshop_id)
        titles = {theme.id: theme.title for theme in workshop.themes}
        return {titles[one.theme_id or 0]: one for one in room.contests()}


def test_a_migrated_workshop_uses_the_successors(earlier: Room) -> None:
    with reading() as session:
        workshop = session.get_one(Workshop, earlier.workshop_id)
        assert workshop.settings["rule"] == "instant-runoff"
        assert {theme.rule for theme in workshop.themes} == set(SUCCESSORS.values())
    found = _contests(earlier)
    for rule, successor in SUCCESSORS.items():
        assert found[f"waiting by {rule}"].rule["rule"] == successor
        assert found[f"open by {rule}"].rule["rule"] == successor


def test_counted_votes_of_a_migrated_workshop_do_not_change(earlier: Room) -> None:
    before = {row["id"]: row for row in ROWS["contest"]}
    for title, contest in _contests(earlier).items():
        if title.startswith(("revealed", "closed")):
            assert contest.rule == before[contest.id]["rule"]
            assert contest.result == before[contest.id]["result"]
    console = earlier.organizer_visitor().get(f"/console/{earlier.code}/ranking")
    assert console.status_code == 200
    with earlier.app.test_request_context(), reading() as session:
        page = html(annex(report(session, session.get_one(Workshop, earlier.workshop_id))))
    for title in ("Ranked pairs", "Proportional approval", "Single transferable vote"):
        assert f"Counting method: {title}." in page


def test_a_closed_vote_of_a_migrated_workshop_is_revealed_as_its_retired_rule_counted_it(
    earlier: Room,
) -> None:
    before = {row["id"]: row for row in ROWS["contest"]}
    with transaction() as session:
        contest = session.get_one(Contest, _contests(earlier)["closed by ranked-pairs"].id)
        ranking.reveal(session, earlier.organizer, contest)
        show_whole(session, earlier.organizer)
        assert contest.state == REVEALED
        assert contest.result == before[contest.id]["result"]


def test_open_votes_of_a_migrated_workshop_are_counted_by_the_successors(earlier: Room) -> None:
    for rule, successor in SUCCESSORS.items():
        with transaction() as session:
            contest = session.get_one(Contest, _contests(earlier)[f"open by {rule}"].id)
            contests.close_contest(session, earlier.organizer, contest)
            ranking.reveal(session, earlier.organizer, contest)
            show_whole(session, earlier.organizer)
            assert contest.result["outcome"]["rule"] == successor
            assert contest.result["outcome"]["ballots"] == 12


def test_waiting_votes_of_a_migrated_workshop_open(earlier: Room) -> None:
    for rule, successor in SUCCESSORS.items():
        with transaction() as session:
            contest = session.get_one(Contest, _contests(earlier)[f"waiting by {rule}"].id)
            ranking.open_theme(session, earlier.organizer, contest)
            assert contest.rule["rule"] == successor


def test_a_vote_counted_by_a_retired_rule_cannot_be_reopened(earlier: Room) -> None:
    contest_id = _contests(earlier)["closed by ranked-pairs"].id
    with pytest.raises(Conflict, match="no longer available"), transaction() as session:
        ranking.open_theme(session, earlier.organizer, session.get_one(Contest, contest_id))
