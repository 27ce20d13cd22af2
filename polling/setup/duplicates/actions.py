"""Actions for similar issues."""

from sqlalchemy.orm import Session

from polling.core.access import Actor
from polling.core.errors import Conflict
from polling.core.i18n import _
from polling.duplicates.pairs import in_order
from polling.setup.actions.common import finish
from polling.workshop.models import DismissedDuplicate
from polling.workshop.queries import issue as issue_of
from polling.workshop.queries import workshop_of


def keep_apart(session: Session, actor: Actor, one: int, other: int) -> None:
    """Mark two issues as different."""
    workshop_of(session, actor)
    first, second = (issue_of(session, actor.workshop_id, id_) for id_ in in_order(one, other))
    if first is second:
        raise Conflict(_("That is not possible right now. Reload the page."))
    session.merge(DismissedDuplicate(first_id=first.id, second_id=second.id))
    finish(session, actor, "issues-apart", issues=[first.headline, second.headline])
