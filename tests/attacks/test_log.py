"""Input from strangers neither appears in the log nor breaks its lines."""

import io
import json
import logging
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask

from config import TestConfig
from polling.core.access import Role, allow
from polling.core.logs import FORMATTERS, LogFormat
from tests.patience import PATIENCE_SECONDS

SECRET = "4217-9931"
FORGED = '%0A{"level":"error","message":"forged"}'
POLL = "/socket.io/?EIO=4&transport=polling"
HEADERS = "Host: a\r\nConnection: close\r\n\r\n"
REQUESTS = (
    f"GET /j/{SECRET}?k={SECRET} HTTP/9.9\r\n\r\n",
    f"\x16\x03\x01{SECRET}\r\n\r\n",
    f"GET /{SECRET} HTTP/1.1\r\nHost: a\r\n{SECRET}\r\n\r\n",
    f"GET /{SECRET}{FORGED} HTTP/1.1\r\nHost: {SECRET}\r\nConnection: close\r\n\r\n",
    f"POST /?k={SECRET} HTTP/1.1\r\nHost: a\r\nContent-Length: {SECRET}\r\n\r\n",
    f"GET {POLL}&sid={SECRET}{FORGED} HTTP/1.1\r\n{HEADERS}",
    f"GET /socket.io/?EIO={SECRET}{FORGED} HTTP/1.1\r\n{HEADERS}",
    f"GET {POLL} HTTP/1.1\r\nOrigin: http://{SECRET}\r\n{HEADERS}",
    f"{SECRET} / HTTP/1.1\r\n{HEADERS}",
)


@pytest.mark.server
def test_a_log_in_json_stays_so_and_quotes_no_request(tmp_path: Path) -> None:
    with serving(tmp_path, LOG_FORMAT="json") as (server, port):
        for request in REQUESTS:
            answer_to(port, request)
        sid = (
            answer_to(port, f"GET {POLL} HTTP/1.1\r\n{HEADERS}")
            .partition('"sid":"')[2]
            .partition('"')[0]
        )
        assert sid
        body = f"4{SECRET}\x1e7{SECRET}"
        answer_to(
            port,
            f"POST {POLL}&sid={sid} HTTP/1.1\r\nContent-Length: {len(body)}\r\n{HEADERS}{body}",
        )
        server.terminate()
        printed, log = server.communicate(timeout=PATIENCE_SECONDS)
    assert printed == ""
    lines = [json.loads(line) for line in log.splitlines()]
    assert {line["logger"] for line in lines} >= {"engineio.server"}  # it logged an error
    assert "forged" not in log
    assert SECRET not in log
    assert sid not in log


@pytest.mark.parametrize("kind", FORMATTERS)
def test_a_failing_view_is_logged_without_the_request_body(
    app: Flask, monkeypatch: pytest.MonkeyPatch, kind: LogFormat
) -> None:
    def fail() -> None:
        raise ValueError(SECRET)

    monkeypatch.setitem(app.view_functions, "people.front", allow(Role.ANYONE)(fail))
    with logged(kind) as log:
        assert app.test_client().get(f"/?code={SECRET}").status_code == 500
    assert "GET people.front failed" in log.getvalue()
    assert "ValueError" in log.getvalue()
    assert SECRET not in log.getvalue()


@contextmanager
def logged(kind: LogFormat) -> Iterator[io.StringIO]:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(FORMATTERS[kind]())
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


@contextmanager
def serving(folder: Path, **settings: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Run a server whose output is read to the end."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    own = {
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "DATA_DIR": str(folder),
        "SECRET_KEY": TestConfig().secret_key,
    }
    with subprocess.Popen(
        [sys.executable, "-m", "polling.cli", "serve"],
        env=os.environ | own | settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        try:
            assert server.stderr
            assert json.loads(server.stderr.readline())["message"].startswith("serving on")
            yield server, port
        finally:
            server.kill()


def answer_to(port: int, request: str) -> str:
    """Everything that the server sends before it closes the connection."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_SECONDS) as connection:
        connection.sendall(request.encode("latin-1"))
        connection.shutdown(socket.SHUT_WR)
        pieces = iter(lambda: connection.recv(65536), b"")
        return b"".join(pieces).decode("latin-1")
