"""Rate limits: a budget for each person, never for an address, since the room shares one.

Wrong codes and passwords are budgeted for each code or account and in all, so that guessing is
hopeless however many addresses it comes from.
"""

import time
from collections import Counter

from polling.errors import TooMany
from polling.i18n import _

BUDGETS = {  # a minute
    "event": 600,
    "write": 240,
    "join": 600,
    "wrong-code": 60,
    "login": 10,
    "login-all": 120,
}
MINUTE_SECONDS = 60.0

# In memory, since there is one process. Everybody's minute ends at once, which forgets them all.
_spent: Counter[tuple[str, str]] = Counter()
_minute = 0.0


def spend(budget: str, key: str) -> None:
    """Take one from `key`'s budget; TooMany when it is empty."""
    _turn_the_minute()
    _spent[budget, key] += 1
    if _spent[budget, key] > BUDGETS[budget]:
        raise TooMany(_("That was too fast. Nothing is lost; wait a moment and try again."))


def reset() -> None:
    """Fill every budget (for tests)."""
    _spent.clear()


def _turn_the_minute() -> None:
    global _minute  # noqa: PLW0603  one process, one clock
    minute = time.monotonic() // MINUTE_SECONDS
    if minute != _minute:
        _minute = minute
        _spent.clear()
