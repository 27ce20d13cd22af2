"""The event's logo inside the file: a small picture as a data: address.

No SVG, which can carry script; and the bytes must be what the address says they are.
"""

import binascii
from base64 import b64decode, b64encode
from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from polling.core.i18n import _
from polling.uploads.picture import pixels_of

MAX_BYTES = 200_000
MAX_PIXELS = 16_000_000  # 64 MB for whoever shows it
_FIRST_BYTES = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8", "image/webp": b"RIFF"}


def to_address(kind: str, picture: bytes | None) -> str:
    """The picture as `data:image/png;base64,…`, "" for none."""
    return f"data:{kind};base64,{b64encode(picture).decode()}" if picture else ""


def from_address(address: str) -> tuple[str, bytes | None]:
    """The media type and the bytes behind a data: address; ("", None) for none."""
    kind, comma, content = address.removeprefix("data:").partition(";base64,")
    return (kind, b64decode(content, validate=True)) if comma else ("", None)


def kind_of(picture: bytes) -> str:
    """The media type that the bytes themselves show; "" for what cannot be a logo."""
    if picture.startswith(b"RIFF") and picture[8:12] != b"WEBP":
        return ""  # a sound or a film in the same wrapping
    return next((kind for kind, first in _FIRST_BYTES.items() if picture.startswith(first)), "")


def trouble_with(picture: bytes) -> str:
    """Why these bytes cannot be a logo, in a sentence; "" if they can."""
    if not kind_of(picture):
        return _("Choose a picture: PNG, JPEG or WebP.")
    if len(picture) > MAX_BYTES:
        return _("A logo can have at most %(size)s KB.", size=MAX_BYTES // 1000)
    width, height = pixels_of(picture)
    if not width * height:
        return _("The picture is damaged. Save it again in a picture editor.")
    if width * height > MAX_PIXELS:
        return _("A logo can have at most %(most)s million pixels.", most=MAX_PIXELS // 1_000_000)
    return ""


def _checked(address: str) -> str:
    if trouble := _what_is_wrong(address):
        raise PydanticCustomError("logo", "{trouble}", {"trouble": trouble})
    return address


def _what_is_wrong(address: str) -> str:
    try:
        kind, picture = from_address(address)
    except binascii.Error:
        return _("The picture is damaged: its base64 text cannot be decoded.")
    if address and (picture is None or kind not in _FIRST_BYTES):
        return _("A logo is a PNG, JPEG or WebP picture as a data: address.")
    if picture and kind_of(picture) != kind:
        return _("The picture is not of the kind that it says.")
    return trouble_with(picture) if picture else ""


Logo = Annotated[str, AfterValidator(_checked)]
