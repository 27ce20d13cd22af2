"""A group drafts its recommendations, some of them with two people in one text at once."""

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from pycrdt import Doc, Text

from polling.core.errors import NotSaved
from polling.documents.yjs_clients import number
from polling.recommendations.wording import TEXT_FIELDS
from polling.rehearsal.browser import Browser
from polling.rehearsal.socketio_client import NoAck
from polling.workshop_file.schema import Recommendation

PIECES = 3
PAUSE_SECONDS = 3.0
RETRIES = 120  # an open page repeats unacknowledged updates forever
RETRY_SECONDS = 0.5
NOTHING = b"\0"  # an empty state vector


@dataclass(frozen=True)
class Task:
    """One recommendation for a member to write on an issue."""

    issue_id: int
    text: Recommendation


async def write(browser: Browser, drafts: str, task: Task) -> None:
    """Add a recommendation with its actors, and type its texts piece by piece."""
    added = await browser.post(drafts, {"issue_id": task.issue_id})
    made = int(added["made"])
    for actor in task.text.actors:
        await browser.post(f"{drafts}/{made}/actors", {"name": actor})
    document = await shown_document(browser)
    typed = await asyncio.gather(
        *(
            type_text(browser, document, f"{made}/{name}", getattr(task.text, name))
            for name in TEXT_FIELDS
        )
    )
    if dict(zip(TEXT_FIELDS, typed, strict=True))["action"]:
        browser.record.sentences[made] = task.text.action


async def type_text(browser: Browser, document: str, field: str, words: str) -> bool:
    """Type a text into the shared document; return whether every piece was acknowledged."""
    replica = Doc[Any](client_id=await _own_client(browser, document))
    text = replica.get(field, type=Text)
    size = max(1, -(-len(words) // PIECES))
    for start in range(0, len(words), size):
        before = replica.get_state()
        text += words[start : start + size]
        await browser.pause(PAUSE_SECONDS)
        update = replica.get_update(before)
        if not await _deliver(browser, {"document": document, "data": update}):
            return False
    return True


async def _own_client(browser: Browser, document: str) -> int:
    """Return a Yjs client id under which this person may write."""
    request = {"document": document, "vector": NOTHING}
    for _ in range(RETRIES):
        with suppress(NoAck, OSError):
            answer = await browser.emit("draft.join", request)
            if "error" not in answer:
                return number(answer["mark"], browser.chance.randrange(1, 2**32))
        browser.record.counts["retries"] += 1
        await asyncio.sleep(RETRY_SECONDS)
    raise OSError("nobody lets this page join the document")


async def _deliver(browser: Browser, payload: dict[str, Any]) -> bool:
    """Send an update until the server stores or refuses it; return whether it is stored."""
    started = time.perf_counter()
    problem = "no answer after many tries"
    for _ in range(RETRIES):
        with suppress(NoAck, OSError):
            answer = await browser.emit("draft.update", payload)
            if "error" not in answer:
                browser.record.acknowledged("edits", time.perf_counter() - started)
                return True
            problem = answer["error"]["message"]
            if answer["error"]["code"] != NotSaved.code:
                break
        browser.record.counts["retries"] += 1
        await asyncio.sleep(RETRY_SECONDS)
    browser.record.error(browser.who, f"draft: {problem}")
    return False


async def shown_document(browser: Browser) -> str:
    """Return the name of the document on the page, when it is there."""
    found = await browser.until(
        lambda page: page.all("shared-draft", data_document=""), "what is written together"
    )
    return str(found[0].get("data-document"))
