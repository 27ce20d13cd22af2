"""The first bytes of pictures: enough to tell their kind and their size in pixels."""

import struct


def png(width: int = 1, height: int = 1) -> bytes:
    """The start of a PNG."""
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", width, height) + bytes(20)


def jpeg(width: int = 1, height: int = 1) -> bytes:
    """A JPEG with a comment and a fill byte before its frame header."""
    comment = b"\xff\xfe\x00\x06talk"
    frame = struct.pack(">HBHH", 11, 8, height, width) + bytes(10)
    return b"\xff\xd8" + comment + b"\xff\xff\xc2" + frame


def webp(kind: bytes = b"VP8L", width: int = 1, height: int = 1) -> bytes:
    """A WebP: lossy (`VP8 `), lossless (`VP8L`) or extended (`VP8X`)."""
    size = {
        b"VP8 ": bytes(3) + b"\x9d\x01\x2a" + struct.pack("<HH", width, height),
        b"VP8L": b"\x2f" + struct.pack("<I", (width - 1) | (height - 1) << 14),
        b"VP8X": bytes(4) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little"),
    }[kind]
    return b"RIFF" + bytes(4) + b"WEBP" + kind + bytes(4) + size + bytes(20)
