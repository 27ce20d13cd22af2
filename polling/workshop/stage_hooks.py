"""The hooks of a stage: its pages, what runs on entering and leaving, reasons not to leave yet."""

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
    """One of the things that a reason is about; `place` is its element on the stage's console."""

    name: str
    place: str = ""


@dataclass(frozen=True)
class Reason:
    """A reason not to leave a stage yet: a sentence with its count, and what it is about.

    If it `blocks`, it must be settled first; otherwise organizers may go on regardless.
    """

    text: str
    blocks: bool = True
    about: tuple[About, ...] = ()


def reasons_about_any(*found: tuple[str, bool, tuple[About, ...]]) -> list[Reason]:
    """The reasons with a count above zero: text, whether it blocks, and subject."""
    return [Reason(*one) for one in found if one[2]]


if TYPE_CHECKING:
    from polling.people.models import Participant


class StagePages(Protocol):
    """The `pages.py` of a stage: a function for each role returns the context of its template."""

    def mine(
        self, session: Session, workshop: Workshop, people: "Sequence[Participant]", /
    ) -> Mapping[int, Mine]:
        """What is personal on the page of each of these people, in a fixed number of queries."""

    def participant(self, session: Session, workshop: Workshop, mine: Any, /) -> Context:
        """A participant's phone. Phones with an equal `mine` show the same page."""

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
    """The stage has no steps: the next one is always the next stage."""
    return True


def once_settled(_session: Session, _workshop: Workshop, reasons: list[Reason]) -> bool:
    """Going on is next when no reason to stay is left."""
    return not reasons


def no_turn(_session: Session, _actor: Actor, _workshop: Workshop, _go: Any) -> bool:
    """The screen shows nothing that has a next page."""
    return False


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
        turn: goes "next", "back", to the "start" or the "end" of what the screen shows, and returns
            whether there was anything to turn to.
    """

    key: str
    pages: StagePages
    blockers: Callable[[Session, Workshop], list[Reason]]
    enter: Callable[[Session, Workshop], None] = nothing
    leave: Callable[[Session, Workshop], None] = nothing
    going_on_is_next: Callable[[Session, Workshop, list[Reason]], bool] = always
    turn: Callable[[Session, Actor, Workshop, Any], bool] = no_turn
