"""The report as the last stage: the workshop is closed, and forgets who wrote what."""

from polling.report import pages
from polling.report.actions import options
from polling.report.actions.writer_erasure import forget_writers
from polling.workshop.stage_hooks import StageHooks, no_reasons

HOOKS = StageHooks(
    key="closed",
    pages=pages,
    blockers=no_reasons,
    enter=forget_writers,
    turn=options.turn_screen,
)
