"""A new field of a recommendation is included everywhere. `test_wording.py` runs this file."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from polling.breakouts.drafting import actions as drafting
from polling.breakouts.duplicates import actions
from polling.breakouts.duplicates import queries as duplicates
from polling.breakouts.duplicates.forms import Proposal
from polling.core import db
from polling.core.db import Base, reading, transaction
from polling.core.edit_conflicts import mark
from polling.core.migrate import upgrade
from polling.documents import store
from polling.recommendations.models import Recommendation
from polling.recommendations.wording import LIMITS, PartsColumns
from polling.report import tables
from polling.report.queries import report
from polling.report.tables.data_dictionary import meanings
from polling.workshop.models import Workshop
from polling.workshop_file.dump import dump
from polling.workshop_file.load import load
from polling.workshop_file.read import read
from polling.workshop_file.write import write
from tests.breakouts.drafting.group_at_work import Table
from tests.breakouts.drafting.group_members import Author, versions_of
from tests.room import Room

COST = "two million euros in each of three years"


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that has a column for the field in every table with a wording."""
    path = tmp_path_factory.mktemp("migrated") / "workshop.sqlite"
    engine = db.connect(f"sqlite:///{path}")
    upgrade(engine)
    with engine.begin() as connection:
        for mapper in Base.registry.mappers:
            if issubclass(mapper.class_, PartsColumns):
                add = f"ALTER TABLE {mapper.local_table} ADD COLUMN cost VARCHAR DEFAULT ''"
                connection.execute(sa.text(add))
    return path


@pytest.fixture
def table(room: Room) -> Table:
    store.forget_all()
    return Table.of(room)


@pytest.fixture
def costly(table: Table) -> int:
    """A recommendation for which a member has typed the cost."""
    made = table.recommend(actors=["Banks"], action="open a registry")
    Author.member(table).write(f"{made}/cost", COST)
    return made


def cost_of(table: Table, recommendation_id: int) -> str:
    words = table.row(recommendation_id).wording.columns["cost"]
    return str(words)


def test_it_is_typed_in_the_document_and_its_column_follows(table: Table, costly: int) -> None:
    assert "cost" in LIMITS
    assert cost_of(table, costly) == COST


def test_its_history_keeps_it_and_brings_it_back(table: Table, costly: int) -> None:
    author = Author.member(table, 1)
    author.write(f"{costly}/cost", "nothing")
    kept = [one for one in versions_of(table, costly) if one.wording.columns["cost"] == COST]
    author.bring_back(costly, kept[-1].id)
    assert cost_of(table, costly) == COST
    author.look()
    assert author.phone.text(f"{costly}/cost") == COST


def test_both_parts_of_a_split_have_it(table: Table, costly: int) -> None:
    with transaction() as session:
        second = drafting.split(session, table.member(), costly).id
    assert (cost_of(table, costly), cost_of(table, second)) == (COST, COST)


@pytest.mark.parametrize("by_form", [True, False])
def test_what_two_are_merged_into_has_it(table: Table, costly: int, by_form: bool) -> None:
    other = table.recommend(actors=["Banks"], action="open registries", position=2)
    with transaction() as session:
        if by_form:
            given = {"first": costly, "second": other, "issue": table.issues[0], "cost": COST}
            proposal = Proposal.model_validate({**given, "action": "open one", "actors": "Banks"})
            actions.propose(session, table.room.organizer, proposal)
        else:
            actions.propose_all(session, table.room.organizer, costly, [other])
        pair = duplicates.of_pair(session, costly, other)
        assert pair is not None
        seen = mark(duplicates.shown(pair))
        made = actions.decide(session, table.room.organizer, pair.id, reason="same", seen=seen).id
    assert cost_of(table, made) == COST


def test_a_workshop_file_has_it(table: Table, costly: int) -> None:
    with transaction() as session:
        workshop = session.get_one(Workshop, table.room.workshop_id)
        loaded = load(session, read(write(dump(session, workshop)))).id
    with reading() as session:
        chosen = sa.select(Recommendation).where(Recommendation.action == "open a registry")
        found = [one for one in session.scalars(chosen) if one.issue.theme.workshop_id == loaded]
        assert [one.wording.columns["cost"] for one in found] == [COST]


def test_the_report_s_table_has_it(
    table: Table, costly: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "meanings", lambda: meanings() | {"cost": "what it costs"})
    with reading() as session:
        made = report(session, session.get_one(Workshop, table.room.workshop_id))
    [found] = [one for one in tables.tables(made) if one.name == "recommendations"]
    place = [column.name for column in found.columns].index("cost")
    assert [row[place] for row in found.rows] == [COST]
