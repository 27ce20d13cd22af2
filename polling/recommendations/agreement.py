"""How far the members of a group agreed with a recommendation, without their names."""

from typing import Annotated, Literal

from pydantic import Field

from polling.core.base_models import StrictModel
from polling.core.i18n import lazy
from polling.core.text import Line

Stance = Literal["agree", "reservations", "cannot"]
STANCES = {
    "agree": lazy("Fully agree"),
    "reservations": lazy("Agree, with reservations"),
    "cannot": lazy("Cannot live with it"),
}
Count = Annotated[int, Field(ge=0, le=1000)]


class Reason(StrictModel):
    """What a member gave as the reason for a stance."""

    stance: Stance
    text: Line


class Agreement(StrictModel):
    """How many `members` the group had, and how many took each stance."""

    members: Count
    agree: Count = 0
    reservations: Count = 0
    cannot: Count = 0
    reasons: Annotated[list[Reason], Field(max_length=1000)] = []
