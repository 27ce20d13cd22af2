"""Erase who wrote, marked and answered what, when the workshop is closed."""

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from polling.breakouts.duplicates.models import MergeAnswer
from polling.breakouts.models import Group, Idea, SeatingRule
from polling.breakouts.read_back.queries import agreements, as_it_came
from polling.contests.secure_deletion import sweep_soon
from polling.core.db import on_commit
from polling.presentations.models import Comment
from polling.recommendations.models import AgreementMark, Recommendation
from polling.workshop.models import Workshop


def forget_writers(session: Session, workshop: Workshop) -> None:
    """Remove the links from texts to their authors, and keep the texts.

    Marks of agreement become counts and reasons for each recommendation, as in a workshop file. If
    only earlier wordings were marked, it has no agreement, not that of an older file.
    Answers to settled mergers and seating rules are deleted.
    """
    groups = select(Group.id).where(Group.workshop_id == workshop.id)
    written = select(Recommendation.id).where(Recommendation.group_id.in_(groups))
    found = agreements(session, workshop.id)
    marked = select(AgreementMark.recommendation_id).where(
        AgreementMark.recommendation_id.in_(written)
    )
    for chosen in {*found, *session.scalars(marked)}:
        recommendation = session.get_one(Recommendation, chosen)
        recommendation.imported_agreement = (
            as_it_came(recommendation, found[chosen]) if chosen in found else None
        )
    session.flush()
    session.execute(delete(AgreementMark).where(AgreementMark.recommendation_id.in_(written)))
    session.execute(
        update(Comment).where(Comment.recommendation_id.in_(written)).values(participant_id=None)
    )
    session.execute(update(Idea).where(Idea.group_id.in_(groups)).values(participant_id=None))
    session.execute(
        delete(MergeAnswer).where(
            MergeAnswer.group_id.in_(groups), MergeAnswer.participant_id.is_not(None)
        )
    )
    session.execute(delete(SeatingRule).where(SeatingRule.workshop_id == workshop.id))
    on_commit(session, sweep_soon)  # until then, erased data remains readable in free pages
