"""The workshop in order: its stages, with the package that runs each and the words for it."""

from dataclasses import dataclass

from polling.core.i18n import LazyString, lazy


@dataclass(frozen=True)
class Stage:
    """One stage: `key` is stored, `title` is shown, `package` has its pages."""

    key: str
    title: str | LazyString
    package: str


STAGES = (
    Stage("setup", lazy("Setup"), "setup"),
    Stage("lobby", lazy("Lobby"), "lobby"),
    Stage("ranking", lazy("Ranking"), "ranking"),
    Stage("breakouts", lazy("Breakouts"), "breakouts"),
    Stage("presentations", lazy("Presentations"), "presentations"),
    Stage("final_vote", lazy("Final vote"), "final_vote"),
    Stage("results", lazy("Results"), "final_vote"),
    Stage("survey", lazy("Survey"), "survey"),
    Stage("closed", lazy("Report"), "report"),
)
BY_KEY = {stage.key: stage for stage in STAGES}
KEYS = tuple(BY_KEY)


def position(key: str) -> int:
    """Where a stage stands in the order, from 0."""
    return KEYS.index(key)


def next_stage(key: str) -> Stage | None:
    """The stage after `key`, or None after the last."""
    after = position(key) + 1
    return STAGES[after] if after < len(STAGES) else None


def previous_stage(key: str) -> Stage | None:
    """The stage before `key`, or None before the first."""
    return STAGES[position(key) - 1] if position(key) else None


def has_reached(current: str, key: str) -> bool:
    """Whether a workshop at `current` has come to `key` or further."""
    return position(current) >= position(key)
