"""The workshop's schedule: planned minutes, delay, and expected end.

A stage lasts as planned, or as its timer says, and never ends before now. Later stages keep their
planned length, so delays move the end.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from polling import stages
from polling.core.clock import now
from polling.core.edit_conflicts import mark
from polling.presentations import queries as presentations
from polling.stages import Stage
from polling.workshop import queries
from polling.workshop.models import LogEntry, Workshop
from polling.workshop.settings import Settings
from polling.workshop.version_cache import cached_per_version

PRESENTATIONS = "presentations"
FIRST = "ranking"  # the lobby opens early, so planned time counts from here
WORTH_A_WORD = timedelta(minutes=1)  # a shorter delay is not shown


@dataclass(frozen=True)
class Step:
    """One stage: its planned minutes, and its start and end; None if unknown."""

    stage: Stage
    minutes: int
    starts: datetime | None
    ends: datetime | None


@dataclass(frozen=True)
class Schedule:
    """All steps, the current one, and the expected end.

    `presenting` is the number of presenting groups and the minutes for each; (0, 0) after the
    presentations, or if not requested.
    """

    steps: list[Step]
    current: str
    ends: datetime
    late: timedelta
    presenting: tuple[int, int]

    @property
    def minutes(self) -> dict[str, int]:
        """The planned minutes by stage."""
        return {step.stage.key: step.minutes for step in self.steps}

    @property
    def presentations_need(self) -> int:
        """The minutes that the groups need to present, if more than planned; otherwise 0."""
        groups, each = self.presenting
        return groups * each if groups * each > self.minutes[PRESENTATIONS] else 0

    @property
    def seen(self) -> str:
        """The mark of the plan."""
        return mark(by_field(self.minutes))

    @property
    def late_minutes(self) -> int:
        """The delay in whole minutes; negative if earlier than planned."""
        return int(self.late / timedelta(minutes=1))

    @property
    def planned(self) -> int:
        """The planned minutes of the current stage."""
        return next(step.minutes for step in self.steps if step.stage.key == self.current)

    @property
    def next(self) -> Step | None:
        """The step after the current one."""
        keys = [step.stage.key for step in self.steps]
        after = keys.index(self.current) + 1
        return self.steps[after] if after < len(self.steps) else None

    @property
    def look_again(self) -> datetime:
        """When the schedule will change if nothing happens: at the end of the current step."""
        ends = next(step.ends for step in self.steps if step.stage.key == self.current)
        return max(ends or now(), now() + WORTH_A_WORD)


def plan(workshop: Workshop) -> dict[str, int]:
    """Return the planned minutes by stage, in order."""
    return Settings.model_validate(workshop.settings).plan


def by_field(minutes: Mapping[str, int]) -> dict[str, int]:
    """Return minutes by stage under the names of the form's fields."""
    return {f"minutes.{stage}": planned for stage, planned in minutes.items()}


def schedule(
    session: Session, workshop: Workshop, *, count_presenting: bool = False
) -> Schedule | None:
    """Return the current schedule; None before the lobby and after the end."""
    planned = plan(workshop)
    if workshop.stage not in planned:
        return None
    entered = cached_per_version(workshop, "entered", lambda: _entered(session, workshop))
    steps = [*_steps(session, workshop, planned, entered)]
    ends = steps[-1].ends or now()
    began = entered.get(FIRST)
    later = [key for key in planned if stages.has_reached(key, FIRST)]
    total = timedelta(minutes=sum(planned[key] for key in later))
    late = ends - (began + total) if began else timedelta()
    ahead = stages.position(workshop.stage) <= stages.position(PRESENTATIONS)
    presenting = _presenting(session, workshop) if count_presenting and ahead else (0, 0)
    return Schedule(steps, workshop.stage, ends, late, presenting)


def _presenting(session: Session, workshop: Workshop) -> tuple[int, int]:
    """Count the presenting groups: before people are seated, all groups."""
    count = cached_per_version(
        workshop,
        "groups to present",
        lambda: presentations.groups_to_present(session, workshop),
    )
    return count, presentations.minutes(workshop)


def _entered(session: Session, workshop: Workshop) -> dict[str, datetime]:
    """Return when each stage was first entered."""
    moves = select(LogEntry.detail, LogEntry.at).where(
        LogEntry.workshop_id == workshop.id, LogEntry.action == "stage"
    )
    found: dict[str, datetime] = {}
    for detail, at in session.execute(moves.order_by(LogEntry.id)):
        found.setdefault(detail["now"], at)
    return found


def _steps(
    session: Session, workshop: Workshop, planned: dict[str, int], entered: dict[str, datetime]
) -> list[Step]:
    steps: list[Step] = []
    at: datetime | None = None
    for key, minutes in planned.items():
        stage = stages.BY_KEY[key]
        if key == workshop.stage:
            starts = entered.get(key)
            at = _end_of_present(session, workshop, starts or now(), minutes)
            steps.append(Step(stage, minutes, starts, at))
        elif at is None:  # past
            steps.append(Step(stage, minutes, entered.get(key), None))
        else:
            steps.append(Step(stage, minutes, at, at + timedelta(minutes=minutes)))
            at += timedelta(minutes=minutes)
    return steps


def _end_of_present(
    session: Session, workshop: Workshop, starts: datetime, minutes: int
) -> datetime:
    clock = queries.timer(session, workshop.id, "stage")
    if clock is None:
        ends = starts + timedelta(minutes=minutes)
    elif clock.ends_at is not None:
        ends = clock.ends_at
    else:
        ends = now() + timedelta(milliseconds=clock.remaining_ms or 0)
    return max(ends, now())
