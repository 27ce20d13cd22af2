"""A picture of any size is uploaded: the browser makes it as small as the server wants it."""

import random
import struct
import zlib

from playwright.sync_api import Browser, expect

from polling.core.db import reading
from polling.report.pictures import MOST_BYTES
from polling.report.stored_pictures import stored
from polling.uploads.picture_size import pixels_of
from polling.workshop.pictures import kind_of
from tests.browser_page import opened
from tests.conftest import Served
from tests.pictures import png_chunk
from tests.report import small_workshop

WIDTH, HEIGHT = 900, 600


def noise(*, opaque: bool) -> bytes:
    """A PNG that cannot be compressed, half of it transparent unless `opaque`."""
    chance = random.Random(1)
    channels, kind = (3, 2) if opaque else (4, 6)
    rows = (b"\0" + chance.randbytes(channels * WIDTH) for _ in range(HEIGHT))
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, kind, 0, 0, 0)
    pixels = zlib.compress(b"".join(rows), 1)
    parts = [png_chunk(b"IHDR", header), png_chunk(b"IDAT", pixels), png_chunk(b"IEND", b"")]
    return b"".join([b"\x89PNG\r\n\x1a\n", *parts])


def test_a_large_picture_is_shrunk_before_it_is_sent(served: Served, browser: Browser) -> None:
    room = small_workshop.whole_day(served[1])
    path = f"/console/{room.code}/closed?view=print"
    page = opened(browser, served[0], room.organizer_visitor(), path)
    for kind, opaque in (("cover", True), ("logo", False)):
        content = noise(opaque=opaque)
        assert len(content) > MOST_BYTES["cover"]
        picture = {"name": "picture.png", "mimeType": "image/png", "buffer": content}
        page.get_by_label("Picture").set_input_files(picture)  # type: ignore[arg-type]
        page.get_by_label("Use as").select_option(kind)
        page.get_by_label("Description").fill(f"A {kind}")
        page.get_by_role("button", name="Add", exact=True).click()
        expect(page.get_by_role("img", name=f"A {kind}")).to_be_visible()
    with reading() as session:
        cover, logo = (row.content for row in stored(session, room.workshop_id))
    assert (kind_of(cover), kind_of(logo)) == ("image/jpeg", "image/png")
    for content, most in ((cover, MOST_BYTES["cover"]), (logo, MOST_BYTES["logo"])):
        width, height = pixels_of(content)
        assert len(content) <= most
        assert abs(width / height - WIDTH / HEIGHT) < 0.1
