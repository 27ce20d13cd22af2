"""Request bodies and socket payloads, parsed into typed payloads."""

from typing import Any, TypeVar

from flask import request
from pydantic import BaseModel, ValidationError

from polling.core.errors import BadInput
from polling.core.i18n import _
from polling.core.storable import storable
from polling.core.text import visible
from polling.web.form_errors import complaint

Payload = TypeVar("Payload", bound=BaseModel)


def parse(model: type[Payload], data: Any = None) -> Payload:
    """The request's body, or `data`, as a `model`.

    Raises:
        BadInput: the data does not fit; its `problems` name every field that is wrong.
    """
    if data is None:
        data = body() if request.is_json else _form()
    return parse_payload(model, data)


def body() -> Any:
    """The request's JSON; None if it is not JSON or nests too deeply to be parsed."""
    try:
        return request.get_json(silent=True)
    except RecursionError:
        return None


def parse_payload(model: type[Payload], data: Any) -> Payload:
    """`data` as a `model`: the one parser for HTTP and socket events.

    Raises:
        BadInput: as for `parse`.
    """
    try:
        parsed = model.model_validate(visible(data))
    except ValidationError as error:
        problems = [
            {"place": ".".join(map(str, detail["loc"])), "message": complaint(detail)}
            for detail in error.errors(include_url=False, include_input=False)
        ]
        raise BadInput(_("Something in this form is not right."), problems=problems) from error
    if not storable(parsed):
        raise BadInput(_("Something in this form is not right."))
    return parsed


def _form() -> dict[str, Any]:
    """Form fields; a name ending in [] is a list."""
    fields: dict[str, Any] = {}
    for name in request.form:
        if name.endswith("[]"):
            fields[name[:-2]] = request.form.getlist(name)
        elif name != "csrf_token":
            fields[name] = request.form[name]
    return fields
