"""The run sheet on paper: the day stage by stage, with the buttons to press.

Buttons are named by their labels.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from polling import stages
from polling.core.i18n import LazyString, lazy
from polling.facilitation.schedule import Schedule, plan
from polling.stages import Stage
from polling.workshop.models import Workshop
from polling.workshop.settings import Settings

Buttons = tuple[LazyString, ...]

RANKING = (lazy("Open all"), lazy("Close all"), lazy("Reveal"), lazy("Next"))
ORGANIZER: dict[str, Buttons] = {
    "lobby": (lazy("Open the screen"),),
    "ranking": RANKING,
    "breakouts": (lazy("Form groups"), lazy("Progress"), lazy("Duplicates")),
    "presentations": (lazy("Present"),),
    "results": (lazy("Show on screen"), lazy("Next")),
    "survey": (lazy("Close the survey"),),  # it opens with the stage
    "closed": (lazy("Report text"), lazy("Publish to participants")),
}
FINAL_VOTE: dict[str, tuple[LazyString, Buttons]] = {
    "one": (lazy("One stage"), (lazy("Open all"), lazy("Close all"), lazy("Reveal all"))),
    "two": (
        lazy("Two stages"),
        (
            lazy("Open first stage"),
            lazy("Close first stage"),
            lazy("Choose finalists"),
            lazy("Confirm finalists"),
            lazy("Open second stage"),
            lazy("Close second stage"),
            lazy("Reveal"),
        ),
    ),
}
FACILITATOR: dict[str, Buttons] = {
    "breakouts": (lazy("Start this issue"), lazy("Check wording"), lazy("Mark as done")),
    "presentations": (lazy("Next"),),
}


@dataclass(frozen=True)
class RunStep:
    """One stage on the run sheet.

    `after` is its planned start in minutes after the lobby opens. `starts` is its actual or
    expected start, None if unknown. `organizer` has instructions with a title for each case.
    """

    stage: Stage
    after: int
    minutes: int | None
    starts: datetime | None
    organizer: tuple[tuple[LazyString | None, Buttons], ...]
    facilitator: Buttons


def run_sheet(workshop: Workshop, schedule: Schedule | None) -> list[RunStep]:
    """Return all stages, starting with the lobby."""
    return list(_steps(workshop, schedule))


def _steps(workshop: Workshop, schedule: Schedule | None) -> Iterator[RunStep]:
    starts = {step.stage.key: step.starts for step in schedule.steps} if schedule else {}
    planned, after = plan(workshop), 0
    for stage in stages.STAGES[1:]:
        yield RunStep(
            stage=stage,
            after=after,
            minutes=planned.get(stage.key),
            starts=starts.get(stage.key),
            organizer=_ways(workshop, stage),
            facilitator=FACILITATOR.get(stage.key, ()),
        )
        after += planned.get(stage.key, 0)


def _ways(workshop: Workshop, stage: Stage) -> tuple[tuple[LazyString | None, Buttons], ...]:
    if stage.key != "final_vote":
        return ((None, ORGANIZER[stage.key]),)
    chosen = Settings.model_validate(workshop.settings).vote_stages
    return tuple(FINAL_VOTE.values()) if chosen == "auto" else (FINAL_VOTE[chosen],)
