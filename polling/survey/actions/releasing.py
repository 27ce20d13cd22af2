"""When organizers and the report see answers: many at a time.

Somebody who saw the answers before and after one person answered would know what that person said.
So answers are released when the survey closes or the workshop reaches the report, and a later
release has at least as many new or changed answers as the smallest group that is shown.
"""

from sqlalchemy.orm import Session

from polling.survey import queries
from polling.workshop.models import Workshop
from polling.workshop.settings import Settings


def release(session: Session, workshop: Workshop) -> None:
    """Show the answers since the last release, unless they come from too few people.

    As long as fewer answers are shown than the smallest group has, no question shows any, so all
    can be released together.
    """
    responses = queries.responses(session, workshop.id)
    smallest = Settings.model_validate(workshop.settings).smallest_cell
    shown = sum(one.shown is not None for one in responses)
    if shown < smallest or queries.waiting(session, workshop.id) >= smallest:
        for one in responses:
            one.shown = one.answers
        session.flush()
