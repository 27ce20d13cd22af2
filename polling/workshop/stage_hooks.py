"""The hooks of a stage: its pages, code for entering and leaving, and blockers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy.orm import Session

from polling.core.access import Actor
from polling.web.shared_fragments import Mine
from polling.web.template_contexts import Context
from polling.workshop.models import Workshop


@dataclass(frozen=True)
class About:
    """A subject of a reason; `place` is its element on the stage's console."""

    name: str
    place: str = ""


@dataclass(frozen=True)
class Reason:
    """A reason not to leave a stage yet: a sentence with its count, and its subjects.

    If it `blocks`, it must be settled first; otherwise organizers may ignore it.
    """

    text: str
    blocks: bool = True
    about: tuple[About, ...] = ()


def reasons_about_any(*found: tuple[str, bool, tuple[About, ...]]) -> list[Reason]:
    """Return the reasons with a count above zero: text, whether it blocks, and subject."""
    return [Reason(*one) for one in found if one[2]]


if TYPE_CHECKING:
    from polling.people.models import Participant


class StagePages(Protocol):
    """The `pages.py` of a stage: a function per role returns the context of its template."""

    def mine(
        self, session: Session, workshop: Workshop, people: "Sequence[Participant]", /
    ) -> Mapping[int, Mine]:
        """Return the personal data on each person's page, with a fixed number of queries."""

    def participant(self, session: Session, workshop: Workshop, mine: Any, /) -> Context:
        """Return a participant's page. Phones with equal `mine` show the same page."""

    def facilitator(self, session: Session, workshop: Workshop, actor: Actor, /) -> Context:
        """Return a facilitator's page."""

    def screen(self, session: Session, workshop: Workshop, /) -> Context:
        """Return the screen."""

    def console(self, session: Session, workshop: Workshop, /) -> Context:
        """Return the organizers' console."""


def nothing(_session: Session, _workshop: Workshop) -> None:
    """Do nothing on entering or leaving."""


def no_reasons(_session: Session, _workshop: Workshop) -> list[Reason]:
    """There are no reasons not to leave."""
    return []


def always(_session: Session, _workshop: Workshop, _reasons: list[Reason]) -> bool:
    """The stage has no steps: the next step is always the next stage."""
    return True


def once_settled(_session: Session, _workshop: Workshop, reasons: list[Reason]) -> bool:
    """The next step is the next stage once there are no reasons left."""
    return not reasons


def no_turn(_session: Session, _actor: Actor, _workshop: Workshop, _go: Any) -> bool:
    """The screen has nothing to turn to."""
    return False


@dataclass(frozen=True, kw_only=True)
class StageHooks:
    """The behaviour of one stage, declared in `stage.py` of its package.

    Args:
        key: the key of the stage in `polling.stages`.
        pages: the module with its pages.
        blockers: returns reasons not to leave the stage; use `no_reasons` if there are never any.
        enter: runs in the transaction that moves the workshop to the stage, after the move.
        leave: runs in the transaction that moves the workshop to another stage, before the move.
        going_on_is_next: returns whether the stage's own steps are done, so that the button for the
            next stage is the primary one; it gets the reasons of `blockers`.
        turn: goes "next", "back", to the "start" or the "end" of the screen's content, and returns
            False if that is not possible.
    """

    key: str
    pages: StagePages
    blockers: Callable[[Session, Workshop], list[Reason]]
    enter: Callable[[Session, Workshop], None] = nothing
    leave: Callable[[Session, Workshop], None] = nothing
    going_on_is_next: Callable[[Session, Workshop, list[Reason]], bool] = always
    turn: Callable[[Session, Actor, Workshop, Any], bool] = no_turn
