"""What organizers decide of concerns, and the end of the tie between these and ballots."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from polling.access import Actor
from polling.contests.models import Concern, Contest
from polling.errors import NotFound
from polling.i18n import _
from polling.workshop.log import record


def moderate(session: Session, actor: Actor, contest: Contest, *, number: int, shown: bool) -> None:
    """Show a concern with the result and in the report, or leave it out."""
    concerns = [dict(concern) for concern in contest.result.get("concerns", [])]
    if not 0 <= number < len(concerns):
        raise NotFound(_("This concern is no longer there."))
    concerns[number]["shown"] = shown
    contest.result = contest.result | {"concerns": concerns}
    what = {"contest": contest.id, "number": number + 1}
    record(session, actor, "concern-admitted" if shown else "concern-left-out", **what)


def erase(session: Session, contest: Contest) -> None:
    """Cut the tie between what was written and how its writer rated."""
    session.execute(delete(Concern).where(Concern.contest_id == contest.id))
