"""An invalid field is named, and its error is explained in our own words."""

from typing import Annotated, Any, Literal

import pytest
from flask import Flask
from pydantic import BaseModel, ConfigDict, Field

from polling.core.errors import BadInput
from polling.core.text import Colour
from polling.web import parse, parse_payload
from polling.web.forms import MOST_CHARACTERS, MOST_VALUES


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
        ("name", "Annabel", "This is too long. Use at most 5 characters."),
        ("places", "many", "This must be a whole number."),
        ("places", "0", "This must be at least 1."),
        ("places", "41", "This must be at most 40."),
        ("kind", "water", "This must be one of: 'tea' or 'coffee'."),
        ("extras", ["a", "b", "c"], "Too many items. Enter no more than 2."),
        ("colour", "blue", "This must be a colour such as “#0b6e69”."),
        ("sugar", "1", "This page is out of date. Reload it; your text will be kept."),
    ],
)
def test_what_is_wrong_is_said_in_words(app: Flask, field: str, value: Any, message: str) -> None:
    with app.test_request_context(), pytest.raises(BadInput) as refused:
        parse_payload(Order, {field: value})
    assert refused.value.problems == [{"place": field, "message": message}]


class Cup(BaseModel):
    size: int = 1


class Tray(BaseModel):
    model_config = ConfigDict(extra="forbid")

    cup: Cup = Cup()
    names: list[str] = []


def test_a_name_with_dots_is_a_field_of_a_field(app: Flask) -> None:
    form = {"cup.size": "3", "names[]": ["Anna", "Ben"], "csrf_token": "x"}
    with app.test_request_context(method="POST", data=form):
        assert parse(Tray) == Tray(cup=Cup(size=3), names=["Anna", "Ben"])


class Served(BaseModel):
    model_config = ConfigDict(extra="ignore")

    tray: str = ""


@pytest.mark.parametrize(
    "ignored", ["é" * (MOST_CHARACTERS + 1), [0] * (MOST_VALUES + 1)], ids=["text", "values"]
)
def test_only_fields_of_the_model_have_to_be_small(app: Flask, ignored: Any) -> None:
    with app.test_request_context():
        assert parse_payload(Served, {"tray": "1", "ignored": ignored}) == Served(tray="1")
        with pytest.raises(BadInput, match="too large to send"):
            parse_payload(Served, {"tray": ignored})


@pytest.mark.parametrize("form", [{"cup": "1", "cup.size": "3"}, {"cup.size.a.b.c.d": "3"}])
def test_names_that_contradict_each_other_are_refused(app: Flask, form: dict[str, str]) -> None:
    with app.test_request_context(method="POST", data=form), pytest.raises(BadInput):
        parse(Tray)
