"""Workshops of earlier versions: thresholds below five are raised, and unsafe figures removed."""

from sqlalchemy.orm import Session

from polling.contests.models import CLOSED, OPEN, REVEALED, Ballot, Contest
from polling.core.db import engine, reading, transaction
from polling.core.migrate import upgrade
from polling.workshop.models import Workshop
from tests.databases import on_both
from tests.downgrade import downgrade
from tests.room import Room

POOLS = {"smallest": 1, "newest": 3, "attribute": "sector", "of": {"Survivor": "Survivor"}}
SPLIT = {"sectors": ["Survivor", "State"], "support": {"1": [[1, 1], [4, 9]]}, "common": [1]}


def as_it_was(room: Room) -> None:
    """A workshop with a threshold of one, and votes in each state."""
    with transaction() as session:
        workshop = session.get_one(Workshop, room.workshop_id)
        workshop.settings = workshop.settings | {"smallest_cell": 1}
        result = {"voted": 10, "by_sector": SPLIT, "explained": {"by_sector": SPLIT, "draws": 9}}
        workshop.imported_results = {"contests": [{"id": "ab", "result": result}]}
        for state in (OPEN, CLOSED, REVEALED):
            given = {"workshop_id": workshop.id, "kind": "ranking", "state": state, "pools": POOLS}
            session.add(Contest(id=state, options=[1], result=result, **given))
            session.flush()
            ballot = {"revision": 1, "choices": "{}", "digest": state}
            session.add(Ballot(contest_id=state, key=state, sector="Survivor", **ballot))


def migrate_again() -> None:
    """Downgrade the schema and upgrade it again."""
    downgrade("0027")
    upgrade(engine())


def pools(session: Session, state: str) -> dict[str, object]:
    return session.get_one(Contest, state).pools


@on_both
def test_no_threshold_and_no_pool_below_five_is_left(room: Room) -> None:
    as_it_was(room)
    migrate_again()
    with reading() as session:
        workshop = session.get_one(Workshop, room.workshop_id)
        assert workshop.settings["smallest_cell"] == 5
        assert pools(session, OPEN) == pools(session, CLOSED) == {"smallest": 5, "newest": 3}
        assert pools(session, REVEALED) == POOLS | {"smallest": 5}
        assert [ballot.sector for ballot in session.query(Ballot) if ballot.key != REVEALED] == [
            "",
            "",
        ]


@on_both
def test_figures_by_sector_of_the_earlier_version_are_removed(room: Room) -> None:
    as_it_was(room)
    migrate_again()
    with reading() as session:
        assert session.get_one(Contest, CLOSED).result == {}  # until it is counted for its reveal
        results = [session.get_one(Contest, REVEALED).result]
        imported = session.get_one(Workshop, room.workshop_id).imported_results
    results.append(imported["contests"][0]["result"])
    assert results == [{"voted": 10, "explained": {"by_sector": None, "draws": 9}}] * 2
