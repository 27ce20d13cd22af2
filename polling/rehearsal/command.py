"""`polling rehearse`: copy a workshop, play it on the running server, and report."""

import asyncio
import time
from dataclasses import dataclass

import aiohttp

from config import Config
from polling.core.db import reading, transaction
from polling.core.errors import CannotServe
from polling.people.attributes import Attribute
from polling.people.signed_links import Links
from polling.rehearsal import actions
from polling.rehearsal.acts.organizing import Tell
from polling.rehearsal.browser import Refused
from polling.rehearsal.export_check import differences, missing
from polling.rehearsal.queries import script
from polling.rehearsal.script import Script
from polling.rehearsal.summary import summary
from polling.rehearsal.whole_workshop import Stagehand, rehearse
from polling.workshop import queries


@dataclass(frozen=True)
class Verdict:
    """The output of `polling rehearse`, and whether it succeeded."""

    code: str
    text: str
    passed: bool


def run(
    config: Config, code: str, *, url: str, participants: int, seed: int, tell: Tell
) -> Verdict:
    """Rehearse a copy of the workshop `code` on the server at `url`."""
    asyncio.run(_require_server(url))
    plan, texts, organizer = _prepare(config, code, url=url, participants=participants, seed=seed)
    started = time.perf_counter()
    try:
        record, exported, frozen = asyncio.run(rehearse(plan, texts, tell))
    except Refused as refusal:
        raise CannotServe(
            f"The simulated organizer cannot log in at {url}. If this is not the URL that browsers "
            f"use, set --url. The server says: {refusal}"
        ) from refusal
    finally:
        with transaction() as session:
            actions.dismiss_organizer(session, organizer)
    lost = [*missing(record, exported), *differences(exported, frozen)]
    text = summary(record, exported, lost, time.perf_counter() - started)
    return Verdict(plan.code, text, not (record.errors or lost))


async def _require_server(url: str) -> None:
    try:
        async with aiohttp.ClientSession() as session, session.get(url):
            return
    except aiohttp.ClientError as error:
        raise CannotServe(
            f"No server answers at {url}. Start one with `polling serve`, or set --url."
        ) from error


def _prepare(
    config: Config, code: str, *, url: str, participants: int, seed: int
) -> tuple[Stagehand, Script, str]:
    """Create a practice copy in its lobby, and its simulated organizer."""
    with reading() as session:
        original = queries.by_code(session, code)
    setup = actions.Setup.of(original)
    with transaction() as session:
        copy = actions.make_copy(session, queries.by_id(session, original.id), setup)
        account = actions.admit_organizer(session, copy)
        token = Links(config.secret()).make_password(account.id, account.token_version)
        attributes = [Attribute.model_validate(one) for one in copy.attributes]
        plan = Stagehand(url, copy.code, f"/password/{token}", attributes, participants, seed)
        return plan, script(session, copy), account.email
