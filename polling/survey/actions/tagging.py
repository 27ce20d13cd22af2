"""Tags that organizers assign to free-text answers."""

from collections.abc import Iterable

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from polling.core.access import Actor
from polling.core.errors import Conflict, NotFound
from polling.core.i18n import _
from polling.core.text import comparison_key
from polling.live import announce
from polling.survey import queries
from polling.survey.forms import NewTag, TagOfAnswer
from polling.survey.models import AnswerTag
from polling.survey.question_types.base import QuestionTally
from polling.workshop.log import record
from polling.workshop.models import Workshop
from polling.workshop.queries import workshop_of
from polling.workshop.settings import Settings


def tag(session: Session, actor: Actor, key: str, new: NewTag) -> None:
    """Tag these answers, except those that have changed since the page was rendered."""
    workshop = workshop_of(session, actor)
    readable = queries.written(_readable(session, workshop, key))
    name = _as_known(new.tag, {tag for one in readable for tag in one.tags})
    chosen = [one for one in readable if one.digest in new.answers]
    if not chosen:
        raise Conflict(_("Tick at least one answer first."))
    for one in chosen:
        session.merge(AnswerTag(workshop_id=workshop.id, question=key, digest=one.digest, tag=name))
    _finish(session, actor, workshop, "answers-tagged", tag=name, count=len(chosen))


def untag(session: Session, actor: Actor, key: str, which: TagOfAnswer) -> None:
    """Remove a tag from an answer."""
    workshop = workshop_of(session, actor)
    row = session.get(AnswerTag, (workshop.id, key, which.digest, which.tag))
    if row is None:
        return
    session.delete(row)
    session.flush()
    _finish(session, actor, workshop, "answer-untagged", tag=which.tag)


def rename(session: Session, actor: Actor, key: str, old: str, new: str) -> None:
    """Rename a tag. If the new name exists, the two tags are merged."""
    workshop = workshop_of(session, actor)
    mine = (AnswerTag.workshop_id == workshop.id, AnswerTag.question == key, AnswerTag.tag == old)
    digests = list(session.scalars(select(AnswerTag.digest).where(*mine)))
    if not digests:
        raise NotFound(_("This item no longer exists."))
    session.execute(delete(AnswerTag).where(*mine))
    for digest in digests:
        session.merge(AnswerTag(workshop_id=workshop.id, question=key, digest=digest, tag=new))
    _finish(session, actor, workshop, "tag-renamed", tag=old, name=new)


def _readable(session: Session, workshop: Workshop, key: str) -> QuestionTally:
    """Return the written answers to a question, if enough people wrote one to publish them."""
    found = {tally.asked.key: tally for tally in queries.tallies(session, workshop)}.get(key)
    if found is None or not found.asked.type.collects_texts:
        raise NotFound(_("This item no longer exists."))
    if found.answered < Settings.model_validate(workshop.settings).smallest_cell:
        raise Conflict(_("That is not possible right now. Reload the page."))
    return found


def _as_known(tag: str, known: Iterable[str]) -> str:
    """Return the existing spelling of a tag, so that capital letters do not create a second one."""
    return next((one for one in known if comparison_key(one) == comparison_key(tag)), tag)


def _finish(
    session: Session, actor: Actor, workshop: Workshop, action: str, **detail: object
) -> None:
    session.flush()
    record(session, actor, action, **detail)
    announce.changed(session, workshop, "answers")
