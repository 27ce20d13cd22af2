"""Payloads for joining and logging in."""

from typing import Annotated, Literal

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints

from polling.core.base_models import Payload
from polling.core.text import clean_line

Short = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=254), AfterValidator(clean_line)
]


MOST_BADGES = 2000


class JoinCode(Payload):
    """The typed code; spaces and dashes are allowed."""

    join_code: Annotated[str, StringConstraints(max_length=40)]


# A participant's answers, by attribute key; "" is "prefer not to say".
Answers = Annotated[dict[str, Short], Field(max_length=12)]


class Details(Payload):
    """A participant's answers."""

    model_config = ConfigDict(extra="ignore")

    attributes: Answers = {}


class ChosenLanguage(Payload):
    """A language tag that a reader chose."""

    language: Annotated[str, StringConstraints(max_length=35)]


class BadgeToken(Payload):
    """The token in a badge's QR code.

    `switch` confirms a change to another participant. `join` and `attributes` are from the join
    form, which the first scan of a badge opens.
    """

    token: Annotated[str, StringConstraints(max_length=200)]
    switch: bool = False
    join: bool = False
    attributes: Answers = {}


class Credentials(Payload):
    """An organizer's e-mail address and password, and the page they requested."""

    email: Short
    password: Annotated[str, StringConstraints(max_length=1000)]
    to: Annotated[str, StringConstraints(max_length=500)] = ""


class Acceptance(Payload):
    """The first password of an invited person without an account."""

    password: Annotated[str, StringConstraints(max_length=1000)] = ""


class NewPassword(Payload):
    """The password that an organizer sets through a one-time link."""

    password: Annotated[str, StringConstraints(max_length=1000)]


Numbered = Annotated[int, Field(ge=1, le=MOST_BADGES)]


class BadgeCount(Payload):
    """The total number of badges."""

    count: Numbered


class BadgeNumber(Payload):
    """One badge."""

    number: Numbered


class BadgeRange(Payload):
    """The range of badges to print."""

    first: Numbered = 1
    last: Numbered = MOST_BADGES
    unused: bool = False


class Look(Payload):
    """The screen's theme."""

    theme: Literal["dark", "light"]
