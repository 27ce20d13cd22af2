"""What a server's SQLite asked of the file system: recorded by recorder.c, read back here."""

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
    """The calls, as recorder.c writes them."""

    CREATE = "c"
    WRITE = "w"
    TRUNCATE = "t"
    SYNC = "s"
    UNLINK = "u"


@dataclass(frozen=True)
class Call:
    """One call: when (as `time.monotonic`), of which of FILES; where, or to what size; and what."""

    at: float
    kind: Kind
    file: str
    offset: int = 0
    data: bytes = b""


class Recording:
    """The calls of servers over `database`, whose folder these files share."""

    def __init__(self, database: Path) -> None:
        self._notes = database.with_name("notes")
        self._library = database.with_name("recorder.so")
        self._database = database
        self.start = database.read_bytes()

    @property
    def settings(self) -> dict[str, str]:
        """The environment of a server that is to be recorded."""
        assert COMPILER
        command = (COMPILER, "-shared", "-fPIC", "-O1", "-o", self._library, SOURCE)
        subprocess.run([*command, "-ldl", "-lpthread"], check=True)
        return {
            "LD_PRELOAD": str(self._library),
            "RECORD_DATABASE": str(self._database),
            "RECORD_TO": str(self._notes),
        }

    def calls(self) -> Iterator[Call]:
        """Every call, in order; ValueError at one that this emulation does not know."""
        notes, here = self._notes.read_bytes(), 0
        while here < len(notes):
            nanoseconds, offset, length, kind, file = HEADER.unpack_from(notes, here)
            here += HEADER.size
            data = notes[here : here + length]
            here += length
            yield Call(nanoseconds / 1e9, Kind(chr(kind)), FILES[file], offset, data)
