"""People who have just joined with the code share the lines of their network for a minute.

Otherwise, somebody who joins again and again would each time be a person who has requested nothing
yet, and so be served before everybody else.
"""

import time
from collections.abc import Iterable, Mapping
from typing import Any

from flask import session

from polling.core.access import Role

JOINED = "joined"  # key in the session: when this browser has joined, in seconds since 1970
SECONDS = 60.0


def note_joining() -> None:
    """Remember in this browser's session that it joins now."""
    session[JOINED] = int(time.time())


def own_roles(held: Mapping[str, Any], roles: Iterable[Role]) -> dict[str, Any]:
    """Return what a signed session holds for these roles; newcomers have none of their own yet."""
    own = {role.value: held[role] for role in roles if held.get(role)}
    is_new = time.time() - held.get(JOINED, 0.0) < SECONDS
    return {} if is_new and own.keys() <= {Role.PARTICIPANT} else own
