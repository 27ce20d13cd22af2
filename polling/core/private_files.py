"""Files that only the server's user can read: database, secret, exports, backups."""

import os
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

PRIVATE_UMASK = 0o077
SQLITE_SUFFIXES = ("", "-journal", "-wal", "-shm", "-serving")


def keep_files_private() -> None:
    """Let this process and its children create all files as 0600 and folders as 0700."""
    os.umask(PRIVATE_UMASK)


def make_private_folder(folder: Path) -> None:
    """Create the folder as 0700, with its parents; an existing folder keeps its mode."""
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)


def make_private_file(path: Path) -> None:
    """Create the file as 0600, or remove other users' permissions.

    It never opens an existing file, because closing it would drop SQLite's locks in this process.
    """
    if not path.exists():
        path.touch(mode=0o600)
    _take_from_others(path)


def write_private_file(path: Path, text: str) -> None:
    """Create the file as 0600 with this text, unless another process has just created it.

    It exists only once it is complete, because another process may read it at once.
    """
    with NamedTemporaryFile("w", dir=path.parent) as written:  # 0600
        written.write(text)
        written.flush()
        os.fsync(written.fileno())
        with suppress(FileNotFoundError):
            if path.stat().st_size == 0:
                path.unlink()
        with suppress(FileExistsError):
            os.link(written.name, path)


def make_sqlite_private(database: Path) -> None:
    """Create the database file as 0600; SQLite uses the same mode for its journals."""
    make_private_folder(database.parent)
    make_private_file(database)
    for suffix in SQLITE_SUFFIXES:
        _take_from_others(database.with_name(database.name + suffix))


def _take_from_others(path: Path) -> None:
    """Remove the permissions of group and others, if the file exists and belongs to us."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return
    if found.st_uid == os.geteuid() and found.st_mode & PRIVATE_UMASK:
        path.chmod(found.st_mode & 0o700)
