"""The processes of the two compared servers, and their resource usage."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from polling.core.errors import CannotServe

START_SECONDS = 120.0
TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


class Process:
    """A server under load. Its figures need Linux's /proc; on other systems they are None."""

    def __init__(self, port: int, pid: int) -> None:
        self.port = port
        self.address = f"http://127.0.0.1:{port}"
        self._proc = Path(f"/proc/{pid}")

    def memory_kb(self) -> int | None:
        """The resident memory."""
        status = self._read("status")
        return next((int(ln.split()[1]) for ln in status if ln.startswith("VmRSS:")), None)

    def cpu_seconds(self) -> float | None:
        """The processor time used so far."""
        for line in self._read("stat"):
            after_name = line.rpartition(")")[2].split()
            return (int(after_name[11]) + int(after_name[12])) / TICKS_A_SECOND
        return None

    def _read(self, name: str) -> list[str]:
        path = self._proc / name
        return path.read_text().splitlines() if path.exists() else []


def module(name: str, *arguments: str) -> list[str]:
    """Return the command that runs this module."""
    return [sys.executable, "-m", name, *arguments]


@contextmanager
def running(command: Sequence[str], port: int, **env: str) -> Iterator[Process]:
    """Run a command as a server on this port; kill it at the end."""
    process = subprocess.Popen(  # noqa: S603  our own servers
        command, env=os.environ | env, stdout=subprocess.DEVNULL
    )
    try:
        _wait_for(process, port)
        yield Process(port, process.pid)
    finally:
        process.kill()
        process.wait()


@contextmanager
def reserved_port() -> Iterator[int]:
    """Yield a free port, which no other process gets meanwhile.

    A socket that does not listen is bound to it. Only on Linux, another can listen nevertheless.
    """
    with socket.socket() as reserved:
        reserved.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        reserved.bind(("127.0.0.1", 0))
        port: int = reserved.getsockname()[1]
        if sys.platform != "linux":
            reserved.close()
        yield port


def _wait_for(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise CannotServe("A server that the bench needs did not start.")
