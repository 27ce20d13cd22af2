"""The stages of a workshop in order, as data that every package can read.

The behaviour of a stage is declared in `stage.py` of its package; `facilitation/stage_registry.py`
lists them all.
"""

from dataclasses import dataclass

from polling.core.access import Role
from polling.core.i18n import LazyString, lazy


@dataclass(frozen=True)
class Stage:
    """One stage.

    Args:
        key: its name in the database, in URLs and in workshop files.
        title: its displayed name.
        package: the package in `polling/` and the folder in `templates/` with its pages.
        minutes: its default duration; None leaves it out of the schedule.
        open_to_join: whether people can join the workshop.
        drafters: the roles that may write recommendations.
    """

    key: str
    title: str | LazyString
    package: str
    minutes: int | None = None
    open_to_join: bool = True
    drafters: tuple[Role, ...] = ()


STAGES = (
    Stage("setup", lazy("Setup"), "setup", open_to_join=False),
    Stage("lobby", lazy("Lobby"), "lobby", minutes=10),
    Stage("ranking", lazy("Ranking"), "ranking", minutes=20),
    Stage(
        "breakouts",
        lazy("Breakouts"),
        "breakouts",
        minutes=65,
        drafters=(Role.PARTICIPANT, Role.FACILITATOR),
    ),
    Stage(
        "presentations",
        lazy("Presentations"),
        "presentations",
        minutes=30,
        drafters=(Role.FACILITATOR,),
    ),
    Stage("final_vote", lazy("Final vote"), "final_vote", minutes=15),
    Stage("results", lazy("Results"), "final_vote", minutes=5),
    Stage("survey", lazy("Survey"), "survey", minutes=5),
    Stage("closed", lazy("Report"), "report", open_to_join=False),
)
BY_KEY = {stage.key: stage for stage in STAGES}
KEYS = tuple(BY_KEY)
PLANNED_MINUTES = {stage.key: stage.minutes for stage in STAGES if stage.minutes is not None}


def position(key: str) -> int:
    """Return the position of a stage in the order, from 0."""
    return KEYS.index(key)


def next_stage(key: str) -> Stage | None:
    """Return the stage after `key`, or None after the last."""
    after = position(key) + 1
    return STAGES[after] if after < len(STAGES) else None


def previous_stage(key: str) -> Stage | None:
    """Return the stage before `key`, or None before the first."""
    return STAGES[position(key) - 1] if position(key) else None


def has_reached(current: str, key: str) -> bool:
    """Return whether a workshop at `current` has reached `key`."""
    return position(current) >= position(key)


def has_drafting_from(key: str) -> bool:
    """Return whether recommendations can be written at `key` or a later stage."""
    return any(stage.drafters for stage in STAGES[position(key) :])
