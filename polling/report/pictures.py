"""The pictures of a report: the cover, and the publishers' logos."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from polling.core.base_models import StrictModel
from polling.core.errors import BadInput
from polling.core.i18n import _
from polling.core.text import Name
from polling.uploads.picture_metadata import pixels_only
from polling.workshop.pictures import Picture, from_address, trouble_with, trouble_with_pixels

PictureKind = Literal["cover", "logo"]
KINDS = ("image/png", "image/jpeg")  # supported by PDF, Word and browsers
MOST_BYTES: dict[PictureKind, int] = {"cover": 300_000, "logo": 60_000}  # each version has copies
MOST_LOGOS = 6


class ReportPicture(StrictModel):
    """A picture as a `data:` URL, with its alternative text."""

    kind: PictureKind
    alt: Name
    picture: Annotated[Picture, Field(min_length=1)]

    @model_validator(mode="after")
    def _within_limits(self) -> Self:
        _kind, content = from_address(self.picture)
        if trouble := trouble_of(self.kind, content or b""):
            raise PydanticCustomError("picture", "{trouble}", {"trouble": trouble})
        return self


def trouble_of(kind: PictureKind, content: bytes) -> str:
    """Return why the report cannot have this picture; "" if it can."""
    return trouble_with(content, most_bytes=MOST_BYTES[kind], kinds=KINDS)


def trouble_of_all(pictures: list[ReportPicture]) -> str:
    """Return why the report cannot have these pictures together; "" if it can."""
    kinds = [one.kind for one in pictures]
    if kinds.count("cover") > 1 or kinds.count("logo") > MOST_LOGOS:
        return _("A report can have one cover picture and at most %(most)s logos.", most=MOST_LOGOS)
    return ""


def pixels_for_report(content: bytes, kind: PictureKind) -> bytes:
    """Return an upload without its metadata. Call it in the worker process.

    Raises:
        BadInput: the upload is not a picture that the report accepts.
    """
    if trouble := trouble_of(kind, content) or trouble_with_pixels(content):
        raise BadInput(trouble)
    return pixels_only(content)
