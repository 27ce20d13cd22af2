"""The real server in a separate process, on a test's database; it can be killed."""

import multiprocessing
import os
import sys
import threading
import weakref
from contextlib import ExitStack
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import NamedTemporaryFile
from types import ModuleType, TracebackType
from typing import Any, ClassVar, Self, TextIO
from unittest.mock import patch

from benchmarks.server_processes import reserved_port
from config import TestConfig
from polling.core import db
from tests.patience import PATIENCE_SECONDS
from tests.visitor import Visitor

COOKIE = "polling"
ROOT = Path(__file__).parent.parent
FORKED = multiprocessing.get_context("forkserver")
FORKED.set_forkserver_preload(["tests.forked_server"])


class Server:
    """`with Server() as server: …` serves on `server.address`.

    It runs the `main` of `module` with `settings` as additional environment variables. While
    `allowed` is false, none starts: see tests/markers.py. pytest shows its log if the test fails.
    """

    allowed: ClassVar[bool] = True
    spent: ClassVar[float] = 0  # processor seconds of finished servers

    def __init__(self, **settings: str) -> None:
        self.module = "polling.cli"
        self.settings = settings
        held = ExitStack()
        self.port = held.enter_context(reserved_port())
        weakref.finalize(self, held.close)
        self.address = f"http://127.0.0.1:{self.port}"
        self._process: BaseProcess | None = None
        self._output: TextIO | None = None
        log = NamedTemporaryFile("r", prefix="polling-server-", errors="replace")  # noqa: SIM115
        self._log = held.enter_context(log)

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
        """Start the server; returns once it accepts connections.

        Raises RuntimeError if it ends or hangs before.
        """
        if not Server.allowed:
            raise RuntimeError("this test starts a server: mark it with pytest.mark.server")
        settings = {"HOST": "127.0.0.1", "PORT": str(self.port), **self.settings}
        output, theirs = FORKED.Pipe(duplex=False)
        given = (self.module, str(ROOT), environment(**settings), theirs, self._log.name)
        self._process = FORKED.Process(target=_run, args=given)
        with patch.dict(sys.modules, {"__main__": ModuleType("__main__")}):
            self._process.start()  # without loading the main module of this process
        theirs.close()
        self._output = os.fdopen(os.dup(output.fileno()))
        output.close()
        giving_up = threading.Timer(PATIENCE_SECONDS, self._process.kill)
        giving_up.start()
        try:
            if not any(line.startswith("Serving on") for line in self._output):
                self.kill()
                raise RuntimeError("the server did not start")
        finally:
            giving_up.cancel()

    @property
    def pid(self) -> int:
        """The process id, while it runs."""
        assert self._process
        assert self._process.pid
        return self._process.pid

    @property
    def running(self) -> bool:
        """Whether the process is still running."""
        return self._process is not None and self._process.is_alive()

    def kill(self) -> None:
        """Kill it with SIGKILL, like a power cut. Raises RuntimeError if it does not end."""
        if self._process and self._output:
            Server.spent += _spent_by(self.pid)
            if not self.running:
                sys.stderr.write(f"{self.address} ended with {self._process.exitcode}\n")
            sys.stderr.write(self._log.read())
            self._process.kill()
            self._process.join(PATIENCE_SECONDS)
            if self._process.exitcode is None:
                raise RuntimeError("the server did not end")
            self._output.close()
            self._process = self._output = None


def _run(*given: Any) -> None:
    # Imported in the new process, because it patches its process for gevent.
    from tests import forked_server  # noqa: PLC0415

    forked_server.run(*given)


def environment(**settings: str) -> dict[str, str]:
    """The environment for a test's own `polling` command on the test's database."""
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


def _spent_by(pid: int) -> float:
    """The processor seconds of a process, if the system has /proc."""
    file = Path(f"/proc/{pid}/stat")
    if not file.exists():
        return 0
    user, system = file.read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
