"""The report as the last stage: it closes the workshop and erases authors."""

from sqlalchemy.orm import Session

from polling.report import pages
from polling.report.actions import options
from polling.report.actions.writer_erasure import forget_writers
from polling.survey.actions.showing import release
from polling.workshop.models import Workshop
from polling.workshop.stage_hooks import StageHooks, no_reasons


def _enter(session: Session, workshop: Workshop) -> None:
    forget_writers(session, workshop)
    release(session, workshop)


HOOKS = StageHooks(
    key="closed",
    pages=pages,
    blockers=no_reasons,
    enter=_enter,
    turn=options.turn_screen,
)
