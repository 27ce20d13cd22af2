"""Writers take turns in the order of their requests, in greenlets and in threads."""

import subprocess
import sys
import threading

from polling.core import writer_queue
from polling.core.engines import make_engine

BUSY = """
from gevent import monkey
monkey.patch_all()
import gevent
from polling.core import writer_queue
from polling.core.engines import make_engine

engine = make_engine("sqlite://")
written = []

def ballots():
    for _ in range(5):
        with writer_queue.turn(engine, 1):
            gevent.sleep(0)  # all others ask
            leaver.kill()
            written.append("ballots")

def write(name):
    with writer_queue.turn(engine, 1):
        written.append(name)

voters = gevent.spawn(ballots)
leaver = gevent.spawn(write, "somebody who has left")
others = [gevent.spawn(write, name) for name in ("organizer", "facilitator")]
gevent.joinall([voters, *others], raise_error=True)
print(*written)
"""


def test_who_writes_again_and_again_lets_others_in_between() -> None:
    assert _printed(BUSY) == ["ballots", "organizer", "facilitator", *["ballots"] * 4]


THREADS = """
from gevent import monkey
monkey.patch_all()
import gevent
from gevent.threadpool import ThreadPool
from polling.core import writer_queue
from polling.core.engines import make_engine

engine = make_engine("sqlite://")
pool = ThreadPool(4)
written = []

def write():
    for _ in range(1000):
        with writer_queue.turn(engine, 1):
            gevent.sleep(0)
            written.append(1)

work = [*(pool.spawn(write) for _ in range(4)), *(gevent.spawn(write) for _ in range(4))]
for one in work:
    one.get()
print(len(written))
"""


def test_a_server_s_threads_and_greenlets_take_turns() -> None:
    assert _printed(THREADS) == ["8000"]


def _printed(program: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_threads_write_one_at_a_time() -> None:
    engine = make_engine("sqlite://")
    inside, most = 0, 0

    def write() -> None:
        nonlocal inside, most
        for _ in range(200):
            with writer_queue.turn(engine, 1):
                inside += 1
                most = max(most, inside)
                inside -= 1

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (inside, most) == (0, 1)
