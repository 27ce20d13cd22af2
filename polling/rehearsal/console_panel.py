"""What the console shows of a practice run."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from polling import stages
from polling.rehearsal import queries, simulator_control
from polling.rehearsal.crowd import Progress
from polling.rehearsal.forms import MOST_PEOPLE, USUAL_PEOPLE
from polling.stages import Stage
from polling.workshop.models import Workshop


@dataclass(frozen=True)
class Panel:
    """How far the simulated people have come, if there are any, and where they can play to.

    `original` is the workshop of which this is a copy.
    """

    original: Workshop | None
    progress: Progress | None
    ahead: list[Stage]
    playing: Stage | None
    usual: int = USUAL_PEOPLE
    most: int = MOST_PEOPLE


def panel(session: Session, workshop: Workshop) -> Panel | None:
    """The panel of a practice run; None for a real workshop."""
    if not workshop.practice:
        return None
    progress = simulator_control.progress(workshop.code)
    after = stages.STAGES[stages.position(workshop.stage) + 1 :]
    return Panel(
        original=queries.original(session, workshop),
        progress=progress,
        ahead=[stage for stage in after if stage.key != "results"],
        playing=stages.BY_KEY.get(progress.playing) if progress else None,
    )
