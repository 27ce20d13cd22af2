"""A workshop file with unpacked frozen versions, as the database stores them.

Packing and unpacking take seconds, but need no database. So they are done outside of transactions.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from polling.report.models import ReportVersion
from polling.report.versions.schema import FrozenReport
from polling.report.versions.serialization import pack, unpack
from polling.workshop_file.schema import WorkshopFile


@dataclass(frozen=True)
class FrozenData:
    """A version as stored: its number, time, the SHA-256 of its data, and the data."""

    number: int
    frozen_at: datetime
    digest: str
    data: bytes

    @classmethod
    def stored(cls, version: ReportVersion) -> Self:
        """Return the version of a row."""
        return cls(version.number, version.frozen_at, version.digest, version.data)

    @classmethod
    def unpacked(cls, given: FrozenReport) -> Self:
        """Return a version of a file."""
        moment = datetime.fromisoformat(given.frozen_at)
        return cls(given.number, moment, given.digest, unpack(given.data))

    def packed(self) -> FrozenReport:
        """Return it for the file."""
        packed = {"frozen_at": self.frozen_at.isoformat(), "data": pack(self.data)}
        return FrozenReport(**{**vars(self), **packed})


@dataclass(frozen=True)
class UnpackedFile:
    """A workshop file without its versions, and its versions."""

    file: WorkshopFile
    versions: Sequence[FrozenData] = ()

    @classmethod
    def of(cls, file: WorkshopFile) -> Self:
        """Unpack a file that was read."""
        versions = [FrozenData.unpacked(version) for version in file.versions]
        return cls(file.model_copy(update={"versions": []}), versions)

    def packed(self) -> WorkshopFile:
        """Return the file with its versions."""
        packed = [version.packed() for version in self.versions]
        return self.file.model_copy(update={"versions": packed})
