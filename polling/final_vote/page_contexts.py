"""What the pages of the final vote show, whether it has one stage or two."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from polling.final_vote.dissent.queries import Notes, NoteToModerate
from polling.final_vote.queries import MANY, has_begun, recommendations, stages
from polling.screen.reveal import Shown
from polling.workshop.models import Workshop


@dataclass(frozen=True)
class StageChoice:
    """One stage or two: `chosen`, which cannot be changed once the vote `has_begun`.

    `written` recommendations are to be voted on; beyond `many`, two stages suit better.
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
    """What organizers decide by in both: the stages, and the dissent notes."""

    choice: StageChoice
    dissent: Notes
    notes: list[NoteToModerate]


def stage_choice(session: Session, workshop: Workshop) -> StageChoice:
    """One stage or two, as the console offers it."""
    return StageChoice(
        chosen=stages(session, workshop),
        written=recommendations(session, workshop),
        many=MANY,
        has_begun=has_begun(session, workshop),
    )
