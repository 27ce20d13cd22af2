"""Closing hides the order of arrival, and the sweep rewrites the file: no erased data remains."""

from collections import namedtuple
from pathlib import Path

import gevent
import pytest
from sqlalchemy import select

from polling.app import close_database
from polling.contests import secure_deletion
from polling.contests.models import Ballot, Concern, Turnout
from polling.core import engines, sqlite_connection
from polling.core.db import engine, reading, transaction
from polling.survey.models import SurveyResponse, SurveyTurnout
from polling.workshop.models import Workshop
from tests.contests.arrivals import answer_one_after_the_other, close, set_survey_open, vote
from tests.database_sweeps import (
    keep_what_is_deleted,
    let_sweep,
    lie_in_order,
    on_disk,
)
from tests.databases import on_sqlite
from tests.patience import PATIENCE_SECONDS
from tests.room import Room
from tests.server import Server

SECRET = "What nobody may read any more"


@on_sqlite
def test_with_a_write_ahead_log_it_waits_for_readers_of_erased_rows(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "journal_mode", lambda: "WAL")
    monkeypatch.setattr(sqlite_connection, "LOCK_WAIT_MS", 50)
    keep_what_is_deleted()
    for title in (SECRET, "Nothing"):
        with transaction() as session:
            session.get_one(Workshop, room.workshop_id).title = title
    with reading() as reader:
        assert reader.scalars(select(Workshop)).all()
        assert (secure_deletion.sweep(), on_disk(tmp_path, SECRET) > 0) == (False, True)
    assert (secure_deletion.sweep(), on_disk(tmp_path, SECRET)) == (True, 0)


@on_sqlite
def test_on_sqlite_a_close_hides_in_which_order_people_have_voted(room: Room) -> None:
    room.go("lobby")
    room.join(8)
    room.go("ranking")
    contest = room.open_ranking()[0]
    vote(room, contest, *reversed(room.participants))
    models = (Ballot, Concern, Turnout)
    assert not any(lie_in_order(model) for model in models)
    close(room, contest)
    assert all(lie_in_order(model) for model in models)


@on_sqlite
def test_after_a_close_the_write_ahead_log_does_not_tell_in_which_order_people_have_voted(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (engines, secure_deletion):
        monkeypatch.setattr(module, "journal_mode", lambda: "WAL")
    engine().dispose()
    room.go("lobby")
    room.join(5)
    room.go("ranking")
    contest = room.open_ranking()[0]
    vote(room, contest, *reversed(room.participants))
    close(room, contest)
    let_sweep()
    with reading() as session:
        keys = session.scalars(select(Ballot.key)).all()
    assert [on_disk(tmp_path, key) for key in keys] == [1] * 5


@on_sqlite
def test_on_sqlite_the_survey_hides_in_which_order_people_have_answered(room: Room) -> None:
    room.go("lobby")
    room.join(8)
    answer_one_after_the_other(room)
    models = (SurveyResponse, SurveyTurnout)
    assert not any(lie_in_order(model) for model in models)
    set_survey_open(room, is_open=False)
    assert all(lie_in_order(model) for model in models)


@on_sqlite
@pytest.mark.server
def test_a_server_sweeps_when_it_starts(room: Room, tmp_path: Path) -> None:
    keep_what_is_deleted()
    for title in (SECRET * 20, "Nothing"):
        with transaction() as session:
            session.get_one(Workshop, room.workshop_id).title = title
    assert on_disk(tmp_path, SECRET) > 0
    with Server(), gevent.Timeout(PATIENCE_SECONDS):
        while on_disk(tmp_path, SECRET):
            gevent.sleep(0.01)


@on_sqlite
def test_a_large_file_is_swept_when_nobody_votes(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    swept: list[str] = []

    def sweep() -> bool:
        swept.extend(contest.state for contest in room.contests())
        return True

    monkeypatch.setattr(secure_deletion, "sweep", sweep)
    monkeypatch.setattr(secure_deletion, "UNNOTICED_BYTES", 0)
    monkeypatch.setattr(secure_deletion, "RETRY_SECONDS", 0)
    room.go("ranking")
    room.open_ranking()
    secure_deletion.sweep_soon()
    for _ in range(10):
        gevent.sleep(0)
    assert swept == []
    room.close_and_reveal()
    with gevent.Timeout(PATIENCE_SECONDS):
        while not swept:
            gevent.sleep(0)
    assert "open" not in swept


@on_sqlite
def test_long_sweeps_are_rare(room: Room) -> None:
    waits = [secure_deletion._rest_after(seconds, 60) for seconds in (0.01, 0.5, 60)]
    assert waits == [60, 600, 1800]


def test_after_an_attempt_that_failed_it_rests_too(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcomes: list[bool] = [True, False]
    rests: list[float] = []

    def rest_after(_seconds: float, least: float) -> float:
        rests.append(least)
        return 0

    monkeypatch.setattr(secure_deletion, "sweep", outcomes.pop)
    monkeypatch.setattr(secure_deletion, "_rest_after", rest_after)
    monkeypatch.setattr(secure_deletion, "REST_SECONDS", 7)
    secure_deletion.sweep_soon()
    with gevent.Timeout(PATIENCE_SECONDS):
        while len(rests) < 2:
            gevent.sleep(0)
    assert rests == [secure_deletion.RETRY_SECONDS, 7]


@on_sqlite
def test_it_does_not_begin_if_the_disk_is_too_full(
    room: Room, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    began: list[object] = []
    disk = namedtuple("disk", "free")
    monkeypatch.setattr(secure_deletion, "disk_usage", lambda _: disk(free=10_000))
    monkeypatch.setattr(secure_deletion, "closing", began.append)
    assert (secure_deletion.sweep(), began) == (False, [])
    assert "no room for a copy" in caplog.text


def test_a_closed_database_is_swept_no_more(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    swept: list[bool] = []
    monkeypatch.setattr(secure_deletion, "sweep", lambda: swept.append(True))
    secure_deletion.sweep_soon()
    close_database(room.app)
    gevent.sleep(0)
    gevent.get_hub().threadpool.join()
    assert swept == []
