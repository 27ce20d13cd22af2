"""Frozen versions in the workshop file: unchanged after an import, refused if altered."""

import json
import random
from base64 import b64encode
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from polling.cli import main
from polling.core.clock import now
from polling.core.db import reading, transaction
from polling.core.errors import Conflict
from polling.report.actions import publishing
from polling.report.actions.preparation import prepare
from polling.report.document import publication as document
from polling.report.formats.markdown import markdown
from polling.report.models import ReportVersion
from polling.report.options import ReportProse
from polling.report.versions import queries as versions
from polling.report.versions import serialization
from polling.report.versions.schema import LONGEST, MOST
from polling.workshop.models import Workshop
from polling.workshop_file.dump import dump
from polling.workshop_file.load import load
from polling.workshop_file.problems import BadWorkshopFile
from polling.workshop_file.read import read
from polling.workshop_file.write import write
from tests.report.versions.in_files import pack, unpack
from tests.room import Room


@pytest.fixture
def frozen(day: Room) -> Room:
    for text in ("As it was.", "As it is."):
        with transaction() as session:
            workshop = session.get_one(Workshop, day.workshop_id)
            workshop.prose = ReportProse(summary=text).model_dump()
            publishing.freeze(session, day.organizer, prepare(session, day.organizer))
    return day


def exported(workshop_id: int) -> bytes:
    with reading() as session:
        return write(dump(session, session.get_one(Workshop, workshop_id)))


def problems(tree: dict[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(BadWorkshopFile) as refusal:
        read(json.dumps(tree).encode())
    return [(problem["place"], problem["message"]) for problem in refusal.value.problems]


def test_versions_come_back_to_the_byte_and_draw_the_same(frozen: Room) -> None:
    first = exported(frozen.workshop_id)
    with transaction() as session:
        copy = load(session, read(first)).id
    assert exported(copy) == first
    with reading() as session:
        mine, theirs = (
            [
                serialization.load(serialization.Frozen.of(one))
                for one in versions.versions(session, workshop)
            ]
            for workshop in (frozen.workshop_id, copy)
        )
    assert len(mine) == 2
    assert [replace(one, imported=True) for one in mine] == theirs
    assert "As it was." in markdown(document(theirs[1]))


def test_changed_data_or_a_changed_hash_are_problems(frozen: Room) -> None:
    tree = json.loads(exported(frozen.workshop_id))
    changed = unpack(tree["versions"][0]["data"]).replace(b"As it was.", b"As I like.")
    tree["versions"][0]["data"] = pack(changed)
    tree["versions"][1]["digest"] = "zz"
    wrong = "Hash mismatch: the data or the hash was changed."
    assert problems(tree) == [("versions[0].digest", wrong), ("versions[1].digest", wrong)]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("", id="nothing"),
        pytest.param("%%%", id="not base64"),
        pytest.param("aGVsbG8=", id="not packed"),
        pytest.param(pack(b"x" * 100)[:-8], id="cut off"),
    ],
)
def test_damaged_data_are_a_problem(data: str) -> None:
    assert_damaged(data)


@pytest.mark.parametrize("size", [1_000_000, LONGEST + 1], ids=["small", "large"])
def test_a_bomb_is_a_problem(size: int) -> None:
    assert_damaged(pack(b"0" * size))


def test_a_report_may_repeat_one_text_everywhere() -> None:
    text = large(500).decode() * 4
    data = json.dumps([{"headline": text, "number": number} for number in range(500)]).encode()
    assert len(data) > 1_000_000
    assert unpack(pack(data)) == data


def assert_damaged(data: str) -> None:
    version = {"number": 1, "frozen_at": "2026-05-05T14:32:00+00:00", "digest": "0" * 64}
    tree = {"title": "T", "versions": [version | {"data": data}]}
    assert problems(tree) == [("versions[0].data", "The data is damaged and cannot be unpacked.")]


@pytest.mark.parametrize(
    "moment", ["yesterday", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"]
)
def test_a_version_has_its_own_number_and_time(moment: str) -> None:
    data = b"{}"
    one = {
        "number": 1,
        "frozen_at": moment,
        "digest": serialization.digest(data),
        "data": pack(data),
    }
    assert [place for place, _message in problems({"title": "T", "versions": [one, one]})] == [
        "versions[0].frozen_at",
        "versions[1].frozen_at",
        "versions[1].number",
    ]


@pytest.mark.parametrize(
    "data", [b"{}", b"[1]", b"\xff", b'{"accent": "red}</style><script>"}'], ids=repr
)
def test_an_invalid_frozen_report_is_kept_and_refused_in_words(day: Room, data: bytes) -> None:
    with transaction() as session:
        workshop = session.get_one(Workshop, day.workshop_id)
        session.add(
            ReportVersion(
                workshop_id=workshop.id,
                number=1,
                frozen_at=workshop.created_at,
                digest=serialization.digest(data),
                data=serialization.pack(data),
            )
        )
    with (
        reading() as session,
        pytest.raises(Conflict, match="Version 1 has a different data format"),
    ):
        serialization.load(serialization.Frozen.of(versions.numbered(session, day.workshop_id, 1)))
    organizer = day.organizer_visitor()
    assert organizer.get(f"/console/{day.code}/report/versions/1").status_code == 409
    assert organizer.get(f"/console/{day.code}/report/versions/1/data").data == data
    assert organizer.get(f"/console/{day.code}/closed?view=files").status_code == 200


@pytest.mark.parametrize(
    "given, hostile",
    [
        (b'"#0b6e69"', b'"red}body{display:none"'),
        (b'"language": "en"', rb'"language": "en\" onload=\"alert(1)"'),
    ],
    ids=["colour", "language"],
)
def test_a_hostile_value_does_not_get_into_a_page(
    frozen: Room, given: bytes, hostile: bytes
) -> None:
    with reading() as session:
        data = serialization.unpack(versions.numbered(session, frozen.workshop_id, 1).data)
    hostile = data.replace(given, hostile)
    assert hostile != data
    packed = serialization.pack(hostile)
    with pytest.raises(Conflict):
        serialization.load(serialization.Frozen(1, serialization.digest(hostile), packed, "en"))


def test_the_console_compares_versions_only_when_it_is_asked(frozen: Room) -> None:
    organizer, page = frozen.organizer_visitor(), f"/console/{frozen.code}/closed?view=files"
    assert "As it was." not in organizer.get(page).text
    compared = organizer.get(f"{page}&compare=2").text
    assert "<del>As it was.</del>" in compared
    assert "<ins>As it is.</ins>" in compared


def large(size: int) -> bytes:
    """Return data like that of a version with pictures, which hardly shrinks."""
    return b64encode(random.Random(size).randbytes(size * 3 // 4))


def add_version(room: Room, number: int, data: bytes) -> None:
    with transaction() as session:
        session.add(
            ReportVersion(
                workshop_id=room.workshop_id,
                number=number,
                frozen_at=now(),
                digest=serialization.digest(data),
                data=serialization.pack(data),
            )
        )


def test_a_file_with_many_pictures_is_imported_by_the_command(day: Room, tmp_path: Path) -> None:
    for number in range(1, 8):
        add_version(day, number, large(1_000_000 + number))
    file = tmp_path / "large.json"
    file.write_bytes(exported(day.workshop_id))
    assert file.stat().st_size > 6_000_000
    with pytest.raises(BadWorkshopFile):
        read(file.read_bytes())  # as an upload
    result = CliRunner().invoke(main, ["import", str(file)])
    assert result.exit_code == 0, result.output
    with reading() as session:
        code = result.stdout.strip()
        copy = session.query(Workshop).filter_by(code=code).one()
        assert write(dump(session, copy)) == file.read_bytes()


@pytest.mark.parametrize(
    "number, size, refusal",
    [
        (1, LONGEST - 1, "would be larger than 30 MB together. Choose smaller pictures"),
        (MOST, 1, "at most 200 frozen versions"),
    ],
    ids=["bytes", "number"],
)
def test_no_version_is_frozen_that_no_file_could_contain(
    day: Room, number: int, size: int, refusal: str
) -> None:
    for at in range(1, number + 1):
        add_version(day, at, b"x" * size)
    answer = day.organizer_visitor().post(f"/console/{day.code}/report/freeze")
    assert answer.status_code == 409
    assert refusal in answer.get_data(as_text=True)
    with reading() as session:
        assert len(versions.versions(session, day.workshop_id)) == number
