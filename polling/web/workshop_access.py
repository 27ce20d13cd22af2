"""Access of strangers to workshops: by a join link, a typed code, or an earlier visit.

Join links and QR codes contain a 72-bit key, so they are verified at once, for any number of
people. A typed code has eight digits and is verified by `CODES`, which limits guessing: `places /
longest_seconds` is about one attempt in two seconds. With 1,500 faster attempts before the delays
are that long, this is at most 3,500 attempts per hour. In eight hours of guessing, the probability
of finding the code of the only live workshop is 28,000 / 10**8, or 1 in 3,500; with ten live
workshops, it is 1 in 350. The attacker would then be a participant, whom an organizer sees and can
remove. Older workshops keep six digits, for which the probability is a hundred times higher.

All other URLs give strangers the same answer, whether the workshop exists or not.
"""

from flask import request, session

from polling.core.access import Role
from polling.core.db import reading
from polling.core.errors import NotFound
from polling.core.guess_throttle import Free, Slowdown
from polling.core.i18n import _
from polling.people import urls
from polling.people.identity import identify
from polling.web.client_origin import browser, network
from polling.web.page_queue import pass_turn
from polling.workshop.join_codes import compact
from polling.workshop.queries import by_code

CODES = Slowdown(
    "join-code",
    free=Free(network=100, target=300, everywhere=300),
    places=8,
    longest_seconds=15.0,
)
FOUND = "found"  # key in the session: the codes that this browser knows
MOST_FOUND = 20


def admit(typed: str) -> str:
    """Return the stored code, and remember it in this browser. Raises NotFound if there is none.

    A stranger who types a code may wait here, so do not call this in a transaction.
    """
    code = compact(typed)
    if not _knows(code):
        pass_turn()  # others of this network need not wait
        busy = _("Too many wrong codes. Scan the QR code, or try again in a minute.")
        with CODES.attempt(network(), browser=browser(), busy=busy), reading() as db:
            by_code(db, code)
    _remember(code)
    return code


def require_known(code: str) -> str:
    """Return the code, if this browser knows it. Raises NotFound otherwise, without a delay."""
    if not _knows(compact(code)):
        raise NotFound(_("This page does not exist."))
    return compact(code)


def _knows(code: str) -> bool:
    """Return whether this browser knows the code: by a join link, an earlier visit, or a role."""
    key = request.args.get("k", "").encode()
    if code in session.get(FOUND, []) or urls.links().is_join_key(key, code):
        return True
    if not any(role in session for role in Role):
        return False
    with reading() as db:
        try:
            return identify(db, session, by_code(db, code), Role) is not None
        except NotFound:
            return False


def _remember(code: str) -> None:
    found: list[str] = session.get(FOUND, [])
    if code not in found:
        session[FOUND] = [*found, code][-MOST_FOUND:]
