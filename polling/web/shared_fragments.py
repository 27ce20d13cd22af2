"""Pages that many phones share, and their parts.

A page for many readers says nothing of any of them: no number, no token of a form, no order of
their own. Their phones fill that in (`static/js/own-page.js`). What is still personal is passed in
as the page's `Mine`; phones with equal ones get the same bytes.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from flask import Flask, g, get_flashed_messages
from flask_wtf.csrf import generate_csrf
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from polling.core.access import Actor, Role
from polling.core.i18n import get_locale
from polling.core.option_shuffle import own_order
from polling.workshop.models import Workshop
from polling.workshop.version_cache import cached_per_version

if TYPE_CHECKING:
    from polling.people.models import Participant

Item = TypeVar("Item")


@dataclass(frozen=True)
class Mine:
    """What is personal on a participant's page, by value: equal ones make equal pages.

    A stage adds fields. `group_id` is None where the page does not depend on the group.
    """

    group_id: int | None = None


def alike(people: "Iterable[Participant]") -> dict[int, Mine]:
    """Of a page that is the same for everybody."""
    return dict.fromkeys((person.id for person in people), Mine())


def install(app: Flask) -> None:
    """Let templates render parts, and keep personal data out of shared pages."""
    app.jinja_env.globals.update(
        part=part,
        own_number=own_number,
        reader_number=number,
        csrf_token=csrf_token,
        get_flashed_messages=_flashed_messages,
    )
    app.jinja_env.filters.update(own_order=_own_order)


@contextmanager
def for_many() -> Iterator[None]:
    """Render what several readers get."""
    before = g.get("for_many", False)
    g.for_many = True
    try:
        yield
    finally:
        g.for_many = before


def is_for_many() -> bool:
    """Whether the page being rendered goes to several readers."""
    return bool(g.get("for_many", False))


@pass_context
def part(context: Context, template: str, key: Hashable, **values: Any) -> Markup:
    """A part of a participant's page; of a shared page, it is rendered once for each `key`.

    Args:
        template: its path.
        key: what the values depend on, beside the workshop's version and the language.
        values: its variables. A function is called only if the part is rendered.
    """
    source = context.environment.get_template(template)
    workshop: Workshop = context["workshop"]
    if not is_for_many():
        return Markup(source.render(context.get_all() | _made(values)))  # noqa: S704  our template

    def render() -> Markup:
        anonymous = {
            "workshop": workshop,
            "stage": context["stage"],
            "clocks": context["clocks"],
            "actor": Actor(Role.PARTICIPANT, workshop.id),
        }
        return Markup(source.render(anonymous | _made(values)))  # noqa: S704  our template

    return cached_per_version(workshop, (template, str(get_locale()), key), render)


def _made(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value() if callable(value) else value for name, value in values.items()}


def read_by(person: "Participant") -> None:
    """Note who reads the page that is being rendered."""
    g.voter, g.number = person.id, person.number


def number() -> int | str:
    """The number of the participant who reads the page; "" on a shared one."""
    return "" if is_for_many() else g.get("number", "")


def own_number() -> Markup:
    """The same, in a place that phones fill in."""
    return Markup('<span data-own="number">{}</span>').format(number())


def _own_order(items: list[Item], seed: str, key: Callable[[Item], int] | str = "id") -> list[Item]:
    """The items in the reader's own order; on a shared page in the common one."""
    voter = g.get("voter")
    if voter is None or is_for_many():
        return items
    by = key if callable(key) else _attribute(key)
    return own_order(items, seed, voter, by)


def _attribute(path: str) -> Callable[[Any], int]:
    def read(item: Any) -> int:
        for name in path.split("."):
            item = item[int(name)] if name.isdigit() else _of(item, name)
        return int(item)

    return read


def _of(item: Any, name: str) -> Any:
    return item[name] if isinstance(item, dict) else getattr(item, name)


def csrf_token() -> str:
    """The token of a form; on a shared page "", since the phone knows its own."""
    return "" if is_for_many() else generate_csrf()


def _flashed_messages(**wanted: Any) -> Any:
    """What the last request had to say to its reader, on the next page that is only theirs."""
    return [] if is_for_many() else get_flashed_messages(**wanted)
