"""What pages send while people write together."""

from typing import Annotated

from pydantic import Field, StringConstraints

from polling.people.payloads import Payload

MAX_UPDATE_BYTES = 200 * 1024
MAX_VECTOR_BYTES = 16 * 1024  # more than MAX_CLIENTS take

Document = Annotated[str, StringConstraints(max_length=32)]
Bytes = Annotated[bytes, Field(strict=True, max_length=MAX_UPDATE_BYTES)]


class Join(Payload):
    """The document that the page shows, and what it has of it."""

    document: Document
    vector: Annotated[bytes, Field(strict=True, max_length=MAX_VECTOR_BYTES)]


class Update(Payload):
    """A change of the document, as a Yjs update."""

    document: Document
    data: Bytes


class Presence(Payload):
    """The text that somebody is in, "" for none, and where in it: a Yjs relative position."""

    document: Document
    field: Annotated[str, StringConstraints(pattern=r"^([a-z0-9_]{1,20}(/[a-z_]{1,20})?)?$")]
    at: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9+/=]{0,80}$")] = ""
