"""Reports use the workshop's language, like their texts, for every reader."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from polling.core.i18n import speaking
from polling.core.languages import SOURCE, spoken


class Written(Protocol):
    """A report, or a document made from it."""

    @property
    def language(self) -> str: ...


P = ParamSpec("P")
Made = TypeVar("Made", bound=Written)
Result = TypeVar("Result")
Draw = Callable[Concatenate[Made, P], Result]


def interface_language(tag: str) -> str:
    """Return a workshop's language, or English if the interface has no translation into it."""
    return tag if tag in spoken() else SOURCE


def speaking_as(tag: str) -> AbstractContextManager[None]:
    """Use the interface language of a workshop during the block."""
    return speaking(interface_language(tag))


def in_workshop_language(draw: Draw[Made, P, Result]) -> Draw[Made, P, Result]:
    """Let a function that draws a report use its language."""

    @wraps(draw)
    def drawn(made: Made, /, *args: P.args, **more: P.kwargs) -> Result:
        with speaking_as(made.language):
            return draw(made, *args, **more)

    return drawn
