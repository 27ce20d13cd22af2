"""Parsing of request bodies and socket payloads."""

from typing import Any, TypeVar

from flask import g, has_app_context, request
from pydantic import BaseModel, ValidationError

from polling.core.access import Actor, Role
from polling.core.errors import BadInput
from polling.core.i18n import _, lazy
from polling.core.storable_values import storable
from polling.core.text import visible
from polling.core.validation_messages import message

_COLLECTIONS = (dict, list)
_BY_TYPE = {
    "missing": lazy("Please fill this in."),
    "string_too_short": lazy("Please fill this in."),
    "extra_forbidden": lazy("This page is out of date. Reload it; your text will be kept."),
}

Payload = TypeVar("Payload", bound=BaseModel)

MOST_VALUES = 8_000  # keys and values of one payload; each takes time that blocks others
# Non-ASCII characters, because each takes time to clean. Organizers also paste lists of issues.
MOST_CHARACTERS, MOST_OF_ORGANIZERS = 30_000, 300_000
MOST_PROBLEMS = 50  # listed in one answer
MOST_NESTED = 3  # levels of objects in a form field


def parse(model: type[Payload], data: Any = None) -> Payload:
    """Parse the request's body, or `data`, as a `model`.

    Raises:
        BadInput: the data is invalid; its `problems` list up to MOST_PROBLEMS fields.
    """
    if data is None:
        data = body() if request.is_json else _form()
    return parse_payload(model, data)


def body() -> Any:
    """Return the request's JSON; None if it is invalid or nested too deeply."""
    try:
        return request.get_json(silent=True)
    except RecursionError:
        return None


def parse_payload(model: type[Payload], data: Any) -> Payload:
    """Parse `data` as a `model`, for HTTP and socket events.

    Raises:
        BadInput: as for `parse`.
    """
    data = _named(model, data)
    if not _is_small(data):
        raise BadInput(_("This is too large to send. Make it smaller and try again."))
    try:
        parsed = model.model_validate(visible(data))
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
        problems = [
            {"place": ".".join(map(str, detail["loc"])), "message": message(detail, _BY_TYPE)}
            for detail in details[:MOST_PROBLEMS]
        ]
        raise BadInput(
            _("Something in this form is wrong. Check the form and try again."), problems=problems
        ) from error
    if not storable(parsed):
        raise BadInput(_("Something in this form is wrong. Check the form and try again."))
    return parsed


def _named(model: type[BaseModel], data: Any) -> Any:
    """Return `data` without the fields that the model ignores, such as a pasted workshop file."""
    if isinstance(data, dict) and model.model_config.get("extra", "ignore") == "ignore":
        return {name: data[name] for name in model.model_fields if name in data}
    return data


def _is_small(data: Any) -> bool:
    """Return whether `data` is within the limits for values and characters; stops early."""
    waiting, seen, characters = [data], 0, 0
    while waiting:
        value = waiting.pop()
        if isinstance(value, str) and not value.isascii():
            characters += len(value)
        elif isinstance(value, _COLLECTIONS):
            seen += len(value)
            if seen > MOST_VALUES:
                return False
            waiting.extend(value.values() if isinstance(value, dict) else value)
    return characters <= (MOST_OF_ORGANIZERS if _is_from_organizer() else MOST_CHARACTERS)


def _is_from_organizer() -> bool:
    actor: Actor | None = g.get("actor") if has_app_context() else None
    return actor is not None and actor.role is Role.ORGANIZER


def _form() -> dict[str, Any]:
    """Return the form's fields; `a[]` is a list, and `a.b` is the field `b` of the object `a`."""
    fields: dict[str, Any] = {}
    for name in request.form:
        if name == "csrf_token":
            continue
        *objects, key = name.split(".", MOST_NESTED)
        place = fields
        for each in objects:
            inner = place.setdefault(each, {})
            place = inner if isinstance(inner, dict) else {}
        if key.endswith("[]"):
            place[key[:-2]] = request.form.getlist(name)
        else:
            place[key] = request.form[name]
    return fields
