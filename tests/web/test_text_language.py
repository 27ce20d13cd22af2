"""Texts that people wrote are marked with their language for readers of another one."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from polling.breakouts.models import Group
from polling.core.db import transaction
from polling.final_vote import actions as final_vote
from tests.breakouts import full_room
from tests.breakouts.full_room import begin_work
from tests.final_vote import raters
from tests.final_vote.conftest import choose_two_stages, draft
from tests.prepared_rooms import Prepared
from tests.room import Room
from tests.screen.shown_results import show_whole
from tests.visitor import Visitor

READERS = [pytest.param("en", "", id="their own"), pytest.param("th", "en", id="another")]


@pytest.fixture
def full(app: Flask, prepared: Prepared) -> Room:
    return prepared.get(full_room.full_room, app)


@pytest.mark.parametrize("reads, says", READERS)
def test_an_issue_says_the_language_of_the_workshop(full: Room, reads: str, says: str) -> None:
    full.go("ranking")
    full.open_ranking()
    visitor = full.participant_visitor()
    visitor.post("/language", {"language": reads})
    page = visitor.get(f"/w/{full.code}").text
    assert languages_of(r"h1|bdi", page) == {says}


def test_a_recommendation_says_the_language_of_its_group(full: Room, prepared: Prepared) -> None:
    prepared.get(begin_work, full)
    full_room.draft(full)
    with transaction() as session:
        for group in session.scalars(select(Group)):
            group.language = "th"
    full.go("presentations", "final_vote")
    raters.open_first(full)
    page = full.participant_visitor(full.participants[-1]).get(f"/w/{full.code}").text
    assert languages_of("legend", page) == {"th"}


@pytest.mark.parametrize("reads, says", READERS)
def test_the_join_page_says_the_language_of_the_workshop(full: Room, reads: str, says: str) -> None:
    stranger = Visitor(full.app)
    stranger.post("/language", {"language": reads})
    page = stranger.get(f"/j/{full.code}").text
    assert languages_of("strong|h1", page) == {says}


@pytest.mark.parametrize("reads, says", READERS)
def test_a_result_on_the_screen_says_the_language_of_the_workshop(
    full: Room, reads: str, says: str
) -> None:
    full.go("ranking")
    full.rank_everything()
    screen = full.screen_visitor()
    screen.post("/language", {"language": reads})
    page = screen.get(f"/w/{full.code}/screen").text
    assert languages_of("h1|bdi", page) == {says}


def test_a_finalist_on_the_screen_says_the_language_of_its_group(
    room: Room, prepared: Prepared
) -> None:
    prepared.get(draft, room)
    prepared.get(choose_two_stages, room)
    with transaction() as session:
        for group in session.scalars(select(Group)):
            group.language = "th"
    raters.open_first(room)
    raters.vote_on_finalists(room)
    with transaction() as session:
        final_vote.reveal_overall(session, room.organizer)
        show_whole(session, room.organizer)
    page = room.screen_visitor().get(f"/w/{room.code}/screen").text
    assert languages_of("bdi", page) == {"th"}


def languages_of(elements: str, page: str) -> set[str]:
    """The `lang` attributes of these elements, "" for none."""
    found = re.findall(rf"<(?:{elements})\b[^>]*>", page)
    assert len(found) > 1
    return {re.sub(r'.*\blang="(\w+)".*|.*', r"\1", one) for one in found}
