"""What an emulated disk may, and must, contain after a loss of power."""

import random
from collections.abc import Iterable

from tests.faults.power.disk import SECTOR, Disk
from tests.faults.power.recording import Call, Kind

OLD = b"o" * 2 * SECTOR
NEW = Call(0, Kind.WRITE, "database", 0, b"n" * 2 * SECTOR)
SYNC = Call(0, Kind.SYNC, "database")
MADE = Call(0, Kind.CREATE, "-journal")
WRITTEN = Call(0, Kind.WRITE, "-journal", 0, b"j")
JOURNAL_SYNC = Call(0, Kind.SYNC, "-journal")
REMOVED = Call(0, Kind.UNLINK, "-journal")
FOLDER_SYNC = Call(0, Kind.SYNC, "folder")


def found(calls: Iterable[Call]) -> list[dict[str, bytes]]:
    """The states found after many losses of power."""
    disk = Disk({"database": OLD})
    for call in calls:
        disk.apply(call)
    return [disk.after_power_loss(random.Random(seed)) for seed in range(100)]


def test_synced_data_is_kept() -> None:
    assert {one["database"] for one in found([NEW, SYNC])} == {NEW.data}


def test_unsynced_data_is_kept_or_lost_or_torn() -> None:
    torn = {b"n" * SECTOR + b"o" * SECTOR, b"o" * SECTOR + b"n" * SECTOR}
    assert {one["database"] for one in found([NEW])} == {OLD, NEW.data} | torn


def test_a_later_write_may_arrive_before_an_earlier_one() -> None:
    grown = Call(0, Kind.WRITE, "database", 2 * SECTOR, b"g" * SECTOR)
    sizes_and_starts = {(len(one["database"]), one["database"][:1]) for one in found([NEW, grown])}
    assert (3 * SECTOR, b"o") in sizes_and_starts


def test_a_new_file_may_be_gone_until_its_folder_is_synced() -> None:
    made = [MADE, WRITTEN, JOURNAL_SYNC]
    assert {one.get("-journal") for one in found(made)} == {None, b"j"}
    assert {one.get("-journal") for one in found([*made, FOLDER_SYNC])} == {b"j"}


def test_a_removed_file_may_be_back_until_its_folder_is_synced() -> None:
    removed = [MADE, WRITTEN, JOURNAL_SYNC, FOLDER_SYNC, REMOVED]
    assert {one.get("-journal") for one in found(removed)} == {None, b"j"}
    assert {one.get("-journal") for one in found([*removed, FOLDER_SYNC])} == {None}


def test_a_file_cut_short_may_still_be_long() -> None:
    cut = Call(0, Kind.TRUNCATE, "database", SECTOR)
    assert {len(one["database"]) for one in found([cut])} == {SECTOR, 2 * SECTOR}
