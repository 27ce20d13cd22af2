"""The data of frozen versions as text, as in workshop files."""

from base64 import b64decode, b64encode

from polling.report.versions import serialization


def pack(data: bytes) -> str:
    """Pack the data for a file."""
    return b64encode(serialization.pack(data)).decode()


def unpack(text: str) -> bytes:
    """Unpack the data of a file."""
    return serialization.unpack(b64decode(text))
