"""Archives are unpacked within limits; an XML part with a DOCTYPE is refused in every encoding."""

import io
import struct
import zipfile

import pytest

from polling.uploads.archive import BadArchive, TooLargeArchive, packed, unpacked
from polling.uploads.xml_size import Budget
from tests.attacks.hostile_files import archive

DOCTYPE = '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'


def opened(data: bytes, *, most_bytes: int = 10_000, most_parts: int = 10) -> dict[str, bytes]:
    return unpacked(data, most_bytes=most_bytes, most_parts=most_parts, budget=Budget(100))


def test_the_parts_come_out_as_they_went_in() -> None:
    parts = {"a.xml": b"<?xml version='1.0'?><!-- a --><a/>", "b.png": b"\x89PNG", "c/d": b""}
    assert opened(archive(parts)) == parts
    assert opened(packed(parts)) == parts


def test_an_archive_that_says_it_is_too_large_is_refused() -> None:
    with pytest.raises(TooLargeArchive):
        opened(archive({"a": bytes(10_001)}))
    with pytest.raises(TooLargeArchive):
        opened(archive({str(at): b"" for at in range(11)}))


def test_an_archive_whose_directory_lies_about_a_size_is_refused() -> None:
    lying = archive({"a": bytes(9_000_000)}).replace(struct.pack("<I", 9_000_000), b"\5\0\0\0")
    with pytest.raises(BadArchive):
        opened(lying)


def test_entries_that_overlap_are_refused() -> None:
    """All entries share the same compressed zeros, a better ratio than Deflate can reach."""
    sound = archive({"a": bytes(1_000_000)})
    start = sound.rindex(b"PK\x01\x02")
    end = sound.rindex(b"PK\x05\x06")
    entry = sound[start:end]
    entries = b"".join(entry.replace(b"a", bytes([97 + at])) for at in range(5))
    count = struct.pack("<HH", 5, 5)
    tail = b"PK\x05\x06\0\0\0\0" + count + struct.pack("<IIH", len(entries), start, 0)
    with pytest.raises(BadArchive):
        opened(sound[:start] + entries + tail, most_bytes=100_000_000)


def test_other_packing_encryption_and_two_parts_of_one_name_are_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as made:
        made.writestr("a", b"b")
    with pytest.raises(BadArchive, match="packed by a method"):
        opened(out.getvalue())
    encrypted = bytearray(archive({"a": b"b"}))
    encrypted[encrypted.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(BadArchive, match="encrypted"):
        opened(bytes(encrypted))
    twice = archive({"a": b"b", "c": b"d"}).replace(b"c", b"a")
    with pytest.raises(BadArchive, match="one name"):
        opened(twice)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"PK\x03\x04", id="only the first bytes"),
        pytest.param(archive({"a": b"b"})[:-5], id="without its end"),
    ],
)
def test_a_file_that_is_not_an_archive_is_refused(data: bytes) -> None:
    with pytest.raises(BadArchive):
        opened(data)


@pytest.mark.parametrize(
    "content",
    [
        DOCTYPE.encode(),
        f"<!-- late --><?pi?>\n\n{DOCTYPE}".encode(),
        b"\xef\xbb\xbf" + DOCTYPE.encode(),
        DOCTYPE.encode("utf-16"),
        f'<?xml version="1.0" encoding="UTF-16"?>{DOCTYPE}'.encode("utf-16-be"),
        DOCTYPE.encode("utf-32"),
        f'<?xml version="1.0" encoding="utf-7"?>{DOCTYPE}'.encode("utf-7"),
        f'<?xml version="1.0" encoding="cp500"?>{DOCTYPE}'.encode("cp500"),
        b'<!DOCTYPE a SYSTEM "http://evil.example/a.dtd"><a/>',
        b"<!-- nothing follows -->",
    ],
    ids=[
        "plain",
        "late",
        "marked",
        "UTF-16",
        "UTF-16BE",
        "UTF-32",
        "UTF-7",
        "EBCDIC",
        "afar",
        "empty",
    ],
)
@pytest.mark.parametrize("name", ["a.xml", "picture.png"])
def test_a_doctype_is_refused_in_every_encoding_and_under_every_name(
    name: str, content: bytes
) -> None:
    with pytest.raises(BadArchive):
        opened(archive({name: content}))


def test_only_needed_parts_are_unpacked_and_checked() -> None:
    parts = {"a.xml": b"<a/>", "b.xml": b"<b>"}
    assert unpacked(
        archive(parts),
        most_bytes=100,
        most_parts=10,
        budget=Budget(1),
        is_needed=lambda name: name == "a.xml",
    ) == {"a.xml": b"<a/>"}


def test_all_parts_together_may_not_have_too_many_elements() -> None:
    half = b"<a>" + b"<b/>" * 50 + b"</a>"
    assert opened(archive({"a.xml": half}))
    with pytest.raises(TooLargeArchive):
        opened(archive({"a.xml": half, "b.png": half}))
    with pytest.raises(TooLargeArchive):
        opened(archive({"a.xml": b"<a>" + b"<b></b>" * 1_000 + b"</a>"}))
