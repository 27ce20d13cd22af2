"""Any value of any payload field is accepted or refused, and never causes an error."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from pydantic import BaseModel, ValidationError

from polling.core.errors import WorkshopError
from tests.faults.random_payloads import NUMBERS, STRANGE, WORDS
from tests.room import Room

NESTED: tuple[Any, ...] = ([1], ["a", 1, None], {"a": 1}, [{"a": [1]}], [[1, 2]], {"1": "2"})
ANYTHING = (*WORDS, *NUMBERS, *STRANGE, *NESTED)


@pytest.mark.usefixtures("app")  # the app imports all payloads
def test_no_field_stumbles_over_anything() -> None:
    models = [model for model in _below(BaseModel) if model.__module__.startswith("polling.")]
    assert len(models) > 50
    assert [name for model in models for name in _stumbling(model)] == []


def test_a_message_to_a_group_that_is_not_there_is_refused(app: Flask) -> None:
    room = Room.of(app)
    response = room.organizer_visitor().post(
        f"/console/{room.code}/message", {"text": "hello", "group": "999999"}
    )
    assert response.status_code == 404


def _below(base: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for model in base.__subclasses__():
        yield model
        yield from _below(model)


def _stumbling(model: type[BaseModel]) -> Iterator[str]:
    for field in model.model_fields:
        for value in ANYTHING:
            try:
                model.model_validate({field: value})
            except (ValidationError, WorkshopError):
                continue
            except Exception as error:  # noqa: BLE001  any is a fault
                yield f"{model.__name__}.{field} = {value!r:.40}: {error!r}"
