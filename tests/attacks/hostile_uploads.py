"""Upload hostile and very large files to a real server while another client asks for a page.

    python -m tests.attacks.hostile_uploads

first prints how long the client waits without uploads (the noise of the machine). Then it prints
for each file: the response, its seconds, the client's longest wait, the server's longest processor
time between two responses (which is independent of other programs), and the memory used by the
server and its worker processes. It reads /proc, so it needs Linux.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep

from config import TestConfig
from polling.app import close_database, create_app
from tests.attacks import hostile_files
from tests.room import Room
from tests.server import COOKIE, Server, cookie_of

PAUSE_SECONDS = 0.005  # between two requests of the other client


@dataclass
class Cost:
    """What one upload cost: seconds, and megabytes of all processes of the server."""

    status: int
    body: str
    seconds: float
    waits: "Waits"
    server_growth: float
    worker_growth: float


@dataclass
class Waits:
    """The longest wait for a response to another client, and the most processor time in one."""

    longest: float
    computing: float

    def __str__(self) -> str:
        return f"longest wait {1000 * self.longest:.0f} ms ({1000 * self.computing:.0f} computing)"


class Attacker:
    """An organizer on a separate server who uploads, while another client loads a page."""

    def __init__(self, server: Server, room: Room) -> None:
        visitor = room.organizer_visitor()
        self._token = visitor.token()
        self._cookie = f"{COOKIE}={cookie_of(visitor)}"
        self.server, self.room = server, room

    def upload(self, to: str, field: str, name: str, content: bytes) -> tuple[int, str]:
        """Post a file to a URL of the workshop's console; return the status and the response."""
        body = _multipart(field, name, content)
        headers = {
            "Cookie": self._cookie,
            "X-CSRFToken": self._token,
            "Accept": "application/json",
            "Content-Type": "multipart/form-data; boundary=border",
        }
        with closing(HTTPConnection("127.0.0.1", self.server.port, timeout=120)) as connection:
            connection.request("POST", f"/console/{self.room.code}/{to}", body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode(errors="replace")

    def cost(self, to: str, field: str, name: str, content: bytes) -> Cost:
        """Return what this upload costs others."""
        memory = _Memory(self.server.pid)
        with _somebody_else(self.server) as answered, memory:
            began = monotonic()
            status, body = self.upload(to, field, name, content)
            seconds = monotonic() - began
        grown = (memory.server_growth, memory.worker_growth)
        return Cost(status, body, seconds, _waits(answered), *grown)


def idle_waits(server: Server, seconds: float) -> Waits:
    """The other client's waits without uploads: the noise of the machine."""
    with _somebody_else(server) as answered:
        sleep(seconds)
    return _waits(answered)


Answered = list[tuple[float, float]]  # the time, and the server's processor seconds until then


def _waits(answered: Answered) -> Waits:
    steps = [
        (later - earlier - PAUSE_SECONDS, computed - before)
        for (earlier, before), (later, computed) in pairwise(answered)
    ]
    return Waits(max(wait for wait, _ in steps), max(work for _, work in steps))


def _computed(pid: int) -> float:
    """The processor seconds of a server's event loop."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


class _Memory:
    """Measures the memory of a process and its children while the block runs."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self.server_growth = self.worker_growth = 0.0

    def __enter__(self) -> None:
        self._before = _megabytes(self._pid), self._of_children()
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        server, workers = self._before
        while not self._over.wait(0.02):
            self.server_growth = max(self.server_growth, _megabytes(self._pid) - server)
            self.worker_growth = max(self.worker_growth, self._of_children() - workers)

    def _of_children(self) -> float:
        tasks = Path(f"/proc/{self._pid}/task")
        try:
            children = [pid for task in tasks.iterdir() for pid in _words(task / "children")]
        except OSError:
            return 0
        return sum(_megabytes(int(pid)) for pid in children)


def _words(path: Path) -> list[str]:
    try:
        return path.read_text().split()
    except OSError:  # the thread has ended
        return []


def _megabytes(pid: int) -> float:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:  # the process has ended
        return 0
    return sum(int(line.split()[1]) / 1000 for line in status.splitlines() if "VmRSS" in line)


@contextmanager
def _somebody_else(server: Server) -> Iterator[Answered]:
    """Let another client load the front page repeatedly; record the times of its responses."""
    answered, over = [(monotonic(), _computed(server.pid))], threading.Event()

    def ask() -> None:
        with closing(HTTPConnection("127.0.0.1", server.port, timeout=120)) as connection:
            while not over.is_set():
                connection.request("GET", "/")
                connection.getresponse().read()
                answered.append((monotonic(), _computed(server.pid)))
                sleep(PAUSE_SECONDS)

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    sleep(0.5)  # the first page compiles its template
    del answered[:-1]
    yield answered
    sleep(0.1)
    over.set()
    thread.join()


def _multipart(field: str, name: str, content: bytes) -> bytes:
    head = f'--border\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
    return (
        head.encode()
        + b"Content-Type: application/octet-stream\r\n\r\n"
        + content
        + (b"\r\n--border--\r\n")
    )


LIST = ("setup/registration/preview", "file", "list.xlsx")
TEMPLATE = ("export/docx", "template", "template.docx")
Upload = tuple[str, str, str, Callable[[], bytes]]
UPLOADS: dict[str, Upload] = {
    "small list, which starts the worker process": (
        *LIST,
        lambda: hostile_files.honest_list(10, 5),
    ),
    "no template, which loads what draws a report": (*TEMPLATE, lambda: b"PK"),
    "entity bomb as a list": (*LIST, hostile_files.entity_bomb),
    "entity bomb as a template": (*TEMPLATE, hostile_files.entity_bomb),
    "zip bomb as a list": (*LIST, hostile_files.zip_bomb),
    "zip bomb as a template": (*TEMPLATE, hostile_files.zip_bomb),
    "list of 3 million styles": (*LIST, hostile_files.styles_bomb),
    "list of 200,000 columns": (*LIST, hostile_files.wide_row),
    "list of nested elements": (*LIST, hostile_files.deep_sheet),
    "list of 2 million rows": (*LIST, hostile_files.many_rows),
    "list with 5,000 times one sheet": (*LIST, hostile_files.repeated_sheet),
    "nested JSON as a workshop": (
        *("setup/themes/import", "file", "deep.json"),
        lambda: b"[" * 5_000_000,
    ),
    "logo of 65,535 × 65,535 pixels": (
        *("setup/logo", "logo", "logo.png"),
        lambda: hostile_files.huge_png(65_535, 65_535),
    ),
    "honest list of 20,000 × 60": (*LIST, hostile_files.honest_list),
}


def main() -> None:
    """Print the figures of all uploads."""
    with TemporaryDirectory() as folder:
        app = create_app(TestConfig(data_dir=Path(folder)))
        with Server() as server:
            attacker = Attacker(server, Room.of(app))
            print(f"nothing for 10 s: {idle_waits(server, 10)}")
            for name, (to, field, filename, made) in UPLOADS.items():
                content = made()
                cost = attacker.cost(to, field, filename, content)
                print(
                    f"{name}, {len(content) / 1000:.0f} KB: {cost.status} after "
                    f"{cost.seconds:.2f} s; {cost.waits}; "
                    f"server +{cost.server_growth:.0f} MB, workers +{cost.worker_growth:.0f} MB",
                    flush=True,
                )
        close_database(app)


if __name__ == "__main__":
    main()
