"""Sessions that have not joined cannot keep the server busy while their time to join lasts."""

from concurrent.futures import ThreadPoolExecutor, as_completed
from itertools import islice

import pytest
from flask import Flask

from tests.attacks.test_connections import (
    OPEN,
    PONG_FRAME,
    connect,
    fetch,
    is_ended,
    open_session,
)
from tests.conftest import Served
from tests.live.slow_reader import GREETING
from tests.server import Server

PING_FRAME = bytes([0x89, 0x80, 0, 0, 0, 0])
FRAGMENT = bytes([0x01, 0x81, 0, 0, 0, 0]) + b"2"
NEXT_FRAGMENT = bytes([0x00, 0x81, 0, 0, 0, 0]) + b"x"
LARGE_FRAME = bytes([0x81, 0xFE, 0x20, 0x00, 0, 0, 0, 0]) + b"4" * 0x2000


@pytest.mark.parametrize(
    "frames",
    [PING_FRAME * 2000, PONG_FRAME * 2000, FRAGMENT + NEXT_FRAGMENT * 2000, LARGE_FRAME],
    ids=["pings", "pongs", "fragments", "a large message"],
)
def test_frames_that_no_page_sends_before_it_has_joined_end_the_connection(
    served: Served, frames: bytes
) -> None:
    server, _ = served
    with connect(server, GREETING) as other, connect(server, GREETING) as client:
        for one in (other, client):
            while b"sid" not in one.recv(65536):
                pass
        client.sendall(frames)
        assert is_ended(client)
        other.setblocking(False)
        with pytest.raises(BlockingIOError):  # so the time to join is not over
            other.recv(1)


def test_a_session_waits_in_one_poll_at_a_time(app: Flask) -> None:
    with Server() as server:  # which does not end the session first
        sid = open_session(server)
        with ThreadPoolExecutor(8) as pool:
            polls = [pool.submit(fetch, server, f"{OPEN}&sid={sid}") for _ in range(8)]
            answers = [poll.result() for poll in islice(as_completed(polls), 7)]
            server.kill()  # the last request waits
    assert answers == [b"6"] * 7  # no-ops
