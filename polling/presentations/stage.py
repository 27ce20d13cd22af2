"""The presentations as a stage: groups present, and merges should be settled before it ends."""

from sqlalchemy.orm import Session

from polling.breakouts import actions as breakouts
from polling.breakouts.duplicates import queries as duplicates
from polling.breakouts.duplicates.models import OPEN
from polling.core.i18n import ngettext
from polling.presentations import pages, queries
from polling.workshop.models import Workshop
from polling.workshop.reasons import Reason
from polling.workshop.stage_hooks import StageHooks


def _blockers(session: Session, workshop: Workshop) -> list[Reason]:
    waiting = sum(pair.state in OPEN for pair in duplicates.mergings(session, workshop.id))
    if not waiting:
        return []
    text = ngettext(
        "%(num)s merge waits for its groups; the final vote would begin without it.",
        "%(num)s merges wait for their groups; the final vote would begin without them.",
        waiting,
    )
    return [Reason(text, False)]


def _last_group_presents(session: Session, workshop: Workshop, _reasons: list[Reason]) -> bool:
    groups = queries.order(session, workshop.id)
    slide = queries.slide(session, workshop, groups)
    return not groups or (slide is not None and slide.place == slide.groups)


HOOKS = StageHooks(
    key="presentations",
    pages=pages,
    blockers=_blockers,
    leave=breakouts.end,
    going_on_is_next=_last_group_presents,
)
