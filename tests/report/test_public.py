"""The public page: for everybody with the link until it is revoked, with a frozen version only."""

import gzip
import re
import time
from typing import Any
from unittest.mock import Mock

import pytest

from polling.core import workers
from polling.core.db import reading
from polling.core.errors import TookTooLong, WorkerFailed
from polling.core.workers import FAILURE_SECONDS
from polling.web.templating import asset
from polling.workshop.models import Workshop
from tests.report.test_routes import write
from tests.room import Room
from tests.visitor import Visitor

MOST_BYTES = 60_000  # on a phone


@pytest.fixture
def console(day: Room) -> Visitor:
    return day.organizer_visitor()


@pytest.fixture
def reader(day: Room) -> Visitor:
    """A person outside the workshop."""
    return Visitor(day.app)


def opened(day: Room, console: Visitor) -> str:
    """The URL of the page, once the link exists."""
    assert console.post(f"/console/{day.code}/report/open").status_code == 200
    with reading() as session:
        return f"/r/{session.get_one(Workshop, day.workshop_id).public_key}"


def test_everybody_with_the_link_reads_the_report_without_a_cookie(
    day: Room, console: Visitor, reader: Visitor
) -> None:
    answer = reader.get(opened(day, console))
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    assert "Permits can be bought" in answer.text
    assert answer.headers.getlist("Set-Cookie") == []
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert '<meta name="robots" content="noindex, nofollow">' in answer.text
    assert "<script" not in answer.text


def test_each_button_says_what_else_it_does(day: Room, console: Visitor) -> None:
    publishes = "This also publishes the report to participants."
    switches_off = "This also switches off the public link, which cannot be restored."

    def asked() -> tuple[bool, bool]:
        page = console.get(f"/console/{day.code}/closed").text
        return publishes in page, switches_off in page

    assert asked() == (True, False)
    console.post(f"/console/{day.code}/report/publish")
    assert asked() == (False, False)
    opened(day, console)
    assert asked() == (False, True)


def test_each_recommendation_has_a_link(day: Room, console: Visitor, reader: Visitor) -> None:
    page = reader.get(opened(day, console)).text
    references = re.findall(r'<tr id="([\d.]+)">', page)
    assert references
    assert all(f'<a href="#{reference}">' in page for reference in references)


def test_a_revoked_link_ends_at_once_also_for_who_has_a_copy(
    day: Room, console: Visitor, reader: Visitor
) -> None:
    at = opened(day, console)
    etag = reader.get(at).headers["ETag"]
    assert console.post(f"/console/{day.code}/report/close").status_code == 200
    for path in (at, f"{at}/pdf", f"{at}/logo"):
        answer = reader.get(path, **{"If-None-Match": etag})
        assert (answer.status_code, answer.headers["Cache-Control"]) == (404, "no-store")
        assert answer.headers.getlist("Set-Cookie") == []
    assert opened(day, console) != at
    assert reader.get(at).status_code == 404


def test_the_link_ends_when_the_report_is_taken_back(
    day: Room, console: Visitor, reader: Visitor
) -> None:
    at = opened(day, console)
    console.post(f"/console/{day.code}/report/withdraw")
    assert reader.get(at).status_code == 404
    console.post(f"/console/{day.code}/report/publish")
    assert reader.get(at).status_code == 404


@pytest.mark.parametrize("failure", [TookTooLong("60 s"), WorkerFailed("it died")])
def test_a_report_that_cannot_be_drawn_is_not_tried_for_each_reader(
    day: Room,
    console: Visitor,
    reader: Visitor,
    failure: Exception,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at, tried = opened(day, console), []

    def fail(*order: Any) -> None:
        tried.append(order)
        raise failure

    monkeypatch.setattr(workers, "_failures", {})
    monkeypatch.setattr(workers._drawing, "send", fail)
    monkeypatch.setitem(day.app.config, "PROPAGATE_EXCEPTIONS", False)
    statuses = [reader.get(f"{at}/pdf").status_code for _ in range(2)]
    assert statuses == [409 if isinstance(failure, TookTooLong) else 500] * 2
    console.post(f"/console/{day.code}/message", {"text": "A change in the workshop"})
    assert reader.get(f"{at}/pdf").status_code == statuses[0]
    assert len(tried) == 1
    day_after = time.monotonic() + FAILURE_SECONDS
    monkeypatch.setattr(workers, "time", Mock(monotonic=lambda: day_after))
    reader.get(f"{at}/pdf")
    assert len(tried) == 2


def test_a_wrong_link_leads_to_a_page_in_the_usual_look(reader: Visitor) -> None:
    answer = reader.get("/r/wrong")
    assert "Check the link, or ask the organizers for a new one." in answer.text
    assert f'<link rel="stylesheet" href="{asset("participant.css")}">' in answer.text
    assert "style-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "<script" not in answer.text


def test_nobody_guesses_a_link(day: Room, console: Visitor, reader: Visitor) -> None:
    at = opened(day, console)
    assert len(at) >= len("/r/") + 22  # 128 bits
    for wrong in ("/r/None", f"/r/{day.code}", at[:-1], "/r/%00"):
        assert reader.get(wrong).status_code == 404


def test_a_report_that_is_not_frozen_is_not_public(
    day: Room, console: Visitor, reader: Visitor
) -> None:
    at = opened(day, console)
    write(day, introduction="Not for everybody yet.")
    assert "Not for everybody yet." not in reader.get(at).text
    assert "Not for everybody yet." in console.get(f"/console/{day.code}/report").text
    console.post(f"/console/{day.code}/report/freeze")
    assert "Not for everybody yet." in reader.get(at).text


def test_a_browser_keeps_the_page_and_asks_whether_it_still_holds(
    day: Room, console: Visitor, reader: Visitor
) -> None:
    at = opened(day, console)
    first = reader.get(at)
    assert first.headers["Cache-Control"] == "public, no-cache"
    etag = first.headers["ETag"]
    again = reader.get(at, **{"If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")
    assert reader.get(f"{at}?lang=th", **{"If-None-Match": etag}).status_code == 200
    write(day, introduction="A second version.")
    console.post(f"/console/{day.code}/report/freeze")
    assert reader.get(at, **{"If-None-Match": etag}).status_code == 200


def test_a_frozen_report_is_drawn_once_whatever_changes_in_the_workshop(
    day: Room, console: Visitor, reader: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    at, phone, drawn = opened(day, console), day.participant_visitor(), list[object]()
    send = workers._drawing.send

    def note(order: bytes) -> Any:
        drawn.append(order)
        return send(order)

    def read() -> list[str]:
        phone.get(f"/w/{day.code}/report/picture/0")
        return [reader.get(at).text, phone.get(f"/w/{day.code}/report/download").text]

    monkeypatch.setattr(workers._drawing, "send", note)
    first = read()
    assert len(drawn) == 3
    console.post(f"/console/{day.code}/message", {"text": "A change in the workshop"})
    assert (read(), len(drawn)) == (first, 3)
    console.post(f"/console/{day.code}/report/close")
    moved = opened(day, console)
    assert f'href="{moved}/pdf"' in reader.get(moved).text


def test_organizers_do_not_wait_for_readers(
    day: Room, console: Visitor, reader: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    at, worker, places = opened(day, console), workers._drawing, list[list[object]]()
    send = worker.send

    def note(order: bytes) -> Any:
        places.append(list(worker._places))
        return send(order)

    monkeypatch.setattr(worker, "send", note)
    console.get(f"/console/{day.code}/export/html")
    reader.get(at)
    day.participant_visitor().get(f"/w/{day.code}/report")
    organizer, stranger, participant = places
    assert organizer != stranger == participant


def test_a_kept_page_is_styled_under_the_policy_it_came_with(
    day: Room, console: Visitor, reader: Visitor
) -> None:
    at = opened(day, console)
    first, second = reader.get(at), reader.get(at)
    policy = first.headers["Content-Security-Policy"]
    assert (policy, first.text) == (second.headers["Content-Security-Policy"], second.text)
    assert "sha256-" in policy
    assert "nonce" not in policy


def test_the_bar_speaks_the_readers_language_and_the_report_its_own(
    day: Room, console: Visitor, reader: Visitor
) -> None:
    at = opened(day, console)
    page = reader.get(f"{at}?lang=th").text
    assert '<html lang="en">' in page
    assert '<aside class="bar" lang="th"' in page
    assert '<a href="?lang=th" lang="th" hreflang="th" aria-current="true">' in page
    assert reader.get(f"{at}?lang=tlh").status_code == 200


def test_documents_are_downloads_and_data_are_not(
    day: Room, console: Visitor, reader: Visitor
) -> None:
    at = opened(day, console)
    offered = re.findall(rf'href="{at}/([\w-]+)" download', reader.get(at).text)
    assert "pdf" in offered
    for key in offered:
        answer = reader.get(f"{at}/{key}")
        assert answer.status_code == 200
        assert day.code not in answer.headers["Content-Disposition"]
    for key in ("json", "xlsx", "csv", "data", "odt"):
        assert reader.get(f"{at}/{key}").status_code == 404


def test_it_is_light_on_a_phone(day: Room, console: Visitor, reader: Visitor) -> None:
    answer = reader.get(opened(day, console), **{"Accept-Encoding": "gzip"})
    assert gzip.decompress(answer.data)
    assert len(answer.data) <= MOST_BYTES


def test_screen_and_phones_lead_to_it(day: Room, console: Visitor) -> None:
    screen, phone = day.screen_visitor(), day.participant_visitor()
    day.go("closed")
    qr = f"/console/{day.code}/report/qr.svg"
    assert qr not in screen.get(f"/w/{day.code}/screen").text
    at = opened(day, console)
    assert qr in screen.get(f"/w/{day.code}/screen").text
    assert screen.get(qr).mimetype == "image/svg+xml"
    assert f'href="{at}"' in phone.get(f"/w/{day.code}").text
