"""Receipts of ballots from the plain page, stored in the browser's session cookie."""

import secrets
from collections.abc import MutableMapping
from typing import Any

KEY = "receipts"


def receipt_for(cookie: MutableMapping[str, Any], about: str) -> tuple[str, int]:
    """Return the receipt for a contest or the survey, and the revision to send next."""
    receipt, sent = cookie.get(KEY, {}).get(about) or (secrets.token_hex(16), 0)
    keep(cookie, about, receipt, sent)
    return receipt, sent + 1


def keep(cookie: MutableMapping[str, Any], about: str, receipt: str, revision: int) -> None:
    """Store the receipt and the last revision that was counted."""
    cookie[KEY] = {**cookie.get(KEY, {}), about: (receipt, revision)}


def has(cookie: MutableMapping[str, Any], about: str) -> bool:
    """Return whether this browser sent the counted ballot."""
    _receipt, sent = cookie.get(KEY, {}).get(about) or ("", 0)
    return bool(sent)
