"""All messages that the server sends, as typed classes; extra fields are refused."""

from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict


class LiveMessage(BaseModel):
    """The base: `event` is the Socket.IO event's name. As JSON, bytes are in base64."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, ser_json_bytes="base64", val_json_bytes="base64"
    )
    event: ClassVar[str]


class Hello(LiveMessage):
    """Sent on every connect. Pages with an older version fetch themselves again."""

    event: ClassVar[str] = "hello"
    version: int
    build: str
    now: int


class Surplus(LiveMessage):
    """Sent before this connection is closed because its sender has opened too many."""

    event: ClassVar[str] = "surplus"


class Changed(LiveMessage):
    """Pages have changed and should fetch themselves within `spread_ms`."""

    event: ClassVar[str] = "changed"
    topics: list[str]
    version: int
    spread_ms: int
    now: int


class Page(LiveMessage):
    """A participant's page of this version: compressed HTML (RFC 1950), completed by the phone.

    If it is empty, the phone must fetch its page.
    """

    event: ClassVar[str] = "page"
    version: int
    now: int
    page: bytes


class Counted(LiveMessage):
    """Turnout of the open contests, for all but phones: contest id → voted.

    In contests that ask each person about a part: how many have `begun`, and are `done`.
    """

    event: ClassVar[str] = "counted"
    voted: dict[str, int]
    begun: int
    done: int


class Online(LiveMessage):
    """How many participants are connected, for consoles."""

    event: ClassVar[str] = "online"
    people: int


class Draft(LiveMessage):
    """An update of a shared document, as bytes, for its other editors."""

    event: ClassVar[str] = "draft"
    document: str
    kind: Literal["update", "awareness"]
    data: bytes


class Versions(LiveMessage):
    """These recommendations have new versions; pages that show their history fetch themselves.

    Unlike `Changed`, it does not concern most pages of the group.
    """

    event: ClassVar[str] = "versions"
    recommendations: list[int]


def payload(message: LiveMessage) -> dict[str, Any]:
    """Return the message in the form that Socket.IO sends."""
    return message.model_dump()


def read(event: str, words: str) -> LiveMessage:
    """Parse a message of another server, sent as JSON."""
    (kind,) = (kind for kind in LiveMessage.__subclasses__() if kind.event == event)
    return kind.model_validate_json(words)
