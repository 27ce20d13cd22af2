"""Forms for paper ballots that a refresh of the page has moved, and so connected again."""

import pytest

from tests.breakouts.drafting.run_in_node import in_node

MOVED = """
const defined = new Map();
globalThis.HTMLElement = class extends EventTarget {};
globalThis.customElements = { define: (name, element) => defined.set(name, element) };
await import("./static/js/contests/%(name)s.js");
const field = () => ({ value: "", focus() {} });
const fields = { number: { value: "7" }, read: {} };
for (const name of ["choices", "marks", "check"]) fields[name] = field();
const parts = {
  form: { elements: fields },
  button: { textContent: "Read back", dataset: { read: "Count" } },
  output: { dataset: {} },
};
const form = Object.assign(new (defined.get("%(name)s"))(), {
  querySelector: (name) => parts[name], querySelectorAll: () => [],
});
const saved = (detail) => form.dispatchEvent(new CustomEvent("saved", { detail }));
form.connectedCallback();
if ("%(name)s" === "paper-ballot") saved({ read: "1 2 3" });
form.connectedCallback();
saved({});
console.log(JSON.stringify([fields.number.value, parts.button.textContent]));
"""


@pytest.mark.parametrize("name", ["paper-ballot", "paper-entry"])
def test_the_next_number_follows_and_the_button_is_as_before(name: str) -> None:
    assert in_node(MOVED % {"name": name}) == [8, "Read back"]
