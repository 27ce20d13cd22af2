"""The log on stderr: lines of text or, with LOG_FORMAT=json, one JSON object per line.

Operators may not see what people write, and logs are copied and kept. So the log contains nothing
that people have sent:

- Our own messages name parts of the server, never people, codes, links, texts or addresses.
- An exception is logged with its type and traceback. Its message may quote user input, so it is
  only logged if the exception is Loggable.
- A message of a library is replaced by its origin, for the same reason.
- Control characters are escaped, so that nothing can start a new line or move the cursor.

Hostile clients, or a database that is down, cannot fill the log: see FewAlike.
"""

import json
import logging
import sys
import threading
import time
from collections.abc import Hashable, Iterator
from datetime import UTC, datetime
from traceback import walk_tb
from types import TracebackType
from typing import Any, Literal

LogFormat = Literal["text", "json"]
OURS = "polling"
MOST_CHARACTERS = 2_000  # of a message
MOST_FRAMES = 60  # of an exception, the innermost
MOST_ALIKE, ALIKE_SECONDS = 10, 60.0  # warnings or errors from one line of code

log = logging.getLogger(__name__)
_chosen: LogFormat = "text"


class Loggable(Exception):
    """An exception whose message contains no user input."""


class FewAlike(logging.Filter):
    """Lets through MOST_ALIKE warnings or errors from each line of code in ALIKE_SECONDS.

    Exceptions are alike if they have the same type and place, too. The last one says that others
    are left out, and the next one how many were.
    """

    def __init__(self) -> None:
        super().__init__()
        self._since: dict[tuple[Hashable, ...], float] = {}
        self._count: dict[tuple[Hashable, ...], int] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether to log the record; adds a sentence about those that are left out."""
        if record.levelno < logging.WARNING:
            return True
        kind = (record.pathname, record.lineno, *map(_kind, _exceptions(record)))
        now = time.monotonic()
        if now - self._since.get(kind, -ALIKE_SECONDS) >= ALIKE_SECONDS:
            left_out = self._count.get(kind, 0) - MOST_ALIKE
            if left_out > 0:
                record.left_out = f" ({left_out} others like this were left out)"
            self._since[kind], self._count[kind] = now, 0
        self._count[kind] += 1
        if self._count[kind] == MOST_ALIKE:
            record.left_out = f" (others like this are left out for {ALIKE_SECONDS:.0f} s)"
        return self._count[kind] <= MOST_ALIKE


class TextFormatter(logging.Formatter):
    """A text format. Lines of an exception are indented, so each record starts at the margin."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record without a final newline."""
        head = f"{_time(record)} {record.levelname} {record.name}: {_message(record)}"
        return "\n  ".join([head, *_exception(record)])


class JsonFormatter(logging.Formatter):
    """A JSON format."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as one line."""
        said: dict[str, Any] = {
            "time": _time(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _message(record),
        }
        if exception := _exception(record):
            said["exception"] = exception
        return json.dumps(said)


FORMATTERS: dict[LogFormat, type[logging.Formatter]] = {
    "text": TextFormatter,
    "json": JsonFormatter,
}


def configure(kind: LogFormat) -> None:
    """Log our own messages, errors of libraries, and exceptions that end a process or thread."""
    global _chosen  # noqa: PLW0603  one process, one log
    _chosen = kind
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(FORMATTERS[kind]())
    handler.addFilter(FewAlike())
    logging.basicConfig(level=logging.ERROR, handlers=[handler], force=True)
    logging.getLogger(OURS).setLevel(logging.INFO)
    logging.raiseExceptions = False  # it would print the arguments of a failing record
    logging.captureWarnings(True)  # this keeps them off stderr
    sys.excepthook = _failed
    sys.unraisablehook = lambda about: uncaught(about.exc_value)
    threading.excepthook = lambda about: uncaught(about.exc_value)


def chosen() -> LogFormat:
    """Return the format of this process."""
    return _chosen


def uncaught(error: BaseException | None) -> None:
    """Log an unhandled exception."""
    log.error("unhandled error", exc_info=error)


def _failed(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    log.critical("the server has failed", exc_info=error)


def outline(error: BaseException) -> list[str]:
    """Return an exception and its causes, last first: types and frames, innermost frame last."""
    return [line for one in _chain(error) for line in _one(one)]


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _kind(error: BaseException) -> tuple[Hashable, ...]:
    places = [(frame.f_code, line) for frame, line in walk_tb(error.__traceback__)]
    return (type(error), *places[-1:])


def _one(error: BaseException) -> Iterator[str]:
    words = f": {error}" if isinstance(error, Loggable) else ""
    yield from _lines(f"{type(error).__qualname__}{words}")
    for frame, line in list(walk_tb(error.__traceback__))[-MOST_FRAMES:]:
        yield f"  {frame.f_code.co_filename}:{line} in {frame.f_code.co_name}"


def _lines(text: str) -> list[str]:
    return [_clean(line) for line in text.splitlines()]


def _message(record: logging.LogRecord) -> str:
    is_ours = record.name == OURS or record.name.startswith(f"{OURS}.")
    where = f"reported at {record.filename}:{record.lineno}"
    message = _clean(record.getMessage()) if is_ours else where
    return message + getattr(record, "left_out", "")


def _exception(record: logging.LogRecord) -> list[str]:
    return [line for one in _exceptions(record) for line in _one(one)]


def _exceptions(record: logging.LogRecord) -> Iterator[BaseException]:
    return _chain(record.exc_info[1] if record.exc_info else None)


def _time(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


def _clean(text: str) -> str:
    """Return the text on one line, with unprintable characters escaped."""
    shown = (c if c.isprintable() else ascii(c)[1:-1] for c in text[:MOST_CHARACTERS])
    return "".join(shown)
