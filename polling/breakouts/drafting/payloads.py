"""What a group's phones send while they draft."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from polling.breakouts.drafting.fields import LIMITS
from polling.people.payloads import Payload
from polling.workshop_file.text import clean_line

MAX_UPDATE_BYTES = 200 * 1024
MAX_VECTOR_BYTES = 64 * 1024

Document = Annotated[str, StringConstraints(max_length=32)]
Bytes = Annotated[bytes, Field(strict=True, max_length=MAX_UPDATE_BYTES)]
ActorName = Annotated[
    str, StringConstraints(max_length=120), AfterValidator(clean_line), Field(min_length=1)
]


class Join(Payload):
    """The document that the page shows, and what the phone has of it."""

    document: Document
    vector: Annotated[bytes, Field(strict=True, max_length=MAX_VECTOR_BYTES)]


class Update(Payload):
    """A change of the document, as a Yjs update."""

    document: Document
    data: Bytes


class Presence(Payload):
    """The field that somebody is in, "" for none."""

    field: Annotated[str, StringConstraints(pattern=rf"^(\d{{1,10}}/({'|'.join(LIMITS)}))?$")]


class NewRecommendation(Payload):
    """The issue to write one on."""

    issue_id: int


class NamedActor(Payload):
    """An actor to add or to take away."""

    name: ActorName


class Step(Payload):
    """One place up or down within the issue."""

    to: Literal["up", "down"]


class OtherIssue(Payload):
    """The issue that a recommendation goes to."""

    issue_id: int
