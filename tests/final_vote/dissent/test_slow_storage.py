"""A dissent note that is typed before the phone's storage answers."""

from tests.breakouts.drafting.run_in_node import in_node

TYPED_EARLY = """
globalThis.window = globalThis;
globalThis.HTMLElement = class extends EventTarget {
  dataset = { contest: "1", theme: "2" };
  isConnected = true;
  toggleAttribute() {}
  querySelector(name) {
    return (parts[name] ??= { value: "" });
  }
};
globalThis.customElements = { define: (name, element) => (globalThis.Note = element) };
globalThis.document = Object.assign(new EventTarget(), { querySelector: () => null });
globalThis.addEventListener = () => {};
const parts = { textarea: { value: "", dataset: { rescue: "dissent:1:2:" } } };
const { get } = await import("idb-keyval");
const { PhoneStorage } = await import("./static/js/storage/phone-storage.js");
const { openOutbox } = await import("./static/js/storage/outbox.js");
await import("./static/js/contests/dissent-note.js");
const settled = () => new Promise(setImmediate);
const reads = [];
PhoneStorage.prototype.try = async (operation, _name, change) =>
  operation === get ? new Promise((answer) => reads.push(answer)) : change?.();
openOutbox({ workshop: "12345678", voter: "3", csrfToken: "token" });
await settled();
const note = new Note();
note.connectedCallback();
await settled();
reads[0]({ contest: "1", countedAt: 1 });
await settled();
parts.textarea.value = "Too expensive.";
note.dispatchEvent(new Event("input"));
reads[1]({ contest: note.contest, draft: "Too slow." });
await settled();
console.log(JSON.stringify([parts.fieldset.disabled, parts.textarea.value]));
process.exit(0);
"""


def test_what_is_typed_stays() -> None:
    assert in_node(TYPED_EARLY) == [False, "Too expensive."]
