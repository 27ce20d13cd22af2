"""Payloads of practice runs: adding simulated people, and skipping ahead."""

from typing import Annotated, Literal

from pydantic import Field

from polling import stages
from polling.core.base_models import Payload

USUAL_PEOPLE, MOST_PEOPLE = 24, 100


class People(Payload):
    """The number of people to simulate."""

    people: Annotated[int, Field(ge=2, le=MOST_PEOPLE)] = USUAL_PEOPLE


class Destination(Payload):
    """The stage to skip to."""

    to: Literal[stages.KEYS]  # type: ignore[valid-type]
