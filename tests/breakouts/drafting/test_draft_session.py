"""When a page's session with a shared document tries again, and that it ends."""

from typing import Any

from tests.breakouts.drafting.run_in_node import in_node

PAGE = """
const timers = new Map();
const pauses = [];
globalThis.setTimeout = (work, ms) => (pauses.push(ms), timers.set(timers.size + 1, work).size);
globalThis.clearTimeout = (number) => timers.delete(number);
const due = () => [...timers].forEach(([number, work]) => timers.delete(number) && work());
const Y = await import("yjs");
const { DraftSession } = await import("./static/js/drafting/draft-session.js");
const asked = [];
const socket = {
  active: true, connected: true, on() {}, off() {}, timeout: () => socket,
  emitWithAck: async (event) => (asked.push(event), answers[event]()),
};
const answers = { "draft.join": () => ({ error: { code: "not-saved" } }) };
const earlier = new Y.Doc();
earlier.getText("1/action").insert(0, "open a registry");
const kept = [Y.encodeStateAsUpdate(earlier)];
const session = new DraftSession({
  name: "d", socket, store: { load: async () => kept, append: async () => {} },
});
const heard = [];
for (const name of ["ready", "state"]) session.addEventListener(name, () => heard.push(name));
const settled = () => new Promise(setImmediate);
await session.open();
await settled();
"""


def page(does: str) -> Any:
    """What a page asks, hears and waits for (ms), whose request to join is refused for now."""
    said = "console.log(JSON.stringify({ asked, heard, pauses }))"
    end = f"await settled(); {said}; process.exit(0);"
    return in_node(PAGE + does + end)


def test_a_refreshed_page_still_joins_again() -> None:
    typed = "session.document.getText('1/action').insert(0, 'now '); session.retry();"
    assert page(f"{typed} due();")["asked"] == ["draft.join", "draft.join"]


def test_nothing_is_heard_of_a_session_that_was_closed() -> None:
    assert "ready" in page("due();")["heard"]
    assert page("heard.length = 0; session.close(); due();")["heard"] == []


def test_an_update_that_gets_no_answer_is_sent_again_over_the_same_socket() -> None:
    joins = "answers['draft.join'] = () => ({ update: [0, 0], vector: [0], mark: 1 });"
    silent = "answers['draft.update'] = () => { throw new Error('timeout'); };"
    asked = page(f"{joins} {silent} due(); await settled(); due();")["asked"]
    assert asked[1:] == ["draft.join", "draft.update", "draft.update"]


def test_phones_that_were_refused_together_do_not_come_back_together() -> None:
    again = "pauses.length = 0; Math.random = () => {}; due();"
    waits = [page(again.replace("{}", chance))["pauses"] for chance in ("0", "0.5")]
    assert waits == [[1500], [3000]]
