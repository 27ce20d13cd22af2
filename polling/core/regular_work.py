"""Work that is repeated for as long as the server runs."""

import logging
from collections.abc import Callable

import gevent

log = logging.getLogger(__name__)


def repeat(work: Callable[[], object], seconds: float, failure: str) -> None:
    """Do the work again and again, with a pause before. Log `failure` once until it succeeds."""
    failing = False
    while True:
        gevent.sleep(seconds)
        try:
            work()
            failing = False
        except Exception:
            if not failing:
                log.exception(failure)
            failing = True
