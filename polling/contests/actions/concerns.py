"""What organizers decide of concerns, and the end of the tie between these and ballots."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from polling.contests.counting.concerns import key_of
from polling.contests.models import Concern, Contest
from polling.core.access import Actor
from polling.core.errors import NotFound
from polling.core.i18n import _
from polling.workshop.log import record


def moderate(session: Session, actor: Actor, contest: Contest, *, key: str, shown: bool) -> None:
    """Show a concern (by `key_of`) with the result and in the report, or leave it out."""
    concerns = [dict(concern) for concern in contest.result.get("concerns", [])]
    meant = [number for number, concern in enumerate(concerns) if key_of(concern) == key]
    if not meant:
        raise NotFound(_("This concern is no longer there."))
    for number in meant:
        concerns[number]["shown"] = shown
    contest.result = contest.result | {"concerns": concerns}
    what = {"contest": contest.id, "number": meant[0] + 1}
    record(session, actor, "concern-admitted" if shown else "concern-left-out", **what)


def erase(session: Session, contest: Contest) -> None:
    """Cut the tie between what was written and how its writer rated."""
    session.execute(delete(Concern).where(Concern.contest_id == contest.id))
