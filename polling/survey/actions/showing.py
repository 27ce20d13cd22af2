"""When answers are seen: on the screen, and by organizers and the report, many at a time.

Somebody who saw the answers before and after one person answered would know what that person said.
So answers are released when the survey closes or the workshop reaches the report, question by
question: a later release needs as many new people who answered the question as the smallest group
that is shown. Changed answers do not count as new: they replace others, so the only answer more
would be that of the only new person. They are released once as many people have changed theirs;
until then, the old ones stay. Answers that were released stay released: later settings do not make
them a first release again.
"""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy.orm import Session

from polling.core.access import Actor
from polling.core.errors import Conflict
from polling.core.i18n import _
from polling.live import announce
from polling.privacy.sector_pools import SMALLEST
from polling.screen import actions as screen
from polling.screen import state
from polling.screen.actions import Go
from polling.survey import queries as survey
from polling.survey.models import SurveyResponse
from polling.survey.on_screen import on_screen, question, showable
from polling.survey.question_types.base import QuestionView
from polling.survey.questionnaire import asked
from polling.workshop import queries
from polling.workshop.models import Workshop
from polling.workshop.settings import Settings


def show(session: Session, actor: Actor, key: str) -> None:
    """Put the answers to a question on the screen.

    Raises:
        Conflict: the survey is open, or too few people have answered the question.
    """
    workshop = queries.workshop_of(session, actor)
    if key not in [one.asked.key for one in showable(session, workshop)]:
        raise Conflict(_("That is not possible right now. Reload the page."))
    state.put(workshop, "survey", question=key)
    announce.changed(session, workshop, "slide")


def hide(session: Session, actor: Actor) -> None:
    """Take the answers off the screen."""
    workshop = queries.workshop_of(session, actor)
    state.clear(workshop, question=None)
    announce.changed(session, workshop, "slide")


def turn(session: Session, actor: Actor, workshop: Workshop, go: Go) -> bool:
    """Turn to the next page of the answers, or from the last page to the next question."""
    if screen.turn_list(on_screen)(session, actor, workshop, go):
        return True
    shown = question(session, workshop)
    keys = [one.asked.key for one in showable(session, workshop)]
    if shown is None or go not in {"next", "back"}:
        return False
    at = keys.index(shown.asked.key) + (1 if go == "next" else -1)
    if not 0 <= at < len(keys):
        return False
    state.put(workshop, "survey", question=keys[at])
    announce.changed(session, workshop, "slide")
    return True


def release(session: Session, workshop: Workshop) -> None:
    """Show the answers since the last release, unless too few people are new or changed theirs.

    If fewer than `SMALLEST` were released, by a version that released few, no question ever showed
    any, so all can be released together.
    """
    responses = survey.responses(session, workshop.id)
    smallest = Settings.model_validate(workshop.settings).smallest_cell
    new = [one for one in responses if one.shown is None]
    if len(responses) - len(new) < SMALLEST:
        new = responses
        for one in responses:
            one.shown = None
    known = (
        responses if len(new) >= smallest else [one for one in responses if one.shown is not None]
    )
    for view in asked(workshop):
        for one in _to_release(view, known, smallest):
            said = {view.key: one.answers[view.key]} if view.key in one.answers else {}
            others = {key: value for key, value in (one.shown or {}).items() if key != view.key}
            one.shown = others | said
    session.flush()


def _to_release(
    view: QuestionView, responses: Sequence[SurveyResponse], smallest: int
) -> list[SurveyResponse]:
    """Return the people whose answer to a question is released, one of many new or changed ones."""
    key = view.key
    before = [one for one in responses if key in (one.shown or {})]
    new = [one for one in responses if key in one.answers and key not in (one.shown or {})]
    changed = [one for one in before if one.answers.get(key) != (one.shown or {})[key]]
    if len(before) < SMALLEST:
        return [*new, *changed]
    many = [
        some
        for some in (new, changed)
        if len(some) >= smallest and not _rates_one_rarely(view, before, some, smallest)
    ]
    return [one for some in many for one in some]


def _rates_one_rarely(
    view: QuestionView,
    before: Sequence[SurveyResponse],
    those: Sequence[SurveyResponse],
    smallest: int,
) -> bool:
    """Return whether few of those people rated an option of which marks may be shown already."""
    if not view.type.suppresses_options:
        return False
    shown = Counter(option for one in before for option in (one.shown or {})[view.key])
    more = Counter(option for one in those for option in _rated_anew(one, view.key))
    return any(number < smallest and shown[option] >= SMALLEST for option, number in more.items())


def _rated_anew(one: SurveyResponse, key: str) -> list[str]:
    """Return the options whose mark a person has given, changed or taken back."""
    shown, given = (one.shown or {}).get(key, {}), one.answers.get(key, {})
    return [option for option in {**shown, **given} if shown.get(option) != given.get(option)]
