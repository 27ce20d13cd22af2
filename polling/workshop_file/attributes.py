"""What participants may say about themselves on joining; each question can be left unanswered."""

from typing import Annotated

from pydantic import Field

from polling.workshop_file.part import Part
from polling.workshop_file.text import Key, Name


class Attribute(Part):
    """One question about the participant; without options the answer is free text.

    "Prefer not to say" is always offered, and no answer is ever required. The one attribute that
    is the `segment` splits turnout and results: the sector.
    """

    key: Key
    label: Name
    options: Annotated[list[Name], Field(max_length=300)] = []
    segment: bool = False


DEFAULT_ATTRIBUTES = [
    Attribute(
        key="sector",
        label="Sector",
        options=[
            "Government",
            "NGO",
            "International organization",
            "Media",
            "Academia",
            "Private sector",
        ],
        segment=True,
    ),
    Attribute(key="country", label="Country"),
    Attribute(key="gender", label="Gender", options=["Woman", "Man", "Another"]),
    Attribute(key="presence", label="Presence", options=["In the room", "Virtual"]),
    Attribute(key="role", label="Role", options=["Attendee", "Speaker"]),
]
