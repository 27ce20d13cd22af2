"""The size of a picture is read from its first bytes."""

import random

import pytest

from polling.uploads.picture_size import pixels_of
from tests.pictures import jpeg, png, webp


@pytest.mark.parametrize(
    "picture",
    [
        png(640, 480),
        jpeg(640, 480),
        webp(b"VP8 ", 640, 480),
        webp(b"VP8L", 640, 480),
        webp(b"VP8X", 640, 480),
    ],
    ids=["PNG", "JPEG", "lossy WebP", "lossless WebP", "extended WebP"],
)
def test_the_size_is_read_from_its_header(picture: bytes) -> None:
    assert pixels_of(picture) == (640, 480)


@pytest.mark.parametrize(
    "picture",
    [b"", b"<svg/>", png()[:18], jpeg()[:14], webp()[:22], b"\xff\xd8" + b"\xff" * 100_000],
)
def test_a_picture_that_breaks_off_has_no_size(picture: bytes) -> None:
    assert pixels_of(picture) == (0, 0)


def test_damaged_pictures_are_answered_at_once() -> None:
    chance = random.Random(7)
    for picture in (png(), jpeg(), webp(b"VP8 "), webp(b"VP8X")):
        for _ in range(200):
            damaged = bytearray(picture)
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
            assert all(side >= 0 for side in pixels_of(bytes(damaged)))
