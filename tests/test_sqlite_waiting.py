"""Whoever waits for SQLite lets the others in the event loop go on."""

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize("case", ["reads", "commits"])
def test_another_greenlet_can_let_go_of_what_is_waited_for(case: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.patched", case, str(tmp_path / "a.sqlite")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
