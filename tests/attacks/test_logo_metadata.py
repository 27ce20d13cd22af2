"""A stored logo contains only pixels, without metadata, because everybody receives it."""

from io import BytesIO

import pytest

from polling.core.db import reading, transaction
from polling.uploads.picture_metadata import pixels_only
from polling.workshop.models import Workshop
from polling.workshop.pictures import to_address, trouble_with
from polling.workshop_file.dump import dump
from polling.workshop_file.load import load
from polling.workshop_file.schema import WorkshopFile
from tests.pictures import jpeg, jpeg_segment, png, png_chunk, webp, webp_chunk
from tests.room import Room

SECRET = b"Jane Doe, 52.52N 13.40E"
FRAME = webp_chunk(b"VP8L", bytes(9))
PICTURES = {
    "PNG": png(
        2,
        2,
        png_chunk(b"tEXt", b"Author\0" + SECRET),
        png_chunk(b"eXIf", SECRET),
        png_chunk(b"iCCP", SECRET),
        png_chunk(b"prVt", SECRET),
    )
    + SECRET,
    "JPEG": jpeg(
        2,
        2,
        jpeg_segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\5\5" + SECRET * 4),
        jpeg_segment(0xE1, b"Exif\0\0" + SECRET),
        jpeg_segment(0xEE, b"Adobe\0\x64\0\0\0\0\1" + SECRET),
        jpeg_segment(0xED, SECRET),
        jpeg_segment(0xFE, SECRET),
    )
    + SECRET,
    "WebP": webp(b"VP8X", 2, 2, webp_chunk(b"EXIF", SECRET), webp_chunk(b"XMP ", SECRET)) + SECRET,
    "animated WebP": webp(
        b"VP8X",
        2,
        2,
        webp_chunk(b"ANIM", bytes(6)),
        webp_chunk(b"ANMF", bytes(16) + FRAME + webp_chunk(b"prVt", SECRET)),
    ),
}


@pytest.mark.parametrize("kind", PICTURES)
def test_no_metadata_is_kept(kind: str) -> None:
    kept = pixels_only(PICTURES[kind])
    assert SECRET not in kept
    assert pixels_only(kept) == kept


def test_an_uploaded_logo_keeps_none(room: Room) -> None:
    sent = {"logo": (BytesIO(PICTURES["PNG"]), "logo.png")}
    answer = room.organizer_visitor().post(f"/console/{room.code}/setup/logo", sent)
    assert answer.status_code == 200
    with reading() as session:
        assert session.get_one(Workshop, room.workshop_id).logo == pixels_only(PICTURES["PNG"])


def test_a_logo_in_a_workshop_file_keeps_none_either(room: Room) -> None:
    file = WorkshopFile(title="T", logo=to_address("image/png", PICTURES["PNG"]))
    with transaction() as session:
        made = load(session, file)
        assert made.logo == png(2, 2)
        assert dump(session, made).logo == to_address("image/png", png(2, 2))


def test_parts_needed_to_draw_the_pixels_are_kept() -> None:
    palette = png_chunk(b"PLTE", bytes(3)), png_chunk(b"tRNS", b"\0")
    assert pixels_only(png(2, 2, *palette)) == png(2, 2, *palette)
    adobe = jpeg_segment(0xEE, b"Adobe\0\x64\0\0\0\0\1")
    assert adobe in pixels_only(jpeg(2, 2, adobe))
    assert pixels_only(webp(b"VP8L", 2, 2)) == webp(b"VP8L", 2, 2)
    assert FRAME in pixels_only(PICTURES["animated WebP"])


@pytest.mark.parametrize("kind", PICTURES)
def test_a_picture_that_breaks_off_is_damaged(kind: str) -> None:
    whole = pixels_only(PICTURES[kind])
    for length in range(len(whole)):
        with pytest.raises(ValueError, match="picture"):
            pixels_only(whole[:length])


def test_a_jpeg_of_very_many_scans_is_refused() -> None:
    scan = b"\xff\xda\x00\x04\x00\x00pixels"
    assert pixels_only(jpeg(2, 2, scan * 99))
    with pytest.raises(ValueError, match="too many scans"):
        pixels_only(jpeg(2, 2, scan * 5_000))
    assert trouble_with(jpeg(2, 2, scan * 5_000))
