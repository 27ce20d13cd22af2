"""Minimal pictures: kind, size in pixels, and the smallest valid content."""

import struct
import zlib


def png(width: int = 1, height: int = 1, *more: bytes) -> bytes:
    """A PNG, with `more` chunks before its pixels."""
    header = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    pixels = png_chunk(b"IDAT", zlib.compress(bytes((width + 1) * height)))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(more) + pixels + png_chunk(b"IEND", b"")


def png_chunk(kind: bytes, content: bytes) -> bytes:
    """One part of a PNG."""
    checksum = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)


DAMAGED_PNG = png(2, 2).replace(zlib.compress(bytes(6)), zlib.compress(bytes(6))[::-1])


def jpeg(width: int = 1, height: int = 1, *more: bytes) -> bytes:
    """A JPEG with a comment, `more` segments, and a fill byte before its frame header."""
    frame = struct.pack(">HBHH", 11, 8, height, width) + bytes(4)
    scan = b"\xff\xda\x00\x04\x00\x00" + b"pixels\xff\x00\xff\xd0pixels"
    start = b"\xff\xd8" + jpeg_segment(0xFE, b"talk") + b"".join(more)
    return start + b"\xff\xff\xc2" + frame + scan + b"\xff\xd9"


def jpeg_segment(marker: int, content: bytes) -> bytes:
    """One part of a JPEG."""
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def webp(kind: bytes = b"VP8L", width: int = 1, height: int = 1, *more: bytes) -> bytes:
    """A WebP: lossy (`VP8 `), lossless (`VP8L`) or extended (`VP8X`), with `more` chunks."""
    content = {
        b"VP8 ": bytes(3) + b"\x9d\x01\x2a" + struct.pack("<HH", width, height),
        b"VP8L": b"\x2f" + struct.pack("<I", (width - 1) | (height - 1) << 14),
        b"VP8X": b"\x3e"
        + bytes(3)
        + (width - 1).to_bytes(3, "little")
        + (height - 1).to_bytes(3, "little"),
    }[kind]
    chunks = b"WEBP" + webp_chunk(kind, content + bytes(20)) + b"".join(more)
    return b"RIFF" + struct.pack("<I", len(chunks)) + chunks


def webp_chunk(kind: bytes, content: bytes) -> bytes:
    """One part of a WebP, padded to an even length."""
    return kind + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)
