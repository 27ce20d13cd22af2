"""Uploaded pictures, such as the event's logo: small, and stored as data: URLs in files.

SVG is refused, because it may contain scripts, and the bytes must match the declared type.
"""

import binascii
from base64 import b64decode, b64encode
from collections.abc import Collection
from functools import partial
from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from polling.core.errors import BadInput
from polling.core.i18n import _
from polling.core.typesetting import can_draw
from polling.uploads.picture_metadata import pixels_only
from polling.uploads.picture_size import pixels_of

MAX_BYTES = 200_000  # of a logo, which every phone loads
MAX_OF_ANY = 300_000
MAX_PIXELS = 16_000_000  # 64 MB when decoded
_FIRST_BYTES = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8", "image/webp": b"RIFF"}
_NAMES = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WebP"}


def to_address(kind: str, picture: bytes | None) -> str:
    """Return the picture as `data:image/png;base64,…`, "" for none."""
    return f"data:{kind};base64,{b64encode(picture).decode()}" if picture else ""


def from_address(address: str) -> tuple[str, bytes | None]:
    """Return the media type and the bytes of a data: URL; ("", None) for none."""
    kind, comma, content = address.removeprefix("data:").partition(";base64,")
    return (kind, b64decode(content, validate=True)) if comma else ("", None)


def kind_of(picture: bytes) -> str:
    """Detect the media type from the bytes; "" for unsupported ones."""
    if picture.startswith(b"RIFF") and picture[8:12] != b"WEBP":
        return ""  # audio or video in the same container
    return next((kind for kind, first in _FIRST_BYTES.items() if picture.startswith(first)), "")


def trouble_with(
    picture: bytes, *, most_bytes: int = MAX_BYTES, kinds: Collection[str] = _NAMES.keys()
) -> str:
    """Return why these bytes cannot be a logo, or a picture of these kinds; "" if they can."""
    if kind_of(picture) not in kinds:
        return _(
            "Choose a picture of one of these types: %(kinds)s.",
            kinds=", ".join(_NAMES[kind] for kind in kinds),
        )
    if len(picture) > most_bytes:
        return _("A picture can be at most %(size)s KB.", size=most_bytes // 1000)
    width, height = pixels_of(picture)
    if not width * height:
        return _("The picture is damaged. Save it again as PNG, JPEG or WebP.")
    if width * height > MAX_PIXELS:
        most = MAX_PIXELS // 1_000_000
        return _("A picture can have at most %(most)s million pixels.", most=most)
    try:
        pixels_only(picture)
    except ValueError:
        return _("The picture is damaged. Save it again as PNG, JPEG or WebP.")
    return ""


def trouble_with_pixels(picture: bytes) -> str:
    """Return why this picture cannot be drawn; "" if it can. This decodes it, so it is slow."""
    if can_draw(picture):
        return ""
    return _("The picture is damaged. Save it again as PNG, JPEG or WebP.")


def pixels_for_logo(picture: bytes) -> bytes:
    """Return an upload without its metadata. Call it in the worker process.

    Raises:
        BadInput: the upload is not a PNG, JPEG or WebP picture, is too large, or is damaged.
    """
    if trouble := trouble_with(picture) or trouble_with_pixels(picture):
        raise BadInput(trouble)
    return pixels_only(picture)


def _checked(address: str, most_bytes: int = MAX_BYTES) -> str:
    if trouble := _what_is_wrong(address, most_bytes):
        raise PydanticCustomError("logo", "{trouble}", {"trouble": trouble})
    kind, picture = from_address(address)
    return to_address(kind, picture and pixels_only(picture))


def _what_is_wrong(address: str, most_bytes: int) -> str:
    try:
        kind, picture = from_address(address)
    except binascii.Error:
        return _("The picture is damaged. Save it again as PNG, JPEG or WebP.")
    if address and (picture is None or kind not in _FIRST_BYTES):
        return _("A picture must be a PNG, JPEG or WebP file, embedded as a data URL.")
    if picture and kind_of(picture) != kind:
        return _("The picture is damaged. Save it again as PNG, JPEG or WebP.")
    return trouble_with(picture, most_bytes=most_bytes) if picture else ""


# Their metadata are removed.
Logo = Annotated[str, AfterValidator(_checked)]
Picture = Annotated[str, AfterValidator(partial(_checked, most_bytes=MAX_OF_ANY))]
