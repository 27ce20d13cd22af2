"""A short run of the benchmarks prints all figures for both servers."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks import environment, postgresql
from benchmarks.__main__ import main
from benchmarks.scenarios import databases as on_databases
from benchmarks.scenarios import messages, rooms
from benchmarks.server_processes import Process
from tests.databases import require_postgresql, require_redis
from tests.server import Server


@pytest.fixture
def _forked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fork our servers: the first test starts one as the benchmarks do, which takes longer."""

    @contextmanager
    def our_server(folder: Path, secret: str, **settings: str) -> Iterator[Process]:
        with Server(DATA_DIR=str(folder), SECRET_KEY=secret, **settings) as server:
            yield Process(server.port, server.pid)

    for scenario in (environment, on_databases, rooms):
        monkeypatch.setattr(scenario, "our_server", our_server)


@pytest.mark.slow
@pytest.mark.parametrize("scenario", ["burst", "node"])
def test_a_small_run_compares_both_servers(scenario: str, request: pytest.FixtureRequest) -> None:
    if scenario != "burst":
        request.getfixturevalue("_forked")
    ran = CliRunner().invoke(main, ["--scenario", scenario, "--phones", "5", "--json"])
    assert ran.exception is None
    found = json.loads(ran.stdout)
    (burst,) = found["scenarios"]
    assert (burst["name"], burst["phones"]) == (scenario, 5)
    assert {"ballots_per_s", "ack_p95"} <= burst["ours"].keys() & burst["bare"].keys()
    assert burst["ratio"].keys() == {"ballots_per_s", "ack_p95"}
    assert found["machine"]["cores"]


@pytest.mark.slow
@pytest.mark.usefixtures("_forked")
def test_a_small_run_compares_both_databases() -> None:
    require_postgresql()
    ran = CliRunner().invoke(main, ["--scenario", "databases", "--phones", "5", "--json"])
    assert ran.exception is None
    (databases,) = json.loads(ran.stdout)["scenarios"]
    assert databases["names"] == ["postgresql", "sqlite"]
    assert databases["ours"]["ballots_per_s"] > 0 < databases["bare"]["ballots_per_s"]


@pytest.mark.slow
@pytest.mark.usefixtures("_forked")
def test_a_small_run_writes_in_all_workshops(monkeypatch: pytest.MonkeyPatch) -> None:
    require_postgresql()
    require_redis()
    monkeypatch.setattr(rooms, "WORKSHOPS", 2)
    monkeypatch.setattr(rooms, "SERVERS", (2,))
    monkeypatch.setattr(rooms, "WARM_UP_SECONDS", 0.2)
    monkeypatch.setattr(rooms, "SECONDS", 1.0)
    ran = CliRunner().invoke(main, ["--scenario", "rooms", "--phones", "4", "--json"])
    assert ran.exception is None
    (measured,) = json.loads(ran.stdout)["scenarios"]
    figures = measured["ours"]
    assert figures["2_servers_by_cookie_writes_per_s"] > 0
    assert figures["2_servers_by_workshop_writes_per_s"] > 0


@pytest.mark.slow
@pytest.mark.parametrize("way", messages.WAYS)
def test_each_way_to_tell_another_server_is_measured(
    way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    require_postgresql()
    require_redis()
    monkeypatch.setattr(messages, "ALONE", 20)
    monkeypatch.setattr(messages, "SECONDS", 0.3)
    with postgresql.database() as url:
        assert messages.measured(way, url, workshops=2)["messages_per_s"] > 0
