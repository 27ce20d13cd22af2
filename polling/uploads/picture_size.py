"""The size in pixels that a PNG, JPEG or WebP picture declares, read without decoding it.

A few hundred bytes can declare 65,535 × 65,535 pixels, which need 17 GB when decoded.
"""

import struct

_PNG_HEADER, _WEBP_KIND = slice(12, 16), slice(12, 16)
_NO_FRAMES = {0xC4, 0xC8, 0xCC}  # in the range of JPEG's frame headers: tables, reserved, tables
_LENGTHLESS = {0x01, *range(0xD0, 0xD9)}


def pixels_of(picture: bytes) -> tuple[int, int]:
    """Return width and height; (0, 0) for other formats and incomplete pictures."""
    try:
        return _size(picture)
    except (struct.error, IndexError):
        return 0, 0


def _size(picture: bytes) -> tuple[int, int]:
    if picture.startswith(b"\x89PNG\r\n\x1a\n") and picture[_PNG_HEADER] == b"IHDR":
        return _pair(">II", picture, 16)
    if picture.startswith(b"\xff\xd8"):
        return _jpeg(picture)
    if picture.startswith(b"RIFF") and picture[8:12] == b"WEBP":
        return _webp(picture)
    return 0, 0


def _jpeg(picture: bytes) -> tuple[int, int]:
    """Read the first frame header, which follows segments of known lengths."""
    at = 2
    while picture[at] == 0xFF:
        marker = picture[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in _NO_FRAMES:
            height, width = _pair(">HH", picture, at + 5)
            return width, height
        if marker == 0xFF:  # padding
            at += 1
        elif marker in _LENGTHLESS:
            at += 2
        else:
            at += 2 + int(struct.unpack_from(">H", picture, at + 2)[0])
    return 0, 0


def _webp(picture: bytes) -> tuple[int, int]:
    """Read the header of the first chunk: lossy, lossless, or extended."""
    match picture[_WEBP_KIND]:
        case b"VP8 ":
            width, height = _pair("<HH", picture, 26)
            return width & 0x3FFF, height & 0x3FFF
        case b"VP8L":
            (bits,) = struct.unpack_from("<I", picture, 21)
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8X":
            width, height = (int.from_bytes(picture[at : at + 3], "little") for at in (24, 27))
            return width + 1, height + 1
    return 0, 0


def _pair(layout: str, picture: bytes, at: int) -> tuple[int, int]:
    first, second = struct.unpack_from(layout, picture, at)
    return first, second
