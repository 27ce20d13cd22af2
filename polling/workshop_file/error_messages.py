"""The schema's errors as sentences for the author of the file."""

from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from polling.core.i18n import _, lazy
from polling.core.validation_messages import message
from polling.workshop_file.problems import Place, did_you_mean
from polling.workshop_file.schema import FORMAT, WorkshopFile

_BY_TYPE = {
    "missing": lazy("This is required."),
    "string_too_short": lazy("This is required."),
    "model_type": lazy("This must be an object in braces: {…}."),
    "dict_type": lazy("This must be an object in braces: {…}."),
    "list_type": lazy("This must be a list in brackets: […]."),
    "string_type": lazy("This must be text in quotation marks."),
}


def describe_errors(error: ValidationError) -> Iterator[tuple[Place, str]]:
    """Yield each error with its place."""
    for detail in error.errors(include_url=False):
        if detail["type"] == "string_unicode":
            continue  # the parser has reported a lone surrogate in better words
        # pydantic marks a dictionary's key by a special last step.
        place = tuple(step for step in detail["loc"] if step != "[key]")
        yield place, _sentence(detail)


def _sentence(detail: ErrorDetails) -> str:
    if detail["type"] == "extra_forbidden":
        hint = did_you_mean(str(detail["loc"][-1]), _keys_beside(detail["loc"]))
        return " ".join(filter(None, [_("Unknown key."), hint]))
    if detail["loc"] == ("format",):
        return _("Only the format “%(format)s” can be read.", format=FORMAT)
    return message(detail, _BY_TYPE)


def _keys_beside(place: Place) -> list[str]:
    # Follow the place through the models to the model that lacks the last step.
    model: type[BaseModel] = WorkshopFile
    for step in place[:-1]:
        if isinstance(step, str):
            model = _model_in(_fields(model)[step].annotation) or model
    return list(_fields(model))


def _fields(model: type[BaseModel]) -> dict[str, FieldInfo]:
    return {field.alias or name: field for name, field in model.model_fields.items()}


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = (_model_in(argument) for argument in get_args(annotation))
    return next(filter(None, found), None)
