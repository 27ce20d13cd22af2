"""Time zones: stored in UTC, displayed in the workshop's time."""

from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser

from polling.core import time_zones
from polling.core.db import reading, transaction
from polling.core.i18n import in_a_command, speaking
from polling.core.paths import STATIC
from polling.core.time_zones import moment_in_words
from polling.report.actions.preparation import prepare
from polling.report.actions.publishing import freeze
from polling.report.data.report_data import Report
from polling.report.document import annex
from polling.report.document import publication as document
from polling.report.document_blocks import Document
from polling.report.queries import report
from polling.report.tables import tables
from polling.report.versions.serialization import Frozen
from polling.report.versions.serialization import load as load_version
from polling.workshop.models import Workshop
from polling.workshop_file.dump import dump
from polling.workshop_file.read import read
from polling.workshop_file.write import write
from tests.room import Room

AT = datetime(2026, 11, 13, 19, 5, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    "zone, said",
    [
        ("", "13 November 2026, 19:05 UTC"),
        ("UTC", "13 November 2026, 19:05 UTC"),
        ("Asia/Bangkok", "14 November 2026, 02:05 UTC+7"),
        ("Asia/Kolkata", "14 November 2026, 00:35 UTC+5:30"),
        ("America/St_Johns", "13 November 2026, 15:35 UTC−3:30"),
        ("Europe/London", "13 November 2026, 19:05 UTC"),
        ("Mars/Olympus", "13 November 2026, 19:05 UTC"),
    ],
)
def test_a_moment_is_shown_in_the_workshop_s_time_zone(zone: str, said: str) -> None:
    with in_a_command(), speaking("en"):
        assert moment_in_words(AT, zone) == said


def test_summer_time_and_extreme_dates_are_handled() -> None:
    with in_a_command(), speaking("en"):
        summer = AT.replace(month=7)
        assert moment_in_words(summer, "Europe/London") == "13 July 2026, 20:05 UTC+1"
        assert moment_in_words(AT, "Asia/Bangkok", seconds=True).endswith("02:05:09 UTC+7")
        last = datetime(9999, 12, 31, 23, 59, tzinfo=UTC)
        assert moment_in_words(last, "Asia/Bangkok").endswith("23:59 UTC")


def test_what_can_be_chosen_are_places_by_name_and_utc() -> None:
    assert time_zones.zones()[0] == "UTC"
    assert {"Asia/Vientiane", "Asia/Ho_Chi_Minh", "Europe/Zurich"} <= set(time_zones.zones())
    assert not [one for one in time_zones.zones() if one.startswith(("Etc/", "posix/", "US/"))]


def zone_of(room: Room, zone: str) -> None:
    with transaction() as session:
        session.get_one(Workshop, room.workshop_id).time_zone = zone


def colophon(room: Room, made: Callable[[Report], Document] = document) -> str:
    with in_a_command(), speaking("en"), reading() as session:
        workshop = session.get_one(Workshop, room.workshop_id)
        return made(report(session, workshop, AT)).colophon


def test_the_report_its_tables_and_the_log_are_in_the_workshop_s_time(room: Room) -> None:
    assert colophon(room) == "As of 13 November 2026"
    assert colophon(room, annex) == "As of 13 November 2026, 19:05 UTC"
    zone_of(room, "Asia/Bangkok")
    assert colophon(room) == "As of 14 November 2026"
    assert colophon(room, annex) == "As of 14 November 2026, 02:05 UTC+7"
    with in_a_command(), speaking("en"), reading() as session:
        made = report(session, session.get_one(Workshop, room.workshop_id), AT)
        assert ["as_of", "2026-11-14T02:05:09+07:00"] in tables(made)[0].rows
    room.go("lobby")
    log = room.organizer_visitor().get(f"/console/{room.code}/log").text
    assert "UTC+7</time>" in log
    assert "Times in Asia/Bangkok." in log


def test_a_frozen_version_keeps_the_time_that_it_printed(room: Room) -> None:
    zone_of(room, "Asia/Bangkok")
    with in_a_command(), speaking("en"), transaction() as session:
        version = freeze(session, room.organizer, prepare(session, room.organizer))
        before = document(load_version(Frozen.of(version))).colophon
        assert "UTC+7" in before
        session.get_one(Workshop, room.workshop_id).time_zone = "UTC"
        assert document(load_version(Frozen.of(version))).colophon == before


def made_by(room: Room, address: str, sent: dict[str, str]) -> str:
    room.organizer_visitor().post(f"/console/{address}", sent)
    with reading() as session:
        return max(session.query(Workshop).all(), key=lambda one: one.id).time_zone


@pytest.mark.parametrize(
    "address, sent, zone",
    [
        ("new", {"title": "Ours", "time_zone": "Asia/Bangkok"}, "Asia/Bangkok"),
        ("new", {"title": "Ours", "time_zone": "Mars/Olympus"}, ""),
        ("new", {"title": "Ours"}, ""),
        ("demo", {"time_zone": "Asia/Bangkok"}, "Asia/Bangkok"),
        ("import", {"text": "# A theme\n- An issue", "time_zone": "Asia/Bangkok"}, "Asia/Bangkok"),
        (
            "import",
            {
                "text": '{"format": "synthesis-workshop/1", "title": "T", "time_zone": "UTC"}',
                "time_zone": "Asia/Bangkok",
            },
            "UTC",
        ),
    ],
)
def test_a_workshop_is_in_the_time_of_its_file_or_of_who_made_it(
    room: Room, address: str, sent: dict[str, str], zone: str
) -> None:
    assert made_by(room, address, sent) == zone


def test_the_time_zone_is_in_the_workshop_s_file(room: Room) -> None:
    zone_of(room, "Asia/Vientiane")
    with reading() as session:
        written = write(dump(session, session.get_one(Workshop, room.workshop_id)))
    assert b'"time_zone": "Asia/Vientiane"' in written
    assert write(read(written, "a.json")) == written


def test_a_place_that_there_is_not_is_refused(room: Room) -> None:
    sent = {"title": "T", "languages[]": "en", "accent": "#0b6e69", "seen": ""}
    refused = room.organizer_visitor().post(
        f"/console/{room.code}/setup/event", sent | {"time_zone": "Asia/Atlantis"}
    )
    assert refused.status_code == 400
    [problem] = refused.get_json()["error"]["problems"]
    assert "such as “Asia/Bangkok”" in problem["message"]


@pytest.mark.parametrize(
    "zone, reader, shown",
    [
        ("", "Europe/London", "14:05"),
        ("Asia/Bangkok", "Asia/Vientiane", "21:05"),  # the same time zone by another name
        ("Asia/Bangkok", "Europe/London", "21:05 UTC+7"),
        ("Mars/Olympus", "Europe/London", "14:05"),
    ],
)
def test_pages_show_the_workshop_s_time_and_say_so_in_other_time_zones(
    browser: Browser, zone: str, reader: str, shown: str
) -> None:
    page = browser.new_context(locale="en-GB", timezone_id=reader).new_page()
    page.set_content(f'<html lang="en"><live-page data-zone="{zone}"></live-page>')
    module = f"data:text/javascript,{quote((STATIC / 'js/time/short-time.js').read_text())}"
    say = "async (module) => (await import(module)).shortTime(Date.UTC(2026, 10, 13, 14, 5))"
    assert page.evaluate(say, module) == shown
