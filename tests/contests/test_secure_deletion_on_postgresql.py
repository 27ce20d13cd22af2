"""On PostgreSQL, closing hides the order of arrival, and the sweep rewrites all tables."""

from contextlib import closing
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import String, delete, literal_column, select, text

from polling.contests import secure_deletion
from polling.contests.models import Ballot, Concern, Contest, PaperBallot, Turnout
from polling.contests.paper import actions as paper
from polling.contests.paper.forms import Entry
from polling.core.db import Base, engine, reading, transaction
from polling.live import announce
from polling.people.models import Login, Organizer
from polling.recommendations.models import DraftVersion, Recommendation
from polling.survey.models import SurveyResponse, SurveyTurnout
from polling.workshop.models import Issue, Workshop
from tests.contests.arrivals import answer_one_after_the_other, close, set_survey_open, vote
from tests.database_sweeps import as_stored
from tests.databases import on_postgresql
from tests.room import Room


def with_old_contents() -> set[str]:
    """The tables that have pages on PostgreSQL, where deleted rows remain readable."""
    names = {table.name for table in Base.metadata.sorted_tables}
    chosen = """
        SELECT coalesce(pg_partition_root(oid), oid)::regclass::text FROM pg_class
        WHERE relkind = 'r' AND pg_relation_size(oid) > 0
    """
    with reading() as session:
        return names & set(session.scalars(text(chosen)))


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
def test_on_postgresql_statistics_do_not_keep_what_was_deleted(room: Room) -> None:
    room.go("lobby")
    room.join(3)
    room.go("ranking")
    vote(room, room.open_ranking()[0], *room.participants)
    analyze(*(table.name for table in Base.metadata.sorted_tables))
    assert tables_with_statistics() >= {"ballot", "concern", "participant", "turnout", "workshop"}
    with transaction() as session:
        session.execute(delete(Workshop))
    assert secure_deletion.sweep()
    assert tables_with_statistics() == {"login", "organizer"}


@on_postgresql
@pytest.mark.usefixtures("room")
def test_on_postgresql_a_role_that_may_not_delete_statistics_is_told(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with closing(engine().raw_connection()) as raw:
        driver: Any = raw.driver_connection
        driver.execute("SET ROLE pg_monitor")  # no superuser
        secure_deletion._forget_statistics(engine(), driver, ["participant"])
        driver.execute("ROLLBACK")
    assert "no superuser" in caplog.text


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


def tables_with_statistics() -> set[str]:
    """The tables about which PostgreSQL's planner knows something; partitions by their table."""
    known = """
        SELECT DISTINCT coalesce(pg_partition_root(starelid), starelid)::regclass::text
        FROM pg_statistic JOIN pg_class ON pg_class.oid = starelid
        WHERE relnamespace = current_schema()::regnamespace
    """
    with reading() as session:
        return set(session.scalars(text(known)))


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


def enter_on_paper(room: Room, contest: Contest, number: int) -> None:
    with transaction(room.workshop_id) as session:
        found, entry = session.get_one(Contest, contest.id), Entry(number=number, choices="1 2 3")
        paper.enter(session, room.app.config["SECRET_KEY"], room.organizer, found, entry)


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
        sweep.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))  # a busy machine
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
