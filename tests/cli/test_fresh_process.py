"""Each command in a process of its own, which has loaded nothing that other tests need."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.prepared_rooms import Prepared
from tests.room import Room

DEMO = Path(__file__).parents[2] / "polling" / "demo" / "workshop.json"


def rank(room: Room) -> None:
    room.go("lobby")
    room.join(12)
    room.go("ranking")
    room.rank_everything()


@pytest.mark.parametrize(
    "arguments",
    [
        ["verify", "CODE"],
        ["export", "CODE", "--format", "json"],  # it loads all formats
        ["import", "FILE"],
        ["organizer", "add", "you@example.org", "--workshop", "CODE"],
        ["schema"],
    ],
    ids=" ".join,
)
def test_a_command_works_on_a_workshop_with_a_vote(
    room: Room, prepared: Prepared, database: str, tmp_path: Path, arguments: list[str]
) -> None:
    prepared.get(rank, room)
    real = {"CODE": room.code, "FILE": str(DEMO)}
    words = [real.get(word, word) for word in arguments]
    done = subprocess.run(
        [sys.executable, "-m", "polling.cli", *words],
        env=os.environ | {"DATA_DIR": str(tmp_path), "DATABASE_URL": database},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout
