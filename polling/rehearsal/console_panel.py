"""The panel of a practice run on the console."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from polling import stages
from polling.core.access import Actor
from polling.rehearsal import queries, simulator_control
from polling.rehearsal.crowd import Progress
from polling.rehearsal.forms import MOST_PEOPLE, USUAL_PEOPLE
from polling.stages import Stage
from polling.workshop.models import Workshop


@dataclass(frozen=True)
class Panel:
    """The progress of the simulated people, if any, and the stages they can skip to.

    `original` is the workshop from which this was copied. `is_copied_again` is true if starting
    over copies its current setup.
    """

    original: Workshop | None
    is_copied_again: bool
    progress: Progress | None
    ahead: list[Stage]
    playing: Stage | None
    usual: int = USUAL_PEOPLE
    most: int = MOST_PEOPLE


def panel(session: Session, workshop: Workshop, actor: Actor) -> Panel | None:
    """Return the panel of a practice run for an organizer; None for a real workshop."""
    if not workshop.practice:
        return None
    progress = simulator_control.progress(workshop.code)
    after = stages.STAGES[stages.position(workshop.stage) + 1 :]
    return Panel(
        original=queries.original(session, workshop),
        is_copied_again=queries.source(session, workshop, actor.organizer_id) is not workshop,
        progress=progress,
        ahead=[stage for stage in after if stage.key != "results"],
        playing=stages.BY_KEY.get(progress.playing) if progress else None,
    )
