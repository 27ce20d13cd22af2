"""Pages shared by many phones, and their parts.

Instead of a reader's number, form token and order of options, a shared page contains placeholders.
If a browser opens the page, `fill` replaces them by the reader's values. If the page is fetched or
pushed, it removes them, and the phone inserts the values (`static/js/live/own-page.js`). Other
personal data is passed in as the page's `Mine`; phones with equal `Mine` get the same bytes.
"""

import secrets
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from flask import Flask, g, get_flashed_messages
from flask_wtf.csrf import generate_csrf
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from polling.core.access import Actor, Role
from polling.core.i18n import get_locale
from polling.core.option_shuffle import own_order
from polling.workshop.models import Workshop
from polling.workshop.version_cache import cached_for_phones

if TYPE_CHECKING:
    from polling.people.models import Participant

Item = TypeVar("Item")

# The placeholders for the reader's values. Nobody can guess them, and so insert them in a text.
_PLACEHOLDERS = {name: secrets.token_hex(16) for name in ("nonce", "csrf_token", "voter", "number")}


@dataclass(frozen=True)
class Mine:
    """The personal data on a participant's page, compared by value: equal data gives equal pages.

    Stages add fields. `group_id` is None if the page does not depend on the group. `in_own_order`
    is False if the page has no options in the reader's own order and does not mark the reader in a
    list, neither of which `fill` can do.
    """

    in_own_order: ClassVar[bool] = True
    group_id: int | None = None


def alike(people: "Iterable[Participant]") -> dict[int, Mine]:
    """Return the data of a page that is the same for everybody."""
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
    """Render for several readers during the block; `fill` then replaces the placeholders."""
    before = g.get("for_many", False)
    g.for_many = True
    try:
        yield
    finally:
        g.for_many = before


def is_for_many() -> bool:
    """Return whether the page being rendered is for several readers."""
    return bool(g.get("for_many", False))


@pass_context
def part(context: Context, template: str, key: Hashable, **values: Any) -> Markup:
    """Render a part of a participant's page; in a shared page, only once for each `key`.

    Args:
        template: the path of the template.
        key: what the values depend on, in addition to `Workshop.phones_version` and the language.
        values: the template's variables. Functions are only called if the part is rendered.
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

    return cached_for_phones(workshop, (template, str(get_locale()), key), render)


def _made(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value() if callable(value) else value for name, value in values.items()}


def read_by(person: "Participant") -> None:
    """Set the reader of the page being rendered."""
    g.voter, g.number = person.id, person.number


def _own(name: str) -> Any:
    return _PLACEHOLDERS[name] if is_for_many() else g.get(name, "")


def nonce() -> str:
    """Return the nonce of the response's Content-Security-Policy."""
    found: str = _own("nonce")
    return found


def voter() -> int | str:
    """The id of the participant who reads the page."""
    found: int | str = _own("voter")
    return found


def number() -> int | str:
    """Return the reader's number."""
    found: int | str = _own("number")
    return found


def fill(page: str, **own: Any) -> str:
    """Insert one reader's values into a page that was rendered for several readers.

    Args:
        own: `nonce`, `csrf_token`, `voter` and `number`; the others are left empty.
    """
    for name, placeholder in _PLACEHOLDERS.items():
        page = page.replace(placeholder, str(own.get(name, "")))
    return page


def own_number() -> Markup:
    """Return the reader's number, in an element that phones fill in."""
    return Markup('<span data-own="number">{}</span>').format(number())


def _own_order(items: list[Item], seed: str, key: Callable[[Item], int] | str = "id") -> list[Item]:
    """Return the items in the reader's own order; on a shared page, in the common one."""
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
    """Return a form token."""
    if is_for_many():
        return _PLACEHOLDERS["csrf_token"]
    if "own_csrf_token" not in g:  # Flask-WTF looks up its settings for each form
        g.own_csrf_token = generate_csrf()
    token: str = g.own_csrf_token
    return token


def _flashed_messages(**wanted: Any) -> Any:
    """Return messages of the last request, on the next page that is not shared."""
    return [] if is_for_many() else get_flashed_messages(**wanted)
