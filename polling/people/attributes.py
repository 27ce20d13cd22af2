"""The questions to participants on joining; all are optional."""

from typing import Annotated

from pydantic import Field

from polling.core.base_models import StrictModel
from polling.core.default_texts import declare
from polling.core.i18n import N_
from polling.core.text import Key, Name


class Attribute(StrictModel):
    """A question to participants; without options, the answer is free text.

    "Prefer not to say" is always offered. Turnout and results are split by the attribute marked as
    `segment`, usually the sector.
    """

    key: Key
    label: Name
    options: Annotated[list[Name], Field(max_length=300)] = []
    segment: bool = False


DEFAULT_ATTRIBUTES = [
    Attribute(
        key="sector",
        label=N_("Sector"),
        options=[
            N_("Government"),
            N_("NGO"),
            N_("International organization"),
            N_("Media"),
            N_("Academia"),
            N_("Private sector"),
        ],
        segment=True,
    ),
    Attribute(key="country", label=N_("Country")),
    Attribute(key="gender", label=N_("Gender"), options=[N_("Woman"), N_("Man"), N_("Another")]),
    Attribute(key="presence", label=N_("Presence"), options=[N_("In the room"), N_("Virtual")]),
    Attribute(key="role", label=N_("Role"), options=[N_("Attendee"), N_("Speaker")]),
]

declare(one.label for one in DEFAULT_ATTRIBUTES)
declare(option for one in DEFAULT_ATTRIBUTES for option in one.options)
