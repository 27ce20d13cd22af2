"""Other users of the machine cannot read the database, the secret or an export."""

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from config import TestConfig
from polling.core import db
from polling.core.migrate import upgrade
from tests.room import Room
from tests.server import environment

OPEN_UMASK = 0o022


def modes(folder: Path) -> dict[str, str]:
    paths = [folder, *folder.iterdir()]
    return {path.name: oct(stat.S_IMODE(path.stat().st_mode)) for path in paths}


def polling(*arguments: str, **variables: str) -> None:
    command = [sys.executable, "-m", "polling.cli", *arguments]
    environ = os.environ | variables
    subprocess.run(command, env=environ, check=True, umask=OPEN_UMASK, capture_output=True)


@pytest.mark.slow
def test_what_a_command_creates_is_private(tmp_path: Path) -> None:
    folder = tmp_path / "instance"
    polling("organizer", "add", "anna@org.example", DATA_DIR=str(folder), DATABASE_URL="")
    assert modes(folder) == {
        "instance": "0o700",
        "secret_key": "0o600",
        "workshop.sqlite": "0o600",
    }


@pytest.mark.slow
def test_an_export_is_private(room: Room, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    polling("export", room.code, "--format", "json", "--output", str(out), **environment())
    assert modes(tmp_path)["out.json"] == "0o600"


def test_files_of_an_earlier_version_become_private(tmp_path: Path) -> None:
    names = ("workshop.sqlite", "workshop.sqlite-journal", "secret_key")
    for name in names:
        (tmp_path / name).touch()
        (tmp_path / name).chmod(0o644)
    (tmp_path / "secret_key").write_text("kept")
    config = TestConfig(data_dir=tmp_path, secret_key="", database_url="")
    assert config.secret() == "kept"
    upgrade(db.connect(config.database))
    db.engine().dispose()
    found = modes(tmp_path)
    assert {found[name] for name in names if name in found} == {"0o600"}


@pytest.mark.parametrize("is_empty", [True, False], ids=["empty", "missing"])
def test_a_secret_that_could_not_be_written_is_made_at_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_empty: bool
) -> None:
    def fail(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "the disk is full")

    config = TestConfig(data_dir=tmp_path, secret_key="", database_url="")
    if is_empty:
        (tmp_path / "secret_key").touch()  # by an earlier version
    with monkeypatch.context() as full:
        full.setattr(os, "fsync", fail)
        with pytest.raises(OSError, match="full"):
            config.secret()
    made = config.secret()
    assert (len(made), config.secret(), modes(tmp_path)["secret_key"]) == (64, made, "0o600")
