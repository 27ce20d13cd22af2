"""The hooks of a stage: what happens as a workshop enters and leaves it, and what it shows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy.orm import Session

from polling.core.access import Actor
from polling.web.contexts import Context
from polling.workshop.models import Workshop
from polling.workshop.reasons import Reason


class StagePages(Protocol):
    """The `pages.py` of a stage: a function for each role returns the context of its template."""

    def participant(self, session: Session, workshop: Workshop, actor: Actor, /) -> Context:
        """A participant's phone."""

    def facilitator(self, session: Session, workshop: Workshop, actor: Actor, /) -> Context:
        """A facilitator's tablet."""

    def screen(self, session: Session, workshop: Workshop, /) -> Context:
        """The projector."""

    def console(self, session: Session, workshop: Workshop, /) -> Context:
        """The organizer's console."""


def nothing(_session: Session, _workshop: Workshop) -> None:
    """Change nothing on entering or leaving."""


def no_reasons(_session: Session, _workshop: Workshop) -> list[Reason]:
    """Nothing speaks against leaving."""
    return []


def always(_session: Session, _workshop: Workshop, _reasons: list[Reason]) -> bool:
    """The stage has no steps of its own: going on is always next."""
    return True


def once_settled(_session: Session, _workshop: Workshop, reasons: list[Reason]) -> bool:
    """Going on is next when no reason to stay is left."""
    return not reasons


@dataclass(frozen=True, kw_only=True)
class StageHooks:
    """The behaviour of one stage, declared in `stage.py` of its package.

    Args:
        key: the key of the stage in `polling.stages`.
        pages: the module with its pages.
        blockers: what speaks against leaving the stage; say `no_reasons` if nothing does.
        enter: runs in the transaction that moves the workshop to the stage, after the move.
        leave: runs in the transaction that moves the workshop to another stage, before the move.
        going_on_is_next: whether the stage's own steps are done, so that the button that goes on
            is the primary one; it is given the reasons that `blockers` found.
    """

    key: str
    pages: StagePages
    blockers: Callable[[Session, Workshop], list[Reason]]
    enter: Callable[[Session, Workshop], None] = nothing
    leave: Callable[[Session, Workshop], None] = nothing
    going_on_is_next: Callable[[Session, Workshop, list[Reason]], bool] = always
