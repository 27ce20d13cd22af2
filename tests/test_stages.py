"""Every stage declares all its parts."""

import inspect

import pytest

from polling import stages
from polling.core import paths
from polling.core.access import Role
from polling.core.i18n import LazyString
from polling.facilitation import stage_registry
from polling.stages import STAGES, Stage
from polling.workshop.settings import Settings

ROLES = {
    "participant": ("session", "workshop", "mine"),
    "facilitator": ("session", "workshop", "actor"),
    "screen": ("session", "workshop"),
    "console": ("session", "workshop"),
}


def named(stage: Stage) -> str:
    return stage.key


def test_every_stage_has_hooks_and_no_hooks_are_left_over() -> None:
    assert tuple(stage_registry.BY_STAGE) == stages.KEYS


@pytest.mark.parametrize("stage", STAGES, ids=named)
@pytest.mark.parametrize("role", ROLES)
def test_every_stage_has_a_template_and_a_page_function_for_each_role(
    stage: Stage, role: str
) -> None:
    assert (paths.TEMPLATES / stage.package / f"{role}.html").exists()

    pages = stage_registry.BY_STAGE[stage.key].pages
    assert pages.__name__ == f"polling.{stage.package}.pages"  # type: ignore[attr-defined]
    assert tuple(inspect.signature(getattr(pages, role)).parameters) == ROLES[role]


@pytest.mark.parametrize("stage", STAGES, ids=named)
def test_every_title_is_translated(stage: Stage) -> None:
    assert isinstance(stage.title, LazyString)


def test_the_plan_has_every_stage_from_the_first_that_people_join() -> None:
    timed = [stage.key for stage in STAGES if stage.open_to_join]

    assert list(Settings().plan) == timed
    assert list(Settings.model_validate({"plan": {"survey": 8}}).plan) == timed


def test_drafting_is_over_once_no_later_stage_has_drafters() -> None:
    assert stages.BY_KEY["presentations"].drafters == (Role.FACILITATOR,)
    assert stages.has_drafting_from("setup")
    assert stages.has_drafting_from("presentations")
    assert not stages.has_drafting_from("final_vote")
