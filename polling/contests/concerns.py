"""Concerns: why somebody objects to an option. An organizer reads them before anybody else does.

Until the reveal a concern lies under its ballot's key, so that it can be changed with the ballot.
The result holds the words alone, in an order that says nothing of who wrote them or when.
"""

from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from polling.access import Actor
from polling.contests.models import RATING, Concern, Contest
from polling.errors import NotFound
from polling.i18n import _
from polling.workshop.log import record


def collected(session: Session, contest: Contest) -> dict[str, Any]:
    """{"concerns": [{"option", "text", "shown"}]} for a rating's result; no other contest has any.

    `shown` is None until somebody has decided.
    """
    if contest.kind != RATING:
        return {}
    chosen = select(Concern.option, Concern.text).where(Concern.contest_id == contest.id)
    rows = session.execute(chosen.order_by(Concern.option, Concern.text))
    said = [{"option": option, "text": text, "shown": None} for option, text in rows]
    return {"concerns": said}


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


def admitted(result: dict[str, Any]) -> list[dict[str, Any]]:
    """The concerns of a result that everybody may read."""
    return [concern for concern in result.get("concerns", []) if concern["shown"]]
