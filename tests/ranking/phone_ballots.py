"""Ballots on a phone: opening a vote, sending a ballot, and what is published of it."""

from typing import Any

from playwright.sync_api import Locator, Page, expect

from polling.contests.models import Contest
from polling.core.db import reading, transaction
from polling.workshop.models import Workshop
from tests.room import Room


def ranking_by(rule: str, room: Room) -> Contest:
    """The first theme's contest, open, in a workshop with this rule."""
    room.go("lobby")
    with transaction() as session:
        workshop = session.get_one(Workshop, room.workshop_id)
        workshop.settings = {**workshop.settings, "rule": rule}
    room.go("ranking")
    return room.open_ranking()[0]


def counted(ballot: Locator) -> None:
    ballot.locator("[data-send]").click()
    expect(ballot.locator("[data-status]")).to_contain_text("Counted at")


def published(room: Room, contest: Contest) -> Any:
    room.close_and_reveal()
    with reading() as session:
        return session.get_one(Contest, contest.id).result["ballots"][0]["choices"]


def ballot_on(page: Page, contest: Contest) -> Locator:
    return page.locator(f"[data-contest='{contest.id}'][data-most]")
