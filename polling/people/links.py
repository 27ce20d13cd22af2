"""Personal links: signed, never stored, and ended by raising an epoch.

A link names what it opens and the epoch it was made in; it lets its holder in until the organizer
renews it. Password links also expire, and using one ends it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from itsdangerous import BadSignature, URLSafeSerializer, URLSafeTimedSerializer

SCREEN, FACILITATOR, BADGE, NOTE_TAKER = "screen", "facilitator", "badge", "note-taker"
PASSWORD_LINK_SECONDS = 48 * 3600


@dataclass(frozen=True)
class Links:
    """Makes and reads the links of one server, whose secret signs them."""

    secret: str

    def make(self, kind: str, target_id: int, epoch: int) -> str:
        """A token that opens `target_id` while its epoch lasts."""
        return str(self._serializer(kind).dumps([target_id, epoch]))

    def read(self, kind: str, token: str) -> tuple[int, int] | None:
        """(target id, epoch) of a genuine token of this kind, or None."""
        return _pair(lambda: self._serializer(kind).loads(token))

    def make_password(self, organizer_id: int, epoch: int) -> str:
        """A token that sets an organizer's password once: using it raises the epoch.

        It opens the whole account, so only commands on the server make one.
        """
        return str(self._passwords().dumps([organizer_id, epoch]))

    def read_password(self, token: str) -> tuple[int, int] | None:
        """(organizer id, epoch) of a genuine password token that has not expired, or None."""
        return _pair(lambda: self._passwords().loads(token, max_age=PASSWORD_LINK_SECONDS))

    def _serializer(self, kind: str) -> URLSafeSerializer:
        return URLSafeSerializer(self.secret, salt=f"link-{kind}")

    def _passwords(self) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(self.secret, salt="link-password")


def _pair(load: Callable[[], Any]) -> tuple[int, int] | None:
    try:
        target_id, epoch = load()
    except BadSignature:
        return None
    return int(target_id), int(epoch)
