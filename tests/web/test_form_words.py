"""A wrong field is named, and what is wrong with it is said in words of our own."""

from typing import Annotated, Any, Literal

import pytest
from flask import Flask
from pydantic import BaseModel, ConfigDict, Field

from polling.core.errors import BadInput
from polling.core.text import Colour
from polling.web import parse_payload


class Order(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(min_length=1, max_length=5)] = "Anna"
    places: Annotated[int, Field(ge=1, le=40)] = 1
    kind: Literal["tea", "coffee"] = "tea"
    extras: Annotated[list[str], Field(max_length=2)] = []
    colour: Colour = "#0b6e69"


@pytest.mark.parametrize(
    "field, value, message",
    [
        ("name", "", "Please fill this in."),
        ("name", "Annabel", "This is too long: at most 5 characters fit."),
        ("places", "many", "This must be a whole number."),
        ("places", "0", "This must be at least 1."),
        ("places", "41", "This must be at most 40."),
        ("kind", "water", "This must be one of: 'tea' or 'coffee'."),
        ("extras", ["a", "b", "c"], "These are too many: at most 2 are allowed."),
        ("colour", "blue", "This must be a colour such as “#0b6e69”."),
        ("sugar", "1", "This form has no such field. Reload the page; what you typed is kept."),
    ],
)
def test_what_is_wrong_is_said_in_words(app: Flask, field: str, value: Any, message: str) -> None:
    with app.test_request_context(), pytest.raises(BadInput) as refused:
        parse_payload(Order, {field: value})
    assert refused.value.problems == [{"place": field, "message": message}]
