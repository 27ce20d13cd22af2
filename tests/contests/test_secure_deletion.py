"""Closing hides the order of arrival, and the sweep rewrites all tables: no erased data remains."""

import hashlib
from collections import namedtuple
from contextlib import closing
from pathlib import Path
from threading import Thread
from typing import Any

import gevent
import pytest
from sqlalchemy import String, delete, literal_column, select, text

from polling.app import close_database
from polling.contests import actions as contests
from polling.contests import secure_deletion
from polling.contests.models import Ballot, Concern, Contest, PaperBallot, Turnout
from polling.contests.paper import actions as paper
from polling.contests.paper.forms import Entry
from polling.core import engines, sqlite_connection
from polling.core.db import Base, engine, reading, transaction
from polling.live import announce
from polling.people.models import Login, Organizer
from polling.recommendations.models import DraftVersion, Recommendation
from polling.survey.actions import editing as survey
from polling.survey.models import SurveyResponse, SurveyTurnout
from polling.workshop.models import Issue, Workshop
from tests.database_sweeps import (
    PATIENCE_SECONDS,
    as_stored,
    keep_what_is_deleted,
    let_sweep,
    lie_in_order,
    on_disk,
)
from tests.databases import on_postgresql, on_sqlite
from tests.room import Room
from tests.server import Server

SECRET = "What nobody may read any more"


def with_old_contents() -> set[str]:
    """The tables that have pages on PostgreSQL, where deleted rows remain readable."""
    names = {table.name for table in Base.metadata.sorted_tables}
    chosen = """
        SELECT coalesce(pg_partition_root(oid), oid)::regclass::text FROM pg_class
        WHERE relkind = 'r' AND pg_relation_size(oid) > 0
    """
    with reading() as session:
        return names & set(session.scalars(text(chosen)))


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


@on_postgresql
def test_on_postgresql_it_waits_for_readers_of_erased_rows(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    with reading() as reader, monkeypatch.context() as impatient:
        impatient.setattr(secure_deletion, "OLDER_READERS_SECONDS", 0)
        assert reader.scalars(select(Workshop)).all()
        with transaction() as session:
            session.execute(delete(Workshop))
        assert secure_deletion.sweep() is False
    assert secure_deletion.sweep() is True
    assert "workshop" not in with_old_contents()


@on_postgresql
def test_on_postgresql_statistics_do_not_show_who_voted_last(room: Room) -> None:
    room.go("lobby")
    room.join(3)
    room.go("ranking")
    contest = room.open_ranking()[0]
    vote(room, contest, *room.participants[:2])
    analyze("ballot", "turnout")
    vote(room, contest, room.participants[2])
    close(room, contest)
    assert secure_deletion.sweep()
    with reading() as session:
        digests = set(session.scalars(select(Ballot.digest)))
    assert values_in_statistics("ballot", "digest") in (set(), digests)


@on_postgresql
@pytest.mark.usefixtures("room")
def test_on_postgresql_a_sweep_ends_the_file_of_the_write_ahead_log() -> None:
    before = file_of_the_log()
    assert secure_deletion.sweep()
    assert file_of_the_log() != before


@on_postgresql
@pytest.mark.usefixtures("room")
def test_on_postgresql_a_role_that_may_not_end_the_log_is_told(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with closing(engine().raw_connection()) as raw:
        driver: Any = raw.driver_connection
        driver.execute("SET ROLE pg_monitor")  # no superuser
        secure_deletion._end_the_log(engine(), driver)
        driver.execute("RESET ROLE")
    assert "may not end" in caplog.text


def file_of_the_log() -> str:
    """The file in which PostgreSQL is writing."""
    with reading() as session:
        return str(session.scalar(text("SELECT pg_walfile_name(pg_current_wal_lsn())")))


def analyze(*tables: str) -> None:
    with closing(engine().raw_connection()) as raw:
        driver: Any = raw.driver_connection
        for table in tables:
            driver.execute(f"ANALYZE {table}")


def values_in_statistics(table: str, column: str) -> set[str]:
    """The values of a column that PostgreSQL's planner knows."""
    known = text("""
        SELECT coalesce(most_common_vals::text, histogram_bounds::text)
        FROM pg_stats WHERE tablename ~ :table AND attname = :column
    """)
    with reading() as session:
        found = session.scalars(known, {"table": f"^{table}(_|$)", "column": column}).all()
    return {value for values in found if values for value in values.strip("{}").split(",")}


@on_postgresql
def test_on_postgresql_others_go_on_reading_a_table_for_which_it_waits(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(secure_deletion, "_wait_for_older_readers", lambda *_: None)
    swept: list[bool] = []
    sweeper = Thread(target=lambda: swept.append(secure_deletion.sweep()))
    with reading() as reader:
        assert reader.scalars(select(Workshop)).all()
        sweeper.start()
        while sweeper.is_alive() and not somebody_waits():
            pass
        with reading() as other:  # on which the first reader may wait
            assert other.scalars(select(Workshop)).all()
    sweeper.join()
    assert swept == [True]


def somebody_waits() -> bool:
    """Whether somebody waits to have a table of PostgreSQL alone."""
    waiting = "SELECT 1 FROM pg_locks WHERE relation = 'workshop'::regclass AND NOT granted"
    with reading() as session:
        return session.scalar(text(waiting)) is not None


@on_postgresql
def test_on_postgresql_no_table_keeps_erased_rows(room: Room) -> None:
    room.go("lobby")
    room.join(1)
    room.go("ranking")
    contest = room.open_ranking()[0]
    room.cast(room.participants[0], contest.id, {"ranking": contest.options[:3]})
    with transaction() as session:
        issue = session.query(Issue).first()
        assert issue
        draft = Recommendation(issue_id=issue.id, position=1)
        session.add(draft)
        session.flush()
        session.add(DraftVersion(recommendation_id=draft.id, authors=["#1"]))
        session.add(Concern(contest_id=contest.id, key="key", option=1, text="It costs too much."))
    erased = {"ballot", "concern", "draft_version", "participant", "log_entry", "workshop"}
    with reading() as reader:  # prevents PostgreSQL from cleaning up itself
        assert reader.scalars(select(Workshop)).all()
        with transaction() as session:
            session.execute(delete(Workshop))
        assert erased <= with_old_contents()
    assert secure_deletion.sweep()
    assert with_old_contents() == {Login.__tablename__, Organizer.__tablename__}


@on_postgresql
def test_on_postgresql_a_close_hides_in_which_order_people_have_voted(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    secure_deletion.sweep()  # so that new rows are stored behind all others
    monkeypatch.setattr(secure_deletion, "sweep_soon", lambda: None)
    room.go("lobby")
    room.join(8)
    room.go("ranking")
    contest = room.open_ranking()[0]
    vote(room, contest, *reversed(room.participants))
    for number in (3, 1, 2):
        enter_on_paper(room, contest, number)
    close(room, contest)
    written_by = set()
    for model in (Ballot, Concern, PaperBallot, Turnout):
        keys, numbers = as_stored(model)
        assert len(keys) > 1
        assert keys == sorted(keys)
        written_by |= numbers
    assert len(written_by) == 1


def vote(room: Room, contest: Contest, *voters: int) -> None:
    """Let people vote, one after the other, with a concern each."""
    for voter in voters:
        room.cast(voter, contest.id, {"ranking": contest.options[:3]})
        with transaction(room.workshop_id) as session:
            key = hashlib.sha256(str(voter).encode()).hexdigest()
            session.add(Concern(contest_id=contest.id, key=key, option=1, text="It costs much."))


def enter_on_paper(room: Room, contest: Contest, number: int) -> None:
    with transaction(room.workshop_id) as session:
        found, entry = session.get_one(Contest, contest.id), Entry(number=number, choices="1 2 3")
        paper.enter(session, room.app.config["SECRET_KEY"], room.organizer, found, entry)


def close(room: Room, contest: Contest) -> None:
    with transaction(room.workshop_id) as session:
        contests.close_contest(session, room.organizer, session.get_one(Contest, contest.id))


@on_postgresql
def test_on_postgresql_the_survey_hides_in_which_order_people_have_answered(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    secure_deletion.sweep()  # so that new rows are stored behind all others
    monkeypatch.setattr(secure_deletion, "sweep_soon", lambda: None)
    room.go("lobby")
    room.join(6)
    answer_one_after_the_other(room)
    set_survey_open(room, is_open=False)
    for model in (SurveyResponse, SurveyTurnout):
        keys, numbers = as_stored(model)
        assert (len(keys), keys, len(numbers)) == (6, sorted(keys), 1)


def answer_one_after_the_other(room: Room) -> None:
    set_survey_open(room, is_open=True)
    for person in reversed(room.participants):
        with transaction(room.workshop_id) as session:
            key = hashlib.sha256(str(person).encode()).hexdigest()
            session.add(SurveyTurnout(workshop_id=room.workshop_id, participant_id=person))
            session.add(SurveyResponse(workshop_id=room.workshop_id, key=key))


def set_survey_open(room: Room, *, is_open: bool) -> None:
    with transaction(room.workshop_id) as session:
        survey.set_open(session, room.organizer, is_open=is_open)


@on_postgresql
def test_on_postgresql_ballots_do_not_wait_for_the_partitions_of_other_votes(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Consoles may wait for the turnout of a swept vote; without gevent's patches, all would here.
    monkeypatch.setattr(announce, "counted", lambda *_given: None)
    room.go("lobby")
    room.join(60)  # enough that PostgreSQL would reuse a plan for all partitions
    room.go("ranking")
    every = room.open_ranking()
    for contest in every:
        room.cast(room.participants[0], contest.id, {"ranking": contest.options[:3]})
    first, *others = every
    rewritten = partitions_of(first)
    elsewhere = next(one for one in others if not partitions_of(one) & rewritten)
    with engine().begin() as sweep:
        for name in rewritten:
            sweep.execute(text(f"LOCK TABLE {name} IN ACCESS EXCLUSIVE MODE"))
        for voter in room.participants[1:]:
            room.cast(voter, elsewhere.id, {"ranking": elsewhere.options[:3]})
    assert len(as_stored(Ballot)[0]) == len(every) + 59


def partitions_of(contest: Contest) -> set[str]:
    """The partitions of the tables of ballots and turnout that contain this vote's rows."""
    found = set()
    for model in (Ballot, Turnout):
        stored = select(literal_column("tableoid::regclass::text", String))
        with reading() as session:
            found |= set(session.scalars(stored.where(model.contest_id == contest.id)))
    return found


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
