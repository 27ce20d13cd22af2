"""A report speaks the language of its workshop, whoever reads it: its texts are in that already."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from polling.i18n import speaking
from polling.languages import SOURCE, spoken


class Written(Protocol):
    """A report, or the document that is made of it."""

    @property
    def language(self) -> str: ...


P = ParamSpec("P")
Made = TypeVar("Made", bound=Written)
Result = TypeVar("Result")
Draw = Callable[Concatenate[Made, P], Result]


def in_its_language(draw: Draw[Made, P, Result]) -> Draw[Made, P, Result]:
    """Have what draws it speak its language, or English if we do not speak that."""

    @wraps(draw)
    def drawn(made: Made, /, *args: P.args, **more: P.kwargs) -> Result:
        with speaking(made.language if made.language in spoken() else SOURCE):
            return draw(made, *args, **more)

    return drawn
