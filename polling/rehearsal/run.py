"""`polling rehearse`: copy a workshop, play it on the running server, and report."""

import asyncio
import secrets
import time
from dataclasses import dataclass

import aiohttp
from sqlalchemy import delete

from config import Config
from polling.core.access import Actor, Role
from polling.core.db import transaction
from polling.core.errors import CannotServe
from polling.demo.content import concern_bank, recommendation_bank
from polling.facilitation.actions import move
from polling.people import queries as people
from polling.people.actions import organizers as actions
from polling.people.links import Links
from polling.people.models import Organizer
from polling.rehearsal.acts.organizing import Tell
from polling.rehearsal.check import differences, missing
from polling.rehearsal.play import Stagehand, rehearse
from polling.rehearsal.script import Script
from polling.rehearsal.summary import summary
from polling.stages import KEYS
from polling.workshop import queries
from polling.workshop.models import Issue, Theme
from polling.workshop_file.dump import dump
from polling.workshop_file.load import load
from polling.workshop_file.schema import Recommendation, Results, WorkshopFile

ORGANIZER_HOST = "rehearsal.invalid"  # RFC 2606: nobody has an address there
PLAIN_CONCERNS = [
    "It is not said who pays for this.",
    "The time is too short.",
    "Something like it exists already, and is not used.",
    "Small offices do not have the staff for this.",
]


@dataclass(frozen=True)
class Verdict:
    """What `polling rehearse` prints, and whether all is well."""

    code: str
    text: str
    passed: bool


def run(
    config: Config, code: str, *, url: str, participants: int, seed: int, tell: Tell
) -> Verdict:
    """Rehearse a copy of the workshop `code` on the server at `url`."""
    asyncio.run(_require_server(url))
    # An address that nobody can have made an account for: it runs a copy of the workshop.
    organizer = f"{secrets.token_hex(16)}@{ORGANIZER_HOST}"
    plan, script = _prepare(
        config, code, organizer=organizer, url=url, participants=participants, seed=seed
    )
    started = time.perf_counter()
    try:
        record, exported, frozen = asyncio.run(rehearse(plan, script, tell))
    finally:
        _dismiss_organizer(organizer)
    lost = [*missing(record, exported), *differences(exported, frozen)]
    text = summary(record, exported, lost, time.perf_counter() - started)
    return Verdict(plan.code, text, not (record.errors or lost))


async def _require_server(url: str) -> None:
    try:
        async with aiohttp.ClientSession() as session, session.get(url):
            return
    except aiohttp.ClientError as error:
        raise CannotServe(
            f"No server answers at {url}. Start it with `polling serve`, or give its --url."
        ) from error


def _prepare(
    config: Config, code: str, *, organizer: str, url: str, participants: int, seed: int
) -> tuple[Stagehand, Script]:
    """A copy in its lobby, with an organizer of its own; a workshop is never rehearsed itself.

    The workshop's organizers run the copy too: they may look at it, and delete it.
    """
    with transaction() as session:
        rehearsed = queries.by_code(session, code)
        original = dump(session, rehearsed)
        copy = load(session, _blank(original))
        account = actions.add_organizer(session, organizer)
        for runner in (account, *people.organizers_of(session, rehearsed.id)):
            actions.give_workshop(session, runner, copy)
        session.flush()
        token = Links(config.secret()).make_password(account.id, account.token_version)
        move(session, Actor(Role.ORGANIZER, copy.id, label="rehearsal"), seen=KEYS[0], to="lobby")
        themes = queries.themes(session, copy.id)
        script = Script(
            [[issue.id for issue in theme.issues] for theme in themes],
            {issue.id: _texts(theme, issue) for theme in themes for issue in theme.issues},
            {issue.id: _concerns(theme) for theme in themes for issue in theme.issues},
        )
        plan = Stagehand(
            url, copy.code, f"/password/{token}", original.attributes, participants, seed
        )
    return plan, script


def _dismiss_organizer(email: str) -> None:
    """The rehearsal's own account is not there to run anybody's workshops afterwards."""
    with transaction() as session:
        session.execute(delete(Organizer).where(Organizer.email == email))


def _blank(original: WorkshopFile) -> WorkshopFile:
    """The workshop before it began, without badges, which a rehearsal has nobody to scan."""
    blank = original.model_copy(deep=True)
    blank.title = f"Rehearsal: {original.title}"[:200]
    blank.results, blank.settings.badges = Results(), False
    for theme in blank.themes:
        for issue in theme.issues:
            issue.priority, issue.recommendations = None, []
    return blank


def _texts(theme: Theme, issue: Issue) -> list[Recommendation]:
    """What can be written on an issue: the demo's own words where they fit, else plain ones."""
    own = recommendation_bank().get(theme.title, {}).get(issue.headline)
    return own or [
        Recommendation(
            actors=["National authorities"],
            action=f"agree on step {number} towards an answer to “{issue.label}”",
            by="within a year",
        )
        for number in range(1, 13)
    ]


def _concerns(theme: Theme) -> list[str]:
    return concern_bank().get(theme.title, PLAIN_CONCERNS)
