"""The real server in a process of its own, over the database of a test; it can be killed."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from config import TestConfig
from polling import db
from tests.visitor import Visitor

COOKIE = "polling"
ROOT = Path(__file__).parent.parent


class Server:
    """`with Server() as server: …` serves on `server.address`.

    `module` is what Python runs, and `settings` are more environment variables for it.
    """

    def __init__(self, **settings: str) -> None:
        self.module = "polling.cli"
        self.settings = settings
        self.port = _free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.kill()

    def start(self) -> None:
        """Start it; returns once it accepts connections."""
        settings = {"HOST": "127.0.0.1", "PORT": str(self.port), **self.settings}
        self._process = subprocess.Popen(
            [sys.executable, "-m", self.module, "serve"],
            cwd=ROOT,
            env=environment(**settings),
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout
        for line in self._process.stdout:
            if line.startswith("Serving on"):
                return
        raise RuntimeError("the server did not start")

    @property
    def pid(self) -> int:
        """The process, while it runs."""
        assert self._process
        return self._process.pid

    @property
    def running(self) -> bool:
        """Whether it has not ended by itself."""
        return self._process is not None and self._process.poll() is None

    def kill(self) -> None:
        """End it as a power cut would: SIGKILL."""
        if self._process and self._process.stdout:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
            self._process.stdout.close()
            self._process = None


def environment(**settings: str) -> dict[str, str]:
    """What a `polling` command of the test's own needs to work on the test's database."""
    own = {
        "DATABASE_URL": db.engine().url.render_as_string(hide_password=False),
        "SECRET_KEY": TestConfig().secret_key,
        "PYTHONPATH": str(ROOT),
    }
    return os.environ | own | settings


def cookie_of(visitor: Visitor) -> str:
    """The session cookie that a browser would send."""
    found = visitor.client.get_cookie(COOKIE)
    assert found
    return found.value


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port
