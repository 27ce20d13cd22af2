"""Votes that are not over yet: open, tied, without their reveal, or not even begun."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from polling.contests.models import CLOSED, COUNTED, FINALISTS, OPEN, RATING, WAITING, Contest
from polling.core.i18n import _, ngettext
from polling.workshop import queries
from polling.workshop.models import Workshop
from polling.workshop.reasons import About, Reason, where_there_are_any

TIED = "tied"  # besides the states: counted, and for the organizers to decide


def unfinished_votes(
    session: Session, workshop: Workshop, *kinds: str, block: bool
) -> list[Reason]:
    """What to settle before a stage with votes of these kinds ends.

    `block` says whether ties and results that are not revealed forbid going on; open votes always
    do.
    """
    votes = select(Contest).where(Contest.workshop_id == workshop.id, Contest.kind.in_(kinds))
    titles = {theme.id: theme.title for theme in queries.themes(session, workshop.id)}
    found: dict[str, dict[About, None]] = defaultdict(dict)
    for vote in session.scalars(votes.order_by(Contest.position)):
        found[TIED if vote.is_tied else vote.state][_vote(vote, titles)] = None
    found[CLOSED] |= found.pop(COUNTED, {})  # their reveal is all that is left to do as well
    opened, tied, closed, waiting = (tuple(found[one]) for one in (OPEN, TIED, CLOSED, WAITING))
    reasons = where_there_are_any(
        (_opened(len(opened)), True, opened),
        (_unconfirmed(), False, _waiting_for_finalists(session, workshop, kinds)),
        (_tied(len(tied)), block, tied),
        (_closed(len(closed)), block, closed),
        (_waiting(len(waiting)), False, waiting),
    )
    return [_naming_none_if_all(reason, sum(map(len, found.values()))) for reason in reasons]


def _waiting_for_finalists(
    session: Session, workshop: Workshop, kinds: Collection[str]
) -> tuple[About, ...]:
    """Between two stages: the first has closed, and no finalists are confirmed."""
    chosen = select(Contest.kind, Contest.state).where(
        Contest.workshop_id == workshop.id, Contest.kind.in_({RATING, FINALISTS} & {*kinds})
    )
    found = {tuple(one) for one in session.execute(chosen)}
    between = bool(found) and found <= {(RATING, CLOSED), (RATING, COUNTED)}
    return (About(_("Finalists"), "finalists"),) if between else ()


def _unconfirmed() -> str:
    return _("The finalists wait for you to confirm them; without that there is no second stage.")


def _opened(count: int) -> str:
    return ngettext(
        "%(num)s vote is still open. Close it first.",
        "%(num)s votes are still open. Close them first.",
        count,
    )


def _tied(count: int) -> str:
    return ngettext(
        "%(num)s result is tied at the cut and waits for your decision.",
        "%(num)s results are tied at the cut and wait for your decision.",
        count,
    )


def _closed(count: int) -> str:
    return ngettext(
        "%(num)s result has not been revealed yet.",
        "%(num)s results have not been revealed yet.",
        count,
    )


def _waiting(count: int) -> str:
    return ngettext(
        "%(num)s vote has not been opened.", "%(num)s votes have not been opened.", count
    )


def _naming_none_if_all(reason: Reason, count: int) -> Reason:
    return replace(reason, about=()) if len(reason.about) == count > 1 else reason


def _vote(vote: Contest, titles: Mapping[int, str]) -> About:
    if vote.kind == RATING:  # one for each issue, which all open and close together
        return About(_("First stage"), "first-stage")
    if vote.theme_id is None:
        return About(_("Second stage"), f"contest-{vote.id}")
    return About(titles[vote.theme_id], f"contest-{vote.id}")
