"""Remove the metadata of PNG, JPEG and WebP pictures.

Everybody who joins receives the logo. Cameras and editors store places, names, earlier versions and
thumbnails in pictures. Only the parts that a browser needs to draw the pixels are kept, byte for
byte. Rotation by metadata, colour profiles and the frames of an animated PNG are lost.
"""

import struct
from collections.abc import Iterator, Set

_PNG_START, _PNG_KEPT = b"\x89PNG\r\n\x1a\n", {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}
_WEBP_PIXELS = {b"ALPH", b"VP8 ", b"VP8L"}
_WEBP_KEPT = _WEBP_PIXELS | {b"VP8X", b"ANIM", b"ANMF"}
_WEBP_FRAME_BYTES = 16  # at the start of a frame of an animation; its parts follow
_WEBP_FLAGS = 0x20 | 0x08 | 0x04  # flags in VP8X: colour profile, Exif, XMP
_APP0, _APP14, _APP15, _COMMENT = 0xE0, 0xEE, 0xEF, 0xFE
_END, _SCAN, _RESTARTS = 0xD9, 0xDA, range(0xD0, 0xD8)
_MOST_SCANS = 100  # usual pictures have ten; thousands would keep each phone busy for minutes
_JFIF, _ADOBE = b"JFIF\0", b"Adobe"  # density; colour space
_JFIF_BYTES, _ADOBE_BYTES = 12, 12  # of both, without optional parts


def pixels_only(picture: bytes) -> bytes:
    """Return the picture with only its pixels.

    Raises:
        ValueError: it is damaged, or has another format.
    """
    try:
        if picture.startswith(_PNG_START):
            return _PNG_START + b"".join(_png(picture))
        if picture.startswith(b"\xff\xd8"):
            return b"\xff\xd8" + b"".join(_jpeg(picture))
        if picture.startswith(b"RIFF") and picture[8:12] == b"WEBP":
            end = 8 + int(struct.unpack_from("<I", picture, 4)[0])
            if end > len(picture):
                raise IndexError
            content = b"WEBP" + b"".join(_webp(picture[:end], 12, _WEBP_KEPT))
            return b"RIFF" + struct.pack("<I", len(content)) + content
    except (struct.error, IndexError) as error:
        raise ValueError("the picture breaks off") from error
    raise ValueError("this is not a PNG, JPEG or WebP picture")


def _png(picture: bytes) -> Iterator[bytes]:
    at, kind = len(_PNG_START), b""
    while kind != b"IEND":
        (length,) = struct.unpack_from(">I", picture, at)
        kind, end = picture[at + 4 : at + 8], at + 12 + length
        if end > len(picture):
            raise IndexError
        if kind in _PNG_KEPT:
            yield picture[at:end]
        at = end


def _jpeg(picture: bytes) -> Iterator[bytes]:
    at, scans = 2, 0
    while scans <= _MOST_SCANS:
        while picture[at] == picture[at + 1] == 0xFF:  # padding
            at += 1
        if picture[at] != 0xFF:
            raise IndexError
        marker = picture[at + 1]
        if marker == _END:
            yield picture[at : at + 2]
            return
        end = at + 2 + int(struct.unpack_from(">H", picture, at + 2)[0])
        yield from _segment(marker, picture[at + 4 : end], picture[at:end])
        if marker == _SCAN:
            start, end = end, _end_of_scan(picture, end)
            scans += 1
            yield picture[start:end]
        at = end
    raise ValueError("the picture has too many scans")


def _segment(marker: int, content: bytes, whole: bytes) -> Iterator[bytes]:
    if marker == _APP0 and content.startswith(_JFIF):
        yield _packed(marker, content[:_JFIF_BYTES] + b"\0\0")  # a thumbnail of 0 by 0 pixels
    elif marker == _APP14 and content.startswith(_ADOBE):
        yield _packed(marker, content[:_ADOBE_BYTES])
    elif not (_APP0 <= marker <= _APP15 or marker == _COMMENT):
        yield whole


def _packed(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def _end_of_scan(picture: bytes, at: int) -> int:
    """Return the position of the next marker that is not part of the compressed pixels."""
    while True:
        at = picture.find(b"\xff", at)
        if at < 0:
            raise IndexError
        if picture[at + 1] != 0 and picture[at + 1] not in _RESTARTS:
            return at
        at += 2


def _webp(picture: bytes, at: int, kept: Set[bytes]) -> Iterator[bytes]:
    while at < len(picture):
        kind, (length,) = picture[at : at + 4], struct.unpack_from("<I", picture, at + 4)
        content = picture[at + 8 : at + 8 + length]
        if len(content) < length:
            raise IndexError
        if kind in kept:
            if kind == b"VP8X":
                content = bytes([content[0] & ~_WEBP_FLAGS]) + content[1:]
            elif kind == b"ANMF":
                parts = _webp(content, _WEBP_FRAME_BYTES, _WEBP_PIXELS)
                content = content[:_WEBP_FRAME_BYTES] + b"".join(parts)
            yield kind + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)
        at += 8 + length + length % 2
