"""The settings of a workshop: rules, sizes and times."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from polling.core.base_models import StrictModel
from polling.core.text import Paragraphs
from polling.privacy.sector_pools import SMALLEST
from polling.stages import PLANNED_MINUTES
from polling.voting.rules import OFFERED, offered_rule


def _offered(given: str) -> str:
    """Return the rule, or the successor of a retired one, so that older files can be loaded."""
    rule = offered_rule(given)
    if rule not in OFFERED:
        raise PydanticCustomError("literal_error", "unknown rule", {"expected": ", ".join(OFFERED)})
    return rule


Rule = Annotated[str, AfterValidator(_offered)]
Places = Annotated[int, Field(ge=1, le=40)]
RankPlaces = Annotated[int, Field(ge=1, le=10)]
TiePolicy = Literal["default", "refuse", "lot"]
Quorum = Annotated[int, Field(ge=0, le=10_000)]
Minutes = Annotated[int, Field(ge=0, le=480)]


OWN_RULES = ("cut_places", "rank_places", "rule", "tie_policy", "quorum")  # which themes override


def _of_planned_stages(given: dict[str, int]) -> dict[str, int]:
    unknown = given.keys() - PLANNED_MINUTES.keys()
    if unknown:
        raise PydanticCustomError("extra_forbidden", "unknown stage")
    return given


def _of_every_stage(given: dict[str, int]) -> dict[str, int]:
    """Return the minutes of all stages in order; missing stages get their default."""
    return PLANNED_MINUTES | given


MinutesByStage = Annotated[dict[str, Minutes], AfterValidator(_of_planned_stages)]
Plan = Annotated[MinutesByStage, AfterValidator(_of_every_stage)]


class Settings(StrictModel):
    """The workshop's settings. Those of a contest are frozen and shown when it opens.

    `quorum` is the number of ballots below which an outcome is marked, 0 for none. `smallest_cell`
    is the smallest group of people whose numbers are shown. The final vote has one or two stages;
    "auto" decides by the number of recommendations. In the first of two stages, each phone is asked
    about `issues_each` issues. The finalists are the best of each issue and the `wild_cards`; a
    ballot of the second stage approves up to `final_approvals`.
    """

    rank_places: RankPlaces = 3
    cut_places: Places = 3
    rule: Rule = "top-three"
    tie_policy: TiePolicy = "default"
    quorum: Quorum = 0
    approvals_per_theme: Annotated[int, Field(ge=1, le=50)] = 3
    vote_stages: Literal["auto", "one", "two"] = "auto"
    issues_each: Annotated[int, Field(ge=1, le=40)] = 6
    wild_cards: Annotated[int, Field(ge=0, le=40)] = 8
    final_approvals: Annotated[int, Field(ge=1, le=50)] = 7
    group_min: Annotated[int, Field(ge=2, le=50)] = 6
    group_max: Annotated[int, Field(ge=2, le=50)] = 8
    presenting_minutes: Annotated[int, Field(ge=1, le=60)] = 4
    plan: Plan = PLANNED_MINUTES
    silent_minutes: Annotated[int, Field(ge=0, le=30)] = 5
    screen_theme: Literal["dark", "light"] = "dark"
    badges: bool = False
    smallest_cell: Annotated[int, Field(ge=SMALLEST, le=50)] = SMALLEST
    privacy_notice: Paragraphs = ""
