"""The dress rehearsal of the whole demo: everything acknowledged is in the export."""

import subprocess
import sys

from sqlalchemy import select

from polling.core.db import reading
from polling.people import queries as people
from polling.report.document import publication as document
from polling.report.models import ReportVersion
from polling.report.versions import serialization
from polling.workshop.models import Workshop
from tests.room import Room
from tests.server import Server, environment

PEOPLE = 8


def test_a_small_room_goes_through_the_whole_workshop_and_loses_nothing(room: Room) -> None:
    command = [sys.executable, "-m", "polling.cli", "rehearse", room.code]
    with Server() as server:
        done = subprocess.run(
            [*command, "--participants", str(PEOPLE), "--url", server.address],
            env=environment(),
            capture_output=True,
            text=True,
            check=False,
        )
    print(done.stdout)  # shown if it fails
    assert done.stdout.splitlines()[0] == "6 themes, 16 priority issues, 70 recommendations"
    assert [line for line in done.stdout.splitlines() if line.startswith(("errors", "lost"))] == [
        "errors          0",
        "lost            0",
    ]
    assert done.returncode == 0
    with reading() as session:
        frozen = session.scalars(select(ReportVersion)).one()
        printed = str(document(serialization.load(serialization.Frozen.of(frozen))))
        copy = session.scalars(select(Workshop).where(Workshop.id != room.workshop_id)).one()
        runners = [account.email for account in people.organizers_of(session, copy.id)]
        everybody = [account.email for account in people.organizers(session)]
    assert copy.title.startswith("Practice run: ")
    assert copy.published
    assert f"We thank the {PEOPLE} participants, and the facilitators of the 12 groups." in printed
    assert runners == everybody == ["organizer@test.example"]
