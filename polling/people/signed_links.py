"""Personal links: signed, never stored, and revoked by incrementing a token version.

A link names its target and the target's token version. It is valid until an organizer renews it.
Password links also expire, and using one revokes it.
"""

import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass

from itsdangerous import URLSafeSerializer, URLSafeTimedSerializer

from polling.core.signatures import verified

SCREEN, FACILITATOR, BADGE, NOTE_TAKER = "screen", "facilitator", "badge", "note-taker"
PASSWORD_LINK_SECONDS = 48 * 3600
JOIN_KEY_BYTES = 9  # 72 bits, short enough for a QR code that can be scanned from the last row


@dataclass(frozen=True)
class Links:
    """Creates and verifies the links of one server, signed with its secret."""

    secret: str

    def make(self, kind: str, target_id: int, token_version: int) -> str:
        """Return a token that opens `target_id` while its version is current."""
        return str(self._serializer(kind).dumps([target_id, token_version]))

    def read(self, kind: str, token: str) -> tuple[int, int] | None:
        """Return (target id, token version) of a genuine token of this kind, or None."""
        return _pair(verified(self._serializer(kind), token))

    def make_password(self, organizer_id: int, token_version: int) -> str:
        """Return a token that sets an organizer's password once: using it increments the version.

        It opens the whole account, so only commands on the server create one.
        """
        return str(self._passwords().dumps([organizer_id, token_version]))

    def read_password(self, token: str) -> tuple[int, int] | None:
        """Return (organizer id, token version) of a genuine, unexpired password token, or None."""
        return _pair(verified(self._passwords(), token, max_age=PASSWORD_LINK_SECONDS))

    def join_key(self, code: str) -> str:
        """Return the key of a join link, so that it needs no slow verification of the code."""
        digest = hmac.digest(self.secret.encode(), f"join:{code}".encode(), "sha256")
        return urlsafe_b64encode(digest[:JOIN_KEY_BYTES]).decode()

    def is_join_key(self, key: bytes, code: str) -> bool:
        """Return whether this server created a join link with this key."""
        return hmac.compare_digest(key, self.join_key(code).encode())

    def _serializer(self, kind: str) -> URLSafeSerializer:
        return URLSafeSerializer(self.secret, salt=f"link-{kind}")

    def _passwords(self) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(self.secret, salt="link-password")


def _pair(signed: list[int] | None) -> tuple[int, int] | None:
    return (int(signed[0]), int(signed[1])) if signed else None
