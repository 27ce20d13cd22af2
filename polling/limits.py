"""Rate limits: a budget for each person, never for an address, since the room shares one.

Wrong codes and passwords are budgeted for each code or account and in all, so that guessing is
hopeless however many addresses it comes from.
"""

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from polling.errors import TooMany
from polling.i18n import _

BUDGETS: dict[str, RateLimitItem] = {
    "event": parse("600/minute"),
    "write": parse("240/minute"),
    "join": parse("600/minute"),
    "wrong-code": parse("60/minute"),
    "login": parse("10/minute"),
    "login-all": parse("120/minute"),
}
_limiter = FixedWindowRateLimiter(MemoryStorage())


def spend(budget: str, key: str) -> None:
    """Take one from `key`'s budget; TooMany when it is empty."""
    if not _limiter.hit(BUDGETS[budget], budget, key):
        raise TooMany(_("That was too fast. Nothing is lost; wait a moment and try again."))


def reset() -> None:
    """Fill every budget (for tests)."""
    _limiter.storage.reset()
