"""Contexts of the final vote's pages, in one stage or in two."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from polling.final_vote.dissent.queries import Notes, NoteToModerate
from polling.final_vote.queries import MANY, has_begun, recommendations, stages
from polling.screen.reveal import Shown
from polling.workshop.models import Workshop


@dataclass(frozen=True)
class StageChoice:
    """The choice of one stage or two. `chosen` cannot be changed once the vote `has_begun`.

    `written` is the number of recommendations; above `many`, two stages are better.
    """

    chosen: int
    written: int
    many: int
    has_begun: bool


@dataclass(frozen=True, kw_only=True)
class ScreenPage:
    """`shown` is the revealed part of the result on the screen."""

    stage_count: int
    shown: Shown | None


@dataclass(frozen=True, kw_only=True)
class ConsolePage(ScreenPage):
    """The common parts of the console: the stages, and the dissent notes."""

    choice: StageChoice
    dissent: Notes
    notes: list[NoteToModerate]


def stage_choice(session: Session, workshop: Workshop) -> StageChoice:
    """Return the choice of stages for the console."""
    return StageChoice(
        chosen=stages(session, workshop),
        written=recommendations(session, workshop),
        many=MANY,
        has_begun=has_begun(session, workshop),
    )
