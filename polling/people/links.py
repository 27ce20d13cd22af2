"""Personal links: signed, never stored, and ended by raising an epoch.

A link names what it opens and the epoch it was made in; it lets its holder in until the organizer
renews it. Password links also expire, and using one ends it.
"""

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from itsdangerous import BadSignature, URLSafeSerializer, URLSafeTimedSerializer

SCREEN, FACILITATOR, BADGE, NOTE_TAKER = "screen", "facilitator", "badge", "note-taker"
PASSWORD_LINK_SECONDS = 48 * 3600
JOIN_KEY_BYTES = 9  # 72 bits, short enough for a QR code that the last row can scan


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

    def join_key(self, code: str) -> str:
        """What a join link carries besides the code, so that nobody has to type or guess it."""
        digest = hmac.digest(self.secret.encode(), f"join:{code}".encode(), "sha256")
        return urlsafe_b64encode(digest[:JOIN_KEY_BYTES]).decode()

    def is_join_key(self, key: bytes, code: str) -> bool:
        """Whether a join link with this key was made here."""
        return hmac.compare_digest(key, self.join_key(code).encode())

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
