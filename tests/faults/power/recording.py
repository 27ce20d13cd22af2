"""The file system calls of a server's SQLite: recorded by recorder.c, parsed here."""

import shutil
import struct
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

SOURCE = Path(__file__).with_name("recorder.c")
COMPILER = shutil.which("cc")
HEADER = struct.Struct("=QQIBB")
FILES = ("", "database", "-journal", "-wal", "folder")


class Kind(StrEnum):
    """The kinds of calls, as written by recorder.c."""

    CREATE = "c"
    WRITE = "w"
    TRUNCATE = "t"
    SYNC = "s"
    UNLINK = "u"


@dataclass(frozen=True)
class Call:
    """One call: its time (`time.monotonic`), its file in FILES, the offset or size, the data."""

    at: float
    kind: Kind
    file: str
    offset: int = 0
    data: bytes = b""


class Recording:
    """The calls of servers on `database`; the recording is in the same folder."""

    def __init__(self, database: Path) -> None:
        self._notes = database.with_name("notes")
        self._library = database.with_name("recorder.so")
        self._database = database
        self.start = database.read_bytes()

    @property
    def settings(self) -> dict[str, str]:
        """The environment variables for a recorded server."""
        assert COMPILER
        command = (COMPILER, "-shared", "-fPIC", "-O1", "-o", self._library, SOURCE)
        subprocess.run([*command, "-ldl", "-lpthread"], check=True)
        return {
            "LD_PRELOAD": str(self._library),
            "RECORD_DATABASE": str(self._database),
            "RECORD_TO": str(self._notes),
        }

    def calls(self) -> Iterator[Call]:
        """Return all calls in order. Raises ValueError for calls that the emulation lacks."""
        notes, here = self._notes.read_bytes(), 0
        while here < len(notes):
            nanoseconds, offset, length, kind, file = HEADER.unpack_from(notes, here)
            here += HEADER.size
            data = notes[here : here + length]
            here += length
            yield Call(nanoseconds / 1e9, Kind(chr(kind)), FILES[file], offset, data)
