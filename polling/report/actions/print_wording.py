"""Editing a recommendation for print after the vote; its group agrees or declines."""

from dataclasses import replace

from sqlalchemy.orm import Session

from polling import stages
from polling.breakouts.models import Group
from polling.core.access import Actor, Role
from polling.core.edit_conflicts import merged, require_unchanged
from polling.core.errors import Conflict, NotAllowed
from polling.core.i18n import _
from polling.live import announce
from polling.recommendations.models import Recommendation
from polling.recommendations.sentence import sentence, sentence_digest
from polling.recommendations.wording import PrintWording
from polling.report import queries
from polling.report.forms import Answer, Reworded
from polling.report.writing.print_wording import (
    EDITED_FROM,
    edited_wording,
    print_edit,
    shown_parts,
)
from polling.workshop.log import record
from polling.workshop.models import Workshop
from polling.workshop.queries import workshop_of


def edit(session: Session, actor: Actor, recommendation_id: int, words: Reworded) -> None:
    """Edit its sentence for print, which erases the group's answer to an earlier edit.

    Raises:
        EditConflict: another organizer has changed the same part of the sentence.
    """
    workshop, chosen = _chosen(session, actor, recommendation_id)
    if not stages.has_reached(workshop.stage, EDITED_FROM):
        raise Conflict(
            _(
                "You can edit a recommendation for the report after the final vote. Its group "
                "can edit it until voting begins."
            )
        )
    edit = PrintWording(**merged(shown_parts(chosen), words.values(), words.seen))
    edited, before = edit.over(chosen.wording), edited_wording(chosen)
    if before and sentence(edited) == sentence(before):
        return
    is_new = sentence(edited) != sentence(chosen)
    chosen.print_wording = edit.model_dump() if is_new else None
    record(session, actor, "wording-edited", text=sentence(chosen), now=sentence(edited))
    announce.changed(session, workshop, "report")


def withdraw(session: Session, actor: Actor, recommendation_id: int, seen: str) -> None:
    """Print the voted wording again, instead of the edit that the organizer has seen."""
    workshop, chosen = _chosen(session, actor, recommendation_id)
    if chosen.print_wording is not None:
        require_unchanged(shown_parts(chosen), seen)
        chosen.print_wording = None
        record(session, actor, "wording-withdrawn", text=sentence(chosen))
        announce.changed(session, workshop, "report")


def answer(session: Session, actor: Actor, recommendation_id: int, given: Answer) -> None:
    """Store the group's answer to the edited wording, from any device that may answer for it."""
    workshop, chosen = _chosen(session, actor, recommendation_id)
    if actor.group_id is None or chosen.group_id != actor.group_id:
        raise NotAllowed(_("You can only change your own group’s work."))
    edit, edited = print_edit(chosen), edited_wording(chosen)
    if edit is None or edited is None or sentence_digest(edited) != given.meant:
        raise Conflict(_("The text has just changed. Read it again, then answer."))
    if edit.agreed is given.agrees:
        return
    answered_by = "facilitator" if actor.role is Role.FACILITATOR else "member"
    answered = edit.model_copy(update={"agreed": given.agrees, "answered_by": answered_by})
    chosen.print_wording = answered.model_dump()
    said = "wording-agreed" if given.agrees else "wording-declined"
    group = session.get_one(Group, actor.group_id)
    speaker = replace(actor, label=f"group {group.number}")  # not which member
    record(session, speaker, said, text=sentence(edited))
    announce.changed(session, workshop, "report")


def _chosen(
    session: Session, actor: Actor, recommendation_id: int
) -> tuple[Workshop, Recommendation]:
    workshop = workshop_of(session, actor)
    return workshop, queries.recommendation(session, workshop, recommendation_id)
