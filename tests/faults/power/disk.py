"""A disk that loses power: synced data is kept, other data may be lost, sector by sector.

Data written since the last sync of a file may have reached the disk or not, in any order. A write
may be torn between any two of its sectors. The new part of a file that grew may contain anything.
The creation and removal of files are durable only once their folder is synced.
"""

import random
from collections.abc import Callable

from tests.faults.power.recording import Call, Kind

SECTOR = 512
Folder = dict[str, "_File"]


class Disk:
    """The state of a disk after recorded calls; it contained `start` durably."""

    def __init__(self, start: dict[str, bytes]) -> None:
        # The folder's states, from the last durable one to the one that programs see.
        self._folders: list[Folder] = [{name: _File(held) for name, held in start.items()}]

    def apply(self, call: Call) -> None:
        """Apply one call."""
        seen = self._folders[-1]
        if call.file == "folder":
            self._folders = [seen]
        elif call.kind is Kind.CREATE:
            self._folders.append(seen | {call.file: _File(b"")})
        elif call.kind is Kind.UNLINK:
            left = {name: file for name, file in seen.items() if name != call.file}
            self._folders.append(left)
        elif call.kind is Kind.SYNC:
            seen[call.file].sync()
        else:
            seen[call.file].pending.append(call)

    def after_power_loss(self, chance: random.Random) -> dict[str, bytes]:
        """Return a possible state: only durable data, all data, or anything in between."""
        draw = chance.random()
        if draw < 0.25:
            return {name: file.keep(chance, _none) for name, file in self._folders[0].items()}
        if draw < 0.4:
            return {name: file.keep(chance, _all) for name, file in self._folders[-1].items()}
        folder, share = chance.choice(self._folders), chance.random()
        arrives = lambda: chance.random() < share  # noqa: E731
        return {name: file.keep(chance, arrives) for name, file in folder.items()}


class _File:
    def __init__(self, synced: bytes) -> None:
        self._synced = bytearray(synced)
        self.pending: list[Call] = []

    def sync(self) -> None:
        for call in self.pending:
            _do(self._synced, call, _all, None)
        self.pending = []

    def keep(self, chance: random.Random, arrives: Callable[[], bool]) -> bytes:
        held = bytearray(self._synced)
        for call in self.pending:
            _do(held, call, arrives, chance)
        return bytes(held)


def _do(
    held: bytearray, call: Call, arrives: Callable[[], bool], chance: random.Random | None
) -> None:
    """Apply a write to `held`, for each sector that arrives; `chance` fills gaps."""
    if call.kind is Kind.TRUNCATE:
        if arrives():
            del held[call.offset :]
            held.extend(bytes(call.offset - len(held)))
        return
    end = call.offset + len(call.data)
    at = call.offset
    while at < end:
        until = min(end, (at // SECTOR + 1) * SECTOR)
        if arrives():
            _grow(held, at, chance)
            held[at:until] = call.data[at - call.offset : until - call.offset]
        at = until


def _grow(held: bytearray, size: int, chance: random.Random | None) -> None:
    missing = max(0, size - len(held))
    held.extend(chance.randbytes(missing) if chance else bytes(missing))


def _all() -> bool:
    return True


def _none() -> bool:
    return False
