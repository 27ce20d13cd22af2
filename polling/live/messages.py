"""Every message that the server sends, as a typed class; extra fields are refused."""

from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict


class LiveMessage(BaseModel):
    """The base: `event` is the Socket.IO event's name. As JSON, bytes are in base64."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, ser_json_bytes="base64", val_json_bytes="base64"
    )
    event: ClassVar[str]


class Hello(LiveMessage):
    """Sent on every connect. A page with an older version fetches itself again."""

    event: ClassVar[str] = "hello"
    version: int
    build: str
    now: int


class Changed(LiveMessage):
    """Pages have changed: they fetch themselves again within `spread_ms`."""

    event: ClassVar[str] = "changed"
    topics: list[str]
    version: int
    spread_ms: int
    now: int


class Page(LiveMessage):
    """A participant's page of this version: HTML, compressed (RFC 1950), for the phone to make own.

    If it is empty, the phone fetches its page.
    """

    event: ClassVar[str] = "page"
    version: int
    now: int
    page: bytes


class Counted(LiveMessage):
    """Turnout of the open contests, for screens and consoles: contest id → voted.

    Where each person is asked a part: how many have `begun`, and are `done` with all of theirs.
    """

    event: ClassVar[str] = "counted"
    voted: dict[str, int]
    begun: int
    done: int


class Draft(LiveMessage):
    """An update of a shared document, as bytes, for the others who write in it."""

    event: ClassVar[str] = "draft"
    document: str
    kind: Literal["update", "awareness"]
    data: bytes


class Versions(LiveMessage):
    """New versions of these recommendations: a page that shows the history of one fetches itself.

    Unlike what is `Changed`, most pages of the group do not show it.
    """

    event: ClassVar[str] = "versions"
    recommendations: list[int]


def payload(message: LiveMessage) -> dict[str, Any]:
    """The message as Socket.IO sends it."""
    return message.model_dump()


def read(event: str, words: str) -> LiveMessage:
    """A message of another server, which sent it as JSON."""
    (kind,) = (kind for kind in LiveMessage.__subclasses__() if kind.event == event)
    return kind.model_validate_json(words)
