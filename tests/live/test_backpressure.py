"""Limits on what a connection may send."""

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from unittest.mock import Mock

import gevent
import gevent.socket
import pytest
from engineio import Server as EngineServer
from engineio.packet import MESSAGE, NOOP, PONG, Packet
from engineio.socket import Socket
from flask import Flask, session

from polling.core.access import Actor, Role
from polling.core.turns import Sender
from polling.live import backpressure, pace, websocket
from polling.live.server import _sender
from tests.patience import PATIENCE_SECONDS


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long packets and reading have waited, on a clock that stands still otherwise."""
    waited: list[float] = []
    monkeypatch.setattr("polling.live.backpressure.Event", lambda: Mock(wait=waited.append))
    monkeypatch.setattr("polling.live.pace.gevent.sleep", waited.append)
    monkeypatch.setattr("polling.live.pace.time.monotonic", lambda: 100.0 + sum(waited))
    return waited


@contextmanager
def tabs_of(person: str, many: int) -> Iterator[list[backpressure.BoundedSocket]]:
    with connections_of([(person, "")] * many) as tabs:
        yield tabs


@contextmanager
def connections_of(senders: list[tuple[str, str]]) -> Iterator[list[backpressure.BoundedSocket]]:
    """Connections of these people, who may share a link."""
    server = EngineServer(async_mode="gevent")
    tabs = [backpressure.BoundedSocket(server, f"sid{tab}") for tab in range(len(senders))]
    for tab, sender in zip(tabs, senders, strict=True):
        tab.pace_with(*sender)
    yield tabs
    for tab in tabs:
        tab.close()


def test_packets_that_come_at_once_are_taken_at_a_steady_pace(waits: list[float]) -> None:
    with tabs_of("somebody steady", 2) as tabs:
        for _ in range(60):
            for tab in tabs:
                tab.receive(Packet(PONG))
        assert sum(waits) == pytest.approx(100 * pace.PACE_SECONDS)
        tabs[0].receive(Packet(PONG, "a" * 10 * pace.LARGE_BYTES))
        assert sum(waits) == pytest.approx(111 * pace.PACE_SECONDS)


@pytest.mark.usefixtures("waits")
def test_a_person_s_connections_cannot_all_wait_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("polling.live.backpressure.Event", Mock)  # they all wait at once
    large = Packet(PONG, "a" * pace.LARGE_BYTES * 100)
    with tabs_of("somebody hasty", 20) as tabs:
        for tab in tabs:
            tab.receive(large)
        cut_off = [tab._cut_off for tab in tabs]
    fit = pace.LONGEST_WAIT_SECONDS / pace.PACE_SECONDS / 100
    assert cut_off == sorted(cut_off)
    assert cut_off.count(False) == pytest.approx(fit, abs=1)


@pytest.mark.usefixtures("waits")
def test_a_person_who_reconnects_still_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("polling.live.backpressure.Event", Mock)
    most = pace.LONGEST_WAIT_SECONDS / pace.PACE_SECONDS
    large = Packet(MESSAGE, "a" * int(pace.LARGE_BYTES * most))
    with tabs_of("somebody who returns", 1) as (tab,):
        tab.receive(large)
        assert not tab._cut_off
    del tab
    gc.collect()
    with tabs_of("somebody who returns", 1) as (tab,):
        tab.receive(large)
        assert tab._cut_off


def test_what_a_closed_connection_has_read_counts_for_the_next_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pace, "time", SimpleNamespace(monotonic=lambda: 1000.0))
    closed = pace.pace_of("a reader")
    closed.count_reading(0.5)
    pace.keep(closed)
    del closed
    gc.collect()
    assert pace.pace_of("a reader").until_fresh > pace.LONGEST_PAUSE_SECONDS / 2


def test_many_browsers_with_one_link_send_twice_as_fast_as_one(waits: list[float]) -> None:
    link = [(f"browser {number}", "their link") for number in range(40)]
    burst = pace.BURST_PACKETS * pace.PACE_SECONDS
    with connections_of(link) as browsers:
        for _ in range(10):
            for browser in browsers:
                browser.receive(Packet(PONG))
        assert sum(waits) == pytest.approx(400 / 2 * pace.PACE_SECONDS - burst)


def test_twelve_people_with_one_link_reconnect_without_waiting(waits: list[float]) -> None:
    link = [(f"person {number}", "a shared link") for number in range(12)]
    with connections_of(link) as browsers:
        for browser in browsers:
            for _ in range(3):  # such as for the clock and a draft
                browser.receive(Packet(PONG))
    assert waits == []


def test_a_browser_with_a_link_does_not_wait_for_another_one(waits: list[float]) -> None:
    with connections_of([("flooding", "one link"), ("quiet", "one link")]) as (flooding, quiet):
        for _ in range(200):
            flooding.receive(Packet(PONG))
        before = list(waits)
        quiet.receive(Packet(PONG))
        assert waits == before != []


@pytest.mark.usefixtures("waits")
def test_a_new_browser_with_a_link_waits_as_long_as_the_one_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("polling.live.backpressure.Event", Mock)
    half = Packet(
        MESSAGE, "a" * int(pace.LARGE_BYTES * pace.LONGEST_WAIT_SECONDS / pace.PACE_SECONDS)
    )
    cut_off = []
    for number in range(4):
        with connections_of([(f"new browser {number}", "a link")]) as (tab,):
            tab.receive(half)
            cut_off.append(tab._cut_off)
        del tab
        gc.collect()
    assert cut_off == [False, False, True, True]


@pytest.mark.parametrize("tabs", [1, 20])
@pytest.mark.parametrize("is_link", [False, True])
def test_reading_takes_a_quarter_of_the_time_with_any_number_of_connections(
    monkeypatch: pytest.MonkeyPatch, tabs: int, is_link: bool
) -> None:
    now, shared, pieces = 100.0, pace.Pace(), 200
    let_others_run = gevent.sleep

    def work(seconds: float) -> None:
        nonlocal now
        now += seconds

    def sleep(seconds: float) -> None:
        until = now + seconds
        while now < until:
            work(0.0005)
            let_others_run(0)

    def read() -> None:
        connection = websocket.WholeMessages(Mock(recv=lambda _size: b"piece"), [])
        connection.pace = shared
        if is_link:
            connection.pace = pace.Pace()
            connection.pace.within = shared
        for _ in range(pieces // tabs):
            connection.recv(4096)
            work(0.001)  # decoding

    monkeypatch.setattr("polling.live.pace.gevent.sleep", sleep)
    monkeypatch.setattr("polling.live.pace.time.monotonic", lambda: now)
    gevent.joinall([gevent.spawn(read) for _ in range(tabs)], raise_error=True)
    assert now - 100 == pytest.approx(pace.READING_FACTOR * 0.001 * pieces, rel=0.2)


@pytest.mark.usefixtures("waits")
def test_nothing_is_read_while_a_person_s_packets_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("polling.live.backpressure.Event", Mock)
    with tabs_of("somebody with two tabs", 2) as (tab, other):
        other._websocket = Mock()
        other._has_joined()
        _most, its_pace = other._websocket.limit_reading.call_args.args
        tab.receive(Packet(PONG, "a" * pace.LARGE_BYTES * 100))
        before = time.monotonic()
        its_pace.wait_to_read(lambda: False)
        assert time.monotonic() - before == pytest.approx(81 * pace.PACE_SECONDS)


def test_strangers_are_read_at_the_pace_of_their_network() -> None:
    server = EngineServer(async_mode="gevent")
    paces = []
    for network in ("192.0.2.1", "192.0.2.1", "192.0.2.9"):
        stranger = backpressure.BoundedSocket(server, "sid")
        stranger._sender, stranger._websocket = Sender(network), Mock()
        stranger._limit_reading()
        paces.append(stranger._websocket.limit_reading.call_args.args[1])
        stranger.close()
    assert paces[0] is paces[1] is not paces[2]


def test_a_packet_does_not_wait_once_its_connection_is_closed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pace.Pace, "reserve", lambda _self, _pkt: 10 * PATIENCE_SECONDS)
    with tabs_of("somebody gone", 1) as (tab,):
        waiting = gevent.spawn(tab.receive, Packet(PONG))
        gevent.spawn(tab.close)
        waiting.get(timeout=PATIENCE_SECONDS)


def test_people_who_share_a_link_have_a_pace_each_within_that_of_the_link(app: Flask) -> None:
    facilitator = Actor(Role.FACILITATOR, 1, group_id=2)
    senders = []
    for cookie in ("one", "another"):
        with app.test_request_context():
            session["csrf_token"] = cookie
            senders.append(_sender(facilitator))
    browsers, links = zip(*senders, strict=True)
    assert len(set(browsers)) == 2
    assert len(set(links)) == 1


def test_a_client_is_read_once_its_messages_have_been_handled(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    unhandled = ["a" * websocket.MOST_UNHANDLED_BYTES]
    monkeypatch.setattr("polling.live.websocket.gevent.sleep", lambda _seconds: unhandled.clear())
    here, there = gevent.socket.socketpair()
    with here, there:
        there.sendall(b"more")
        assert websocket.WholeMessages(here, unhandled).recv(100) == b"more"
    assert not unhandled


def test_a_connection_that_is_aborted_waits_for_nothing() -> None:
    here, there = gevent.socket.socketpair()
    with here, there:
        aborted = websocket.WholeMessages(here, ["a"] * websocket.MOST_UNHANDLED)
        waiting = gevent.spawn(aborted.recv, 100)
        gevent.spawn(aborted.abort)
        assert waiting.get(timeout=PATIENCE_SECONDS) == b""


def test_a_client_whose_upgrade_never_ends_polls_at_a_pace(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    waits: list[float] = []
    monkeypatch.setattr("polling.live.backpressure.gevent.sleep", waits.append)
    client = backpressure.BoundedSocket(EngineServer(async_mode="gevent"), "sid")
    client.connected = client.upgrading = True
    answers = [client.handle_get_request({}, None) for _ in range(3)]
    assert [pkt.packet_type for answer in answers for pkt in answer] == [NOOP] * 3
    assert waits == [backpressure.UPGRADE_PAUSE_SECONDS] * 3


def test_a_connection_that_tries_to_join_too_often_is_cut(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each try takes a query; the Socket.IO client of a page tries once for each connection."""
    monkeypatch.setattr("polling.live.backpressure.Event", Mock)
    heard: list[Packet] = []
    monkeypatch.setattr(Socket, "receive", lambda _self, packet: heard.append(packet))
    one = backpressure.BoundedSocket(EngineServer(async_mode="gevent"), "sid")
    for _ in range(backpressure.MOST_TRIES + 20):
        one.receive(Packet(MESSAGE, '0{"workshop":"x"}'))
    assert one._cut_off
    assert len(heard) == backpressure.MOST_TRIES
