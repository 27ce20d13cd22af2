"""Which workshop a stranger may see: by a join link, a code that they type, or an earlier visit.

Join links and QR codes carry a key of 72 bits, so they are verified at once, however many people
use them. A code that is typed has eight digits and goes through `CODES`, which bounds guessing:
`places / longest_seconds` is about one attempt in two seconds. With 1,500 faster ones until the
waits are that long, this is at most 3,500 attempts an hour. Somebody who guesses for eight hours
without a break finds the code of the only live workshop with a chance of 28,000 / 10**8, or 1 in
3,500; of one in ten live workshops, 1 in 350. They would then be a participant whom an organizer
sees and can remove. Older workshops keep six digits, where the chance is a hundred times higher.

Every other address answers strangers alike, whether there is such a workshop or not.
"""

from flask import request, session

from polling.core.access import Role
from polling.core.db import reading
from polling.core.errors import NotFound
from polling.core.guess_throttle import Free, Slowdown
from polling.core.i18n import _
from polling.people import urls
from polling.people.identity import identify
from polling.web.client_network import browser, network
from polling.web.page_queue import pass_turn
from polling.workshop.join_codes import compact
from polling.workshop.queries import by_code

CODES = Slowdown(
    "join-code",
    free=Free(network=100, target=300, everywhere=300),
    places=8,
    longest_seconds=15.0,
)
FOUND = "found"  # in the session: the codes that this browser knows
MOST_FOUND = 20


def admit(typed: str) -> str:
    """The stored code, for a browser that knows it; NotFound if there is no such workshop.

    A stranger who types a code may wait here, so call this in no transaction.
    """
    code = compact(typed)
    if not _knows(code):
        pass_turn()  # the others of this network do not wait with it
        busy = _("Too many wrong codes. Scan the QR code, or try again in a minute.")
        with CODES.attempt(network(), browser=browser(), busy=busy), reading() as db:
            by_code(db, code)
    _remember(code)
    return code


def require_known(code: str) -> str:
    """The code, if this browser knows it already; NotFound otherwise, without a wait."""
    if not _knows(compact(code)):
        raise NotFound(_("There is nothing at this address."))
    return compact(code)


def _knows(code: str) -> bool:
    """By a join link, an earlier visit, or a role in the workshop."""
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
