"""Payloads of organizers and groups about pairs of recommendations."""

from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator

from polling.breakouts.drafting.forms import ActorName
from polling.breakouts.forms import ListedIds
from polling.core.base_models import Payload
from polling.core.edit_conflicts import Mark, Seen
from polling.core.text import Sentence
from polling.recommendations.wording import MOST_ACTORS, TypedWording, WordingFields
from polling.setup.list_fields import lines_of

Actors = Annotated[list[ActorName], Field(max_length=MOST_ACTORS), BeforeValidator(lines_of)]


class ChosenPair(Seen):
    """A decision about pairs, which would end the open proposals about them."""

    seen: Mark = ""


class RecommendationPair(ChosenPair):
    """Two different recommendations."""

    first: int
    second: int

    @model_validator(mode="after")
    def _apart(self) -> Self:
        if self.first == self.second:
            raise ValueError("choose two different recommendations")
        return self


class DismissedPair(Payload):
    """Keep each of `kept` separate from each of `beside`; both are ids such as "3,1"."""

    kept: ListedIds
    beside: ListedIds


class DismissedPairs(ChosenPair):
    """One recommendation that may replace all the others, which are given as "3,1"."""

    kept: int
    others: ListedIds


class Proposal(WordingFields, TypedWording, RecommendationPair):
    """One wording to replace two, and its issue. Actors are one per line."""

    issue: int
    actors: Actors = []

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.action:
            raise ValueError("say what should be done")
        return self


class Answer(Seen):
    """Whether the sender agrees; an empty answer withdraws an earlier one."""

    agrees: Annotated[bool | None, BeforeValidator(lambda given: None if given == "" else given)]


class Decision(Seen):
    """The reason for a decision without the groups' consent."""

    reason: Annotated[Sentence, Field(min_length=1, max_length=500)]


class Transfer(Payload):
    """A recommendation, and the issue to which it moves."""

    recommendation: int
    issue: int
