"""Phones' pages are rendered in turn, and nothing else waits for them."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from contextlib import contextmanager
from unittest.mock import patch

import pytest

from polling.core.db import transaction
from polling.core.worker_process import Worker
from polling.web import newcomers, page_queue
from polling.web.page_queue import PageQueue
from polling.workshop.models import Workshop
from tests.patience import PATIENCE_SECONDS
from tests.room import Room
from tests.visitor import Visitor

MOMENT_SECONDS = 0.1


@contextmanager
def another_page_in_the_making(queue: PageQueue = page_queue._queue) -> Iterator[None]:
    page = queue.ask("another")
    queue.line_up(page)
    yield
    queue.leave(page)


@pytest.mark.parametrize("path", ["", "/report", "/report/download"])
def test_a_phone_waits_until_another_ones_page_is_made(room: Room, path: str) -> None:
    room.go("lobby")
    with transaction() as session:
        session.get_one(Workshop, room.workshop_id).published = True
    phone = room.participant_visitor()
    phone.get(f"/w/{room.code}{path}")  # caches the shared parts
    with ThreadPoolExecutor(1) as beside:
        with another_page_in_the_making():
            answer = beside.submit(phone.get, f"/w/{room.code}{path}")
            with pytest.raises(NotYet):
                answer.result(MOMENT_SECONDS)
        assert answer.result(PATIENCE_SECONDS).status_code == 200


def test_a_phone_that_reloads_too_often_waits_for_its_pause(room: Room) -> None:
    room.go("lobby")
    phone = room.participant_visitor()
    with (
        patch.object(page_queue._queue, "pause", return_value=1.5),
        patch("polling.web.page_queue.time.sleep") as sleep,
    ):
        assert phone.get(f"/w/{room.code}").status_code == 200
    sleep.assert_any_call(1.5)


def test_organizers_screens_and_posts_do_not_wait(room: Room) -> None:
    room.go("lobby")
    phone, organizer, screen = (
        room.participant_visitor(),
        room.organizer_visitor(),
        room.screen_visitor(),
    )
    with another_page_in_the_making():
        assert organizer.get(f"/console/{room.code}").status_code == 200
        assert screen.get(f"/w/{room.code}/screen").status_code == 200
        assert phone.post(f"/w/{room.code}/wishes", {"themes": ""}).status_code == 200


def test_consoles_wait_for_each_other(room: Room) -> None:
    """Otherwise, one organizer who loads long pages delays the votes in all workshops."""
    room.go("lobby")
    organizer, path = room.organizer_visitor(), f"/console/{room.code}"
    with ThreadPoolExecutor(1) as beside:
        with another_page_in_the_making(page_queue._desks):
            answer = beside.submit(organizer.get, path)
            with pytest.raises(NotYet):
                answer.result(MOMENT_SECONDS)
        assert answer.result(PATIENCE_SECONDS).status_code == 200


def test_a_console_does_not_wait_for_ever(room: Room) -> None:
    with (
        another_page_in_the_making(page_queue._desks),
        patch.object(page_queue, "DESK_PATIENCE_SECONDS", MOMENT_SECONDS),
    ):
        assert room.organizer_visitor().get(f"/console/{room.code}").status_code == 200


def test_nobody_waits_for_a_page_that_a_worker_draws(room: Room) -> None:
    """A report may take seconds."""
    beginning: list[object] = []

    def draw(*_order: object) -> bytes:
        beginning.append(page_queue._desks._current)
        return b"# Report"

    with patch.object(Worker, "_ask", draw), patch.object(Worker, "_running"):
        answer = room.organizer_visitor().get(f"/console/{room.code}/export/md")
    assert (answer.status_code, beginning) == (200, [None])


def test_a_phone_that_is_refused_passes_its_turn_on(room: Room) -> None:
    room.go("lobby")
    outsider, phone = room.screen_visitor(), room.participant_visitor()
    with ThreadPoolExecutor(1) as beside:
        for visitor, status in ((outsider, 401), (phone, 200)):
            path = f"/w/{room.code}"
            answer = beside.submit(visitor.client.get, path, headers={"Accept": "application/json"})
            assert answer.result(PATIENCE_SECONDS).status_code == status


def test_newcomers_of_a_network_share_one_place(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise, each joining of one person would give a place before everybody else."""
    room.go("lobby")
    earlier, phones = room.participant_visitor(), [Visitor(room.app) for _ in range(2)]
    for phone in phones:
        assert phone.post(f"/j/{room.code}").status_code == 200

    def places(visitors: list[Visitor]) -> set[str]:
        with patch.object(page_queue._queue, "ask", wraps=page_queue._queue.ask) as asked:
            for visitor in visitors:
                assert visitor.client.get(f"/w/{room.code}").status_code == 200
        return {call.args[0] for call in asked.call_args_list}

    assert places(phones) == {"newcomers of 127.0.0.1"}
    assert len(places([earlier, *phones])) == 2
    monkeypatch.setattr(newcomers, "SECONDS", 0)
    assert len(places([earlier, *phones])) == 3
