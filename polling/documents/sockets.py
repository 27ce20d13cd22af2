"""Socket events of shared documents: three from pages, and the message `draft` to pages.

`draft.join` {document, vector} → {update, vector, mark}
    The page sends the name of the document it shows, and the state vector of its copy. The answer
    has the missing changes as an update, and the server's state vector, from which the page
    computes the update that the server lacks. Sent on every connect. `mark` is the lower 16 bits of
    the Yjs client ids under which the page may write.
`draft.update` {document, data} → {ok: true}
    A change, as a Yjs update. The ack follows when it is on disk. Sending the same update again is
    acknowledged and changes nothing, so pages resend unacknowledged updates.
`draft.awareness` {document, field, at} → {ok: true}
    The text that the sender is editing ("12/action"), or "" for none, and the caret as a relative
    position in base64. Relayed, never stored; pages repeat it every few seconds and drop the
    others' after a while. For another document than the sender's: `other-document`.
`draft` {document, kind: "update" | "awareness", data: bytes}
    An update of another page; or, as JSON, {tab, who, field, at}.

The document follows from the sender's identity. A join identifies the sender again. Write access is
checked in the transaction that stores an update.
"""

import hashlib
import json
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from polling import web
from polling.core.access import Actor, Role
from polling.core.base_models import Payload
from polling.core.rate_limits import count, spend
from polling.documents import group_commit, writing
from polling.documents.binding import room_of
from polling.documents.update_batch import PIECES_LIKE_A_PIECE, Change
from polling.live import announce
from polling.live.incoming_events import on, sender
from polling.live.messages import Draft

MAX_UPDATE_BYTES = 200 * 1024
MAX_VECTOR_BYTES = 16 * 1024  # more than MAX_CLIENTS need
BYTES_LIKE_A_PIECE = 4  # the cost of deleted ranges, relative to a piece
WRITING = (Role.PARTICIPANT, Role.FACILITATOR, Role.ORGANIZER)

Document = Annotated[str, StringConstraints(max_length=32)]
Bytes = Annotated[bytes, Field(strict=True, max_length=MAX_UPDATE_BYTES)]


class Join(Payload):
    """The document that the page shows, and the page's state vector."""

    document: Document
    vector: Annotated[bytes, Field(strict=True, max_length=MAX_VECTOR_BYTES)]


class Update(Payload):
    """A change to the document, as a Yjs update."""

    document: Document
    data: Bytes


class Presence(Payload):
    """The text that the sender is editing, or "", and the cursor as a Yjs relative position."""

    document: Document
    field: Annotated[str, StringConstraints(pattern=r"^([a-z0-9_]{1,20}(/[a-z_]{1,20})?)?$")]
    at: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9+/=]{0,80}$")] = ""


@on("draft.join", *WRITING)
def join(actor: Actor, data: Any) -> dict[str, Any]:
    """Exchange missing updates between the page and the server."""
    asked = web.parse_payload(Join, data)
    spend("drafting", actor.key, 1 + len(asked.vector) // BYTES_LIKE_A_PIECE)
    with writing.editing(actor) as session:
        document = writing.join(session, actor, **asked.model_dump())
        count("drafting", actor.key, document.order.count // PIECES_LIKE_A_PIECE)
        update, vector = document.since(asked.vector), document.vector
    return {"update": update, "vector": vector, "mark": actor.mark}


@on("draft.update", *WRITING, hot=True)
def update(actor: Actor, data: Any) -> None:
    """Store a change."""
    sent = web.parse_payload(Update, data)
    spend("drafting", actor.key, 1 + len(sent.data) // BYTES_LIKE_A_PIECE)
    change = Change(actor, sent.document, sent.data, sender())
    writing.make_ready(actor)
    try:
        group_commit.take(change)
    finally:
        count("drafting", actor.key, change.work)


# Connections are closed when their access ends. The limit is separate, so that texts and ballots
# are still accepted after too many carets.
@on("draft.awareness", *WRITING, hot=True, limit="presence")
def awareness(actor: Actor, data: Any) -> None:
    """Tell the other editors where the sender is editing."""
    presence = web.parse_payload(Presence, data)
    writing.require_own(actor, presence.document)
    tab = hashlib.sha256(sender().encode()).hexdigest()[:12]  # the connection's id is a secret
    said = {"tab": tab, "who": actor.label, "field": presence.field, "at": presence.at}
    data = json.dumps(said).encode()
    message = Draft(document=presence.document, kind="awareness", data=data)
    if room := room_of(actor):
        announce.relay(message, room, skip_sid=sender())
