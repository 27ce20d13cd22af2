"""The log keeps its line structure, and contains no user input."""

import io
import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from types import TracebackType

import pytest

from polling.core import logs
from polling.core.errors import WorkerFailed
from polling.core.logs import FORMATTERS, LogFormat
from polling.core.worker_process import Worker

HOSTILE = "first\nERROR polling: forged\r\x1b[2J\u2028\u202e\x00" + "x" * 10_000
SECRET = "Anna of 10.0.0.7 wrote 4217-9931"

both = pytest.mark.parametrize("kind", FORMATTERS)


@pytest.fixture
def log(kind: LogFormat) -> Iterator[tuple[logging.Logger, io.StringIO]]:
    """One of our loggers, and its output."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(FORMATTERS[kind]())
    logger = logging.getLogger("polling.test")
    logger.addHandler(handler)
    logger.propagate = False
    yield logger, written
    logger.removeHandler(handler)
    logger.propagate = True


def failing(words: str) -> None:
    try:
        raise KeyError(words)
    except KeyError as error:
        raise ValueError(words) from error


@both
def test_nothing_begins_a_new_line_or_moves_the_cursor(
    log: tuple[logging.Logger, io.StringIO],
) -> None:
    logger, written = log
    logger.warning("%s", HOSTILE)
    text = written.getvalue()
    assert text.count("\n") == 1
    assert text.rstrip("\n").isprintable()
    assert r"first\nERROR polling: forged\r\x1b[2J\u2028\u202e\x00" in text.replace("\\\\", "\\")
    assert len(text) < 3_000


@pytest.mark.parametrize("kind", ["text"])
def test_a_client_that_causes_warnings_does_not_fill_the_log(
    log: tuple[logging.Logger, io.StringIO], monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = 1_000.0
    monkeypatch.setattr("time.monotonic", lambda: moment)
    logger, written = log
    (handler,) = (one for one in logger.handlers if getattr(one, "stream", None) is written)
    handler.addFilter(logs.FewAlike())

    def send_bad_frames(frames: int) -> list[str]:
        for _frame in range(frames):
            logger.warning("unreadable frame: %s", "ValueError")
        lines = written.getvalue().splitlines()
        written.seek(0)
        written.truncate()
        return lines

    lines = send_bad_frames(500)
    assert len(lines) == logs.MOST_ALIKE
    assert lines[-1].endswith("ValueError (others like this are left out for 60 s)")
    logger.warning("other places are not affected")
    assert len(send_bad_frames(0)) == 1
    moment += 60
    lines = send_bad_frames(2)
    assert lines[0].endswith(f"({500 - logs.MOST_ALIKE} others like this were left out)")
    assert lines[1].endswith("ValueError")


@pytest.mark.parametrize("kind", ["text"])
def test_a_failure_that_repeats_does_not_fill_the_log_and_hides_no_other(
    log: tuple[logging.Logger, io.StringIO],
) -> None:
    logger, written = log
    (handler,) = (one for one in logger.handlers if getattr(one, "stream", None) is written)
    handler.addFilter(logs.FewAlike())
    elsewhere = _raised(ValueError)
    for error in [*[_raised(OSError)] * 500, _raised(OSError), elsewhere, _failed_again()]:
        logger.error("an event failed", exc_info=error)
    heads = [line for line in written.getvalue().splitlines() if "an event failed" in line]
    assert len(heads) == logs.MOST_ALIKE + 2
    assert written.getvalue().splitlines()[-1].strip().endswith("in _failed_again")


def _raised(kind: type[Exception]) -> Exception:
    try:
        raise kind
    except kind as error:
        return error


def _failed_again() -> Exception:
    try:
        raise ValueError
    except ValueError as error:
        return error


def test_the_servers_log_is_limited() -> None:
    said = "import logging; from polling.core import logs; logs.configure('text')\n"
    flood = "for _ in range(500): logging.getLogger('polling.test').warning('bad')"
    done = subprocess.run(
        [sys.executable, "-c", said + flood], capture_output=True, text=True, check=True
    )
    assert len(done.stderr.splitlines()) == logs.MOST_ALIKE


@both
def test_an_exception_is_known_by_type_and_place_not_by_its_message(
    log: tuple[logging.Logger, io.StringIO],
) -> None:
    logger, written = log
    try:
        failing(SECRET)
    except ValueError:
        logger.exception("something failed")
    text = written.getvalue()
    assert SECRET not in text
    for known in ("something failed", "ValueError", "KeyError", __file__, "in failing"):
        assert known in text


def test_text_indents_an_exception() -> None:
    record = logging.LogRecord("polling", logging.ERROR, "", 1, "failed", None, _info(SECRET))
    first, *others = FORMATTERS["text"]().format(record).splitlines()
    assert first.endswith("ERROR polling: failed")
    assert others
    assert all(line.startswith("  ") for line in others)


def test_json_is_one_object_a_line() -> None:
    record = logging.LogRecord("polling.a", logging.ERROR, "", 1, "b %s", ("c",), _info(SECRET))
    line = FORMATTERS["json"]().format(record)
    assert "\n" not in line
    said = json.loads(line)
    assert (said["level"], said["logger"], said["message"]) == ("error", "polling.a", "b c")
    assert said["exception"][0] == "ValueError"
    assert said["time"].endswith("+00:00")


@both
def test_of_a_librarys_message_there_is_only_where_it_came_from(kind: LogFormat) -> None:
    record = logging.LogRecord("engineio", logging.ERROR, "/x/base.py", 7, SECRET, None, None)
    text = FORMATTERS[kind]().format(record)
    assert SECRET not in text
    assert "reported at base.py:7" in text


def test_a_loggable_exception_keeps_its_message() -> None:
    assert logs.outline(WorkerFailed("not done within\n2 seconds"))[0] == (
        "WorkerFailed: not done within"
    )


def test_an_exception_that_causes_itself_has_an_end() -> None:
    error = ValueError()
    error.__context__ = error
    assert logs.outline(error) == ["ValueError"]


def test_a_worker_says_where_it_failed_but_not_on_what() -> None:
    worker = Worker(seconds=60, cpu_seconds=60, megabytes=2_000, idle_seconds=60)
    with pytest.raises(WorkerFailed) as failure:
        worker.run(int, SECRET)
    worker.end()
    assert "ValueError" in str(failure.value)
    assert SECRET not in str(failure.value)


FAILURES = f"""
from gevent import monkey
monkey.patch_all()
import logging, threading, warnings
import gevent
from polling.cli.server_process import log_failed_greenlets
from polling.core import logs

def fail():
    raise ValueError({SECRET!r})

class Unraisable:
    def __del__(self):
        fail()

logs.configure("json")
log_failed_greenlets()
gevent.joinall([gevent.spawn(fail)])
threading.Thread(target=fail).start()
gevent.get_hub().threadpool.spawn(fail).wait()
Unraisable()
logging.getLogger("polling").warning("%d", {SECRET!r})
warnings.warn({SECRET!r})
raise RuntimeError({SECRET!r})
"""


def test_whatever_fails_in_a_server_is_one_json_line() -> None:
    done = subprocess.run(
        [sys.executable, "-c", FAILURES],
        capture_output=True,
        text=True,
        check=False,
    )
    assert SECRET not in done.stderr + done.stdout
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert [line["message"] for line in lines].count("unhandled error") == 4
    assert lines[-1]["message"] == "the server has failed"
    assert done.stdout == ""


def _info(words: str) -> tuple[type[BaseException], BaseException, TracebackType | None]:
    try:
        failing(words)
    except ValueError as error:
        return type(error), error, error.__traceback__
    raise AssertionError
