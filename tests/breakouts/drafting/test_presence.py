"""How a page answers other pages that it has not heard before."""

from tests.breakouts.drafting.run_in_node import in_node

STORM = """
globalThis.document = new EventTarget();
globalThis.addEventListener = () => {};
const timers = [];
globalThis.setTimeout = (work, ms) => timers.push({ work, ms });
globalThis.setInterval = () => {};
const { Presence } = await import("./static/js/drafting/presence.js");
const Y = await import("yjs");
const root = Object.assign(new EventTarget(), {
  dataset: { document: "d" }, querySelectorAll: () => [], querySelector: () => null, append() {},
});
const sent = [];
const session = Object.assign(new EventTarget(), { document: new Y.Doc() });
new Presence(root, { connected: true, emit: (name) => sent.push(name) }, session);
const counts = [sent.length];
const hear = (tab) => {
  const detail = new TextEncoder().encode(JSON.stringify({ tab, who: "#2", field: "", at: "" }));
  session.dispatchEvent(new CustomEvent("presence", { detail }));
};
for (let i = 0; i < 100; i++) hear(`a${i}`);
counts.push(sent.length);
const waits = timers.map(({ ms }) => ms);
timers.splice(0).forEach(({ work }) => work());
counts.push(sent.length);
hear("b");
counts.push(timers.length);
console.log(JSON.stringify({ counts, waits }));
process.exit(0);
"""


def test_a_hundred_new_pages_get_one_answer_after_two_seconds() -> None:
    said = in_node(STORM)
    assert said["counts"] == [1, 1, 2, 1]
    (wait,) = said["waits"]
    assert 2000 <= wait <= 3000
