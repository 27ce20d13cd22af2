"""Personal links: signed, never stored, and ended by raising an epoch.

A link names what it opens and the epoch it was made in; whoever holds it is let in until the
organizer renews it. Organizers' one-time links also expire.
"""

from dataclasses import dataclass

from itsdangerous import BadSignature, URLSafeSerializer, URLSafeTimedSerializer

SCREEN, FACILITATOR, BADGE, ORGANIZER = "screen", "facilitator", "badge", "organizer"
NOTE_TAKER = "note-taker"
ORGANIZER_LINK_SECONDS = 48 * 3600


@dataclass(frozen=True)
class Links:
    """Makes and reads the links of one server, whose secret signs them."""

    secret: str

    def make(self, kind: str, target_id: int, epoch: int) -> str:
        """A token that opens `target_id` while its epoch lasts."""
        return str(self._serializer(kind).dumps([target_id, epoch]))

    def read(self, kind: str, token: str) -> tuple[int, int] | None:
        """(target id, epoch) of a genuine token of this kind, or None."""
        try:
            if kind == ORGANIZER:
                loaded = self._timed().loads(token, max_age=ORGANIZER_LINK_SECONDS)
            else:
                loaded = self._serializer(kind).loads(token)
        except BadSignature:
            return None
        target_id, epoch = loaded
        return int(target_id), int(epoch)

    def make_once(self, organizer_id: int, epoch: int) -> str:
        """A token that lets an organizer in once: using it raises the epoch."""
        return str(self._timed().dumps([organizer_id, epoch]))

    def _serializer(self, kind: str) -> URLSafeSerializer:
        return URLSafeSerializer(self.secret, salt=f"link-{kind}")

    def _timed(self) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(self.secret, salt=f"link-{ORGANIZER}")
