"""Forms of a page, filled at random with values that a browser could send."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from polling.rehearsal.html_tree import Element, read

WORDS = ("", "Banks", "share data, quickly", "=1+1", "ศาล", "Bộ Công an", "by 2030", "a", "1 2 3")
CONTROLS = ("input", "select", "textarea")
OFTEN = 0.6


@dataclass(frozen=True)
class Form:
    """A form with one of its buttons."""

    address: str
    button: Element
    controls: list[Element]

    @property
    def kind(self) -> str:
        """The address without numbers: forms of the same kind do the same."""
        return re.sub(r"\d+|[0-9a-f]{16}", "0", self.address)


def forms(html: str) -> Iterator[Form]:
    """Yield every form that the page's script would post, once per button."""
    page = read(html)
    for form in page.all("form", method="post"):
        inside = [*form.all(), *(page.all(form=form.get("id")) if form.get("id") else [])]
        parts = list({id(one): one for one in inside if "disabled" not in one.attributes}.values())
        controls = [one for one in parts if one.tag in CONTROLS and one.get("name")]
        for button in parts:
            address = button.get("formaction") or form.get("action")
            if button.tag == "button" and button.get("type") != "button" and address:
                yield Form(address, button, controls)


def filled(form: Form, chance: random.Random) -> dict[str, Any]:
    """Fill the form, and press its button."""
    data: dict[str, list[str]] = {}
    radios: dict[str, list[str]] = {}
    for control in form.controls:
        name, kind = control.get("name"), control.get("type")
        if kind == "radio":
            radios.setdefault(name, []).append(control.get("value"))
        elif name != "csrf_token" and kind != "file":
            data.setdefault(name, []).extend(_values(control, kind, chance))
    data |= {name: [chance.choice(values)] for name, values in radios.items()}
    if form.button.get("name"):
        data.setdefault(form.button.get("name"), []).append(form.button.get("value"))
    return data


def _values(control: Element, kind: str, chance: random.Random) -> list[str]:
    """Return the values that the control adds."""
    value = control.get("value")
    if control.tag == "select":
        options = [one.get("value") or one.words.strip() for one in control.all("option")]
        return [chance.choice(options)] if options else []
    if control.tag == "textarea":
        return [text(control.words, chance)]
    if kind == "checkbox":
        return [value or "on"] if chance.random() < OFTEN else []
    if kind == "number":
        low, high = int(control.get("min") or 0), int(control.get("max") or 12)
        return [str(chance.randint(low, min(high, low + 12)))]
    return [text(value, chance)] if kind in {"text", "search", ""} else [value]


def text(given: str, chance: random.Random) -> str:
    """Keep what is there, or write something else."""
    return given if given and chance.random() < 1 - OFTEN else chance.choice(WORDS)


def answers(html: str, chance: random.Random) -> dict[str, Any]:
    """Return answers to some questions of the page's survey."""
    given: dict[str, Any] = {}
    for control in (one for form in read(html).all("survey-form") for one in form.all()):
        name, value = control.get("name"), control.get("value")
        if chance.random() < OFTEN:
            continue
        if control.tag == "textarea":
            given[name] = chance.choice(WORDS)
        elif control.get("data-row") and value:
            given.setdefault(control.get("data-question"), {})[control.get("data-row")] = value
        elif control.get("type") == "checkbox":
            given.setdefault(name, []).append(value)
        elif control.get("type") == "radio" and value:
            given[name] = value
    return given
