"""Payloads of the organizers for the report."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from polling.breakouts.duplicates.forms import Actors
from polling.core.base_models import Payload, none_if_empty
from polling.core.edit_conflicts import Edit, Seen
from polling.core.text import Name, Sentence
from polling.recommendations.wording import SentenceFields, TypedWording
from polling.report.options import ReportImprint, SectionKey
from polling.report.pictures import PictureKind


class Form(Seen):
    """The sections and recommendations in the report; an empty `top` means no limit."""

    left_out: Annotated[list[SectionKey], Field(max_length=20)] = []
    moved: Annotated[list[SectionKey], Field(max_length=20)] = []
    top: Annotated[Annotated[int, Field(ge=1, le=40)] | None, BeforeValidator(none_if_empty)] = None
    least_support: Annotated[int, Field(ge=0, le=100)] = 0
    authors_approve: bool = True
    every_hash: bool = False
    imprint: ReportImprint = ReportImprint()


class NewPicture(Payload):
    """An uploaded picture: where it is printed, and its alternative text."""

    kind: PictureKind
    alt: Name


class ShownSlide(Payload):
    """The slide to show, counted from 0; None for none."""

    slide: Annotated[
        Annotated[int, Field(ge=0, le=1000)] | None, BeforeValidator(none_if_empty)
    ] = None


class SameActor(Payload):
    """An actor's spelling and its name in the index; without a name, it is separate again."""

    actor: Name
    name: Name | Literal[""] = ""


class Reworded(SentenceFields, TypedWording, Edit):
    """A recommendation's sentence for print; actors are one per line."""

    actors: Actors = []
    action: Annotated[Sentence, Field(min_length=1)]


class Answer(Payload):
    """Whether the group agrees to the wording with the digest `meant`."""

    agrees: bool
    meant: Annotated[str, StringConstraints(max_length=64)]


class Printed(Payload):
    """Whether a recommendation is printed: as decided, or by the rule."""

    printed: Literal["yes", "no", "rule"]
