"""When Python's garbage collector runs in the server: often and briefly, but not during a burst.

A collection stops everybody, for about a second per million examined objects. Each request leaves
a few objects in cycles (for example in werkzeug's router). Therefore:

- Every quarter of a second, the objects that were made since then are examined. This takes a few
  milliseconds, even under an attack.
- While 2,000 phones vote at once, 300,000 objects are alive for a moment, and nearly all are freed
  without a collection. So a collection of that many objects is postponed for up to five seconds.
- Objects that survive are examined once an hour. They live long, and few leave garbage.
- Objects from before the start are never examined.
"""

import gc
import time
from typing import NoReturn

import gevent

PAUSE_SECONDS = 0.25
MANY_OBJECTS = 50_000  # examining them takes about 50 ms
MOST_POSTPONED = 20
ALL_SECONDS = 3600.0
# Python itself collects only if the loop below gets no turn for long.
THRESHOLDS = (500_000, 2, 2)


def watch_garbage() -> NoReturn:
    """Collect until the server ends."""
    collected_all = time.monotonic()
    postponed = 0
    while True:
        gevent.sleep(PAUSE_SECONDS)
        if time.monotonic() - collected_all > ALL_SECONDS:
            gc.collect()
            collected_all = time.monotonic()
        postponed = collect_young(postponed)


def collect_young(postponed: int) -> int:
    """Examine the newest objects, unless there are many.

    Args:
        postponed: how often in a row this has been postponed.

    Returns the same count after this call.
    """
    if gc.get_count()[0] > MANY_OBJECTS and postponed < MOST_POSTPONED:
        return postponed + 1
    gc.collect(0)
    return 0


def keep_what_exists() -> None:
    """Never examine the objects that exist now, at the start of the server."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
