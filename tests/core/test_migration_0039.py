"""Migration 0039, which removes organizers' addresses from decisions."""

from polling.contests.kinds import RANKING
from polling.contests.models import REVEALED, Contest
from polling.core.db import engine, reading, transaction
from polling.core.migrate import upgrade
from polling.workshop.models import Workshop
from tests.databases import on_both
from tests.downgrade import downgrade
from tests.room import Room

TOLD = {"winners": [1], "reason": "As agreed."}
NAMED = {**TOLD, "by": "a@example.org"}


@on_both
def test_decisions_no_longer_name_the_organizer(room: Room) -> None:
    kept = {"id": "other", "decision": {}}
    with transaction() as session:
        for name, decision in (("decided", NAMED), ("not", {})):
            given = {"kind": RANKING, "state": REVEALED, "decision": decision}
            session.add(Contest(id=name, workshop_id=room.workshop_id, **given))
        workshop = session.get_one(Workshop, room.workshop_id)
        workshop.imported_results = {"contests": [{"id": "a", "decision": NAMED}, kept, {}]}
    downgrade("0038")
    upgrade(engine())
    with reading() as session:
        decisions = {name: session.get_one(Contest, name).decision for name in ("decided", "not")}
        imported = session.get_one(Workshop, room.workshop_id).imported_results
    assert decisions == {"decided": TOLD, "not": {}}
    assert imported == {"contests": [{"id": "a", "decision": TOLD}, kept, {}]}
