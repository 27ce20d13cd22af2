"""The six worker processes, and what is remembered of their work on reports.

One draws reports; one draws imported versions of reports, which may contain anything; one checks
the texts of reports for their editor; one forms groups, for which a room waits; one draws badges
and paper ballots; and one reads uploads. Those for untrusted data have tight limits.

A report that failed is not tried again for a while, and the last results for an editor are kept.
"""

import hashlib
import logging
import time
from collections.abc import Callable, Hashable
from copy import copy
from typing import Any, NamedTuple, ParamSpec, TypeVar, cast

from polling.core.errors import (
    Conflict,
    TookTooLong,
    TookTooMuchMemory,
    WorkerDied,
    WorkerFailed,
    WorkshopError,
)
from polling.core.i18n import _, lazy
from polling.core.threads import run_in_thread
from polling.core.worker_process import Worker, pickled

log = logging.getLogger(__name__)
P = ParamSpec("P")
Result = TypeVar("Result")

_drawing = Worker(seconds=60, cpu_seconds=60, megabytes=4_000, idle_seconds=600)
# An imported version may take until the limit to draw. Other imported versions wait for that, but
# no other report does. A report takes 1 s of processor time, and the largest 7 s. A busy machine
# is slow, also to start the process.
_drawing_untrusted = Worker(seconds=30, cpu_seconds=10, megabytes=2_000, idle_seconds=60)
# Organizers wait for it while they write; a busy machine is slow.
_editing = Worker(seconds=60, cpu_seconds=10, megabytes=1_000, idle_seconds=600)
# These use our own data, so the limits only guard against bugs.
_grouping = Worker(seconds=60, cpu_seconds=60, megabytes=4_000, idle_seconds=600)
_printing = Worker(seconds=60, cpu_seconds=60, megabytes=4_000, idle_seconds=600)
# Uploads: the largest registration list takes 12 s of processor time and 200 MB.
_untrusted = Worker(seconds=180, cpu_seconds=30, megabytes=800, idle_seconds=60)

drawing_place = _drawing.place
run_grouping = _grouping.run_for
run_printing = _printing.run_for
run_untrusted = _untrusted.run_for

FAILURE_SECONDS = 600  # until a failed drawing is tried again: it may have been a busy machine
MOST_FAILURES = 256
MOST_KEPT = 16
TOO_LARGE = lazy("This report is too large to create. Shorten it, or choose another format.")


class _Failure(NamedTuple):
    error: Exception
    until: float


_failures: dict[bytes, _Failure] = {}
_deaths: dict[bytes, None] = {}  # work at which the process died when it was last tried
_kept: dict[bytes, Any] = {}


def run_drawing(work: Callable[P, Result], *args: P.args, **more: P.kwargs) -> Result:
    """Draw a report. Load and draw it in a `drawing_place`.

    A failure is remembered for a while, so that readers cannot make the worker fail again and
    again. If the process dies, the same work may be tried once more.

    Raises:
        Conflict: it takes too long or too much memory.
        NobodyWaits: the reader has gone.
    """
    return _run_once(_drawing, work, *args, **more)


def run_drawing_untrusted(work: Callable[P, Result], *args: P.args, **more: P.kwargs) -> Result:
    """Do the same for a report from a file, with tight limits: no other report waits for it."""
    return _run_once(_drawing_untrusted, work, *args, **more)


def run_editing(
    whose: Hashable, work: Callable[P, Result], *args: P.args, **more: P.kwargs
) -> Result:
    """Do the same for a report's editor, who does not wait for drawings. Takes their place.

    The last results are kept: a page is loaded again and again.
    """
    with _editing.place(whose):
        return _run_once(_editing, work, *args, **more)


def _run_once(worker: Worker, work: Callable[P, Result], *args: P.args, **more: P.kwargs) -> Result:
    order, digest = run_in_thread(_hashed_order, work, args, more)
    if digest in _failures and time.monotonic() < _failures[digest].until:
        raise copy(_failures[digest].error)
    if digest in _kept:
        return cast("Result", _kept[digest])
    try:
        result = cast("Result", worker.send(order))
    except (WorkerFailed, WorkshopError) as failure:
        if _is_first_death(failure, digest):
            log.error("a report could not be drawn: %s", failure)
            raise Conflict(_("That is not possible right now. Reload the page.")) from None
        error = _refusal(failure)
    else:
        _deaths.pop(digest, None)
        if worker is _editing:
            _add(_kept, MOST_KEPT, digest, result)
        return result
    # A raised exception refers to all calls, and so to the data of the report.
    failed = _Failure(error.with_traceback(None), time.monotonic() + FAILURE_SECONDS)
    _add(_failures, MOST_FAILURES, digest, failed)
    raise copy(error)


def _hashed_order(work: Callable[..., Any], args: Any, more: Any) -> tuple[bytes, bytes]:
    order = pickled(work, args, more)
    return order, hashlib.sha256(order).digest()


def _refusal(failure: Exception) -> Exception:
    """Return the refusal of a report that exceeds a limit, or any other failure unchanged."""
    if not isinstance(failure, TookTooLong | TookTooMuchMemory | WorkerDied):
        return failure
    log.warning("a report could not be drawn: %s", failure)
    return Conflict(TOO_LARGE)


def _is_first_death(failure: Exception, digest: bytes) -> bool:
    if not isinstance(failure, WorkerDied):
        return False
    is_first = digest not in _deaths
    _add(_deaths, MOST_FAILURES, digest, None)
    return is_first


def _add(kept: dict[bytes, Any], most: int, digest: bytes, value: object) -> None:
    while len(kept) >= most:
        del kept[next(iter(kept))]
    kept[digest] = value
