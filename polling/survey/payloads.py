"""What a phone sends as its answers."""

from typing import Annotated, Any

from pydantic import Field

from polling.contests.payloads import Receipt
from polling.people.payloads import Payload

MOST_QUESTIONS = 40


class Answers(Payload):
    """Answers by question key, with the receipt that the phone made and a revision from 1.

    A scale's answer is its number, a choice's is the option's value, and a multiple choice's the
    list of them; a text is itself. What is left out is not answered.
    """

    receipt: Receipt
    revision: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    answers: Annotated[dict[str, Any], Field(max_length=MOST_QUESTIONS)]
