"""The survey as a stage: the survey opens with it, and stays open after it."""

from polling.survey import pages
from polling.survey.actions import answering, showing
from polling.workshop.stage_hooks import StageHooks, no_reasons

HOOKS = StageHooks(
    key="survey",
    pages=pages,
    blockers=no_reasons,
    enter=answering.open_survey,
    turn=showing.turn,
)
