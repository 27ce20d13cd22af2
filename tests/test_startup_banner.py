"""The output of `polling serve`: enough to begin, and no link that must not be logged."""

import logging
import re

import pytest
from flask import Flask

from config import TestConfig
from polling.cli.startup_banner import DEMO_ORGANIZER, announce, welcome
from polling.core.db import reading, transaction
from polling.demo.content import demo_workshop
from polling.people import queries
from polling.people.actions import organizers
from polling.rehearsal.actions import make_demo
from polling.workshop.join_codes import spaced
from polling.workshop.models import Workshop
from tests.room import PASSWORD, Room
from tests.visitor import Visitor

CONFIG = TestConfig(public_url="http://localhost")
INVITATION = re.compile(r"http://localhost(/invitation/\S+)")


def invitation(app: Flask) -> str:
    """The path printed by a start with --demo."""
    found = INVITATION.search(welcome(app, CONFIG, demo=True))
    assert found
    return found.group(1)


def test_the_demos_link_leads_to_its_console_in_one_step(app: Flask) -> None:
    visitor = Visitor(app)
    answer = visitor.post(invitation(app), {"password": PASSWORD})
    assert visitor.get(answer.json["to"]).status_code == 200  # type: ignore[index]


def test_the_demos_link_is_made_new_at_each_start_until_somebody_accepts(app: Flask) -> None:
    first, second = invitation(app), invitation(app)
    assert Visitor(app).post(first, {"password": PASSWORD}).status_code == 403
    assert Visitor(app).post(second, {"password": PASSWORD}).status_code == 200
    printed = welcome(app, CONFIG, demo=True)
    assert f"http://localhost/login as {DEMO_ORGANIZER}" in printed
    assert not INVITATION.search(printed)


def test_the_newest_demo_that_is_not_over_is_printed(app: Flask) -> None:
    invitation(app)
    with transaction() as session:
        newest = make_demo(session, demo_workshop())
        newest_code = spaced(newest.code)
    assert newest_code in welcome(app, CONFIG, demo=True)
    with transaction() as session:
        session.get_one(Workshop, newest.id).stage = "closed"
    assert newest_code not in welcome(app, CONFIG, demo=True)


def test_the_demos_link_opens_no_other_workshop_of_its_account(app: Flask) -> None:
    path = invitation(app)
    other = Room.of(app)
    with transaction() as session:
        account = organizers.add_organizer(session, DEMO_ORGANIZER)
        workshop = session.get_one(Workshop, other.workshop_id)
        organizers.give_workshop(session, account, workshop)
    thief = Visitor(app)
    thief.post(path, {"password": PASSWORD})
    assert thief.client.get(f"/console/{other.code}/setup").status_code == 303
    with reading() as session:
        account = queries.account(session, DEMO_ORGANIZER)  # type: ignore[assignment]
        assert account.password_hash is None


def test_a_start_prints_no_link_that_lets_somebody_in(app: Flask) -> None:
    room = Room.of(app)
    room.go("lobby")
    room.organizer_visitor()
    for demo in (False, True):
        printed = welcome(app, CONFIG, demo=demo)
        assert re.findall(r"/(?:s|f|n|b|password)/\S*", printed) == []


def test_where_output_is_kept_there_is_one_line_without_codes_and_links(
    app: Flask, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    Room.of(app).go("lobby")
    config = CONFIG.model_copy(update={"log_format": "json"})
    with caplog.at_level(logging.INFO):
        announce(app, config, demo=False)
    assert caplog.messages == ["serving on http://localhost"]
    assert capsys.readouterr().out == ""
