"""The keys of a clicker at the screen, on a bad network."""

from tests.breakouts.drafting.run_in_node import in_node

UNANSWERED = """
const timers = [];
globalThis.setTimeout = (work) => timers.push(work);
globalThis.document = Object.assign(new EventTarget(), {
  querySelector: () => ({ dataset: { workshop: "12345678" }, content: "token" }),
  body: { matches: () => false },
});
const sent = [];
globalThis.fetch = (address, { signal }) => new Promise((_, reject) => {
  sent.push(address);
  signal?.addEventListener("abort", () => reject(signal.reason));
});
await import("./static/js/screen/screen-keys.js");
const press = () => {
  const event = Object.assign(new Event("keydown"), { key: "PageDown" });
  Object.defineProperty(event, "target", { value: { closest: () => null } });
  document.dispatchEvent(event);
};
const settled = () => new Promise(setImmediate);
press();
press();
await settled();
timers.splice(0).forEach((work) => work());
await settled();
console.log(JSON.stringify(sent));
process.exit(0);
"""


def test_a_press_without_an_answer_does_not_stop_the_next_ones() -> None:
    assert in_node(UNANSWERED) == ["/w/12345678/screen/turn"] * 2
