"""Votes that are not over yet: open, tied, not revealed, or not begun."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from sqlalchemy.orm import Session

from polling.contests.kinds import FINALISTS, RATING
from polling.contests.models import CLOSED, COUNTED, OPEN, WAITING
from polling.contests.queries import ContestState, states
from polling.core.i18n import _, ngettext
from polling.workshop import queries
from polling.workshop.models import Workshop
from polling.workshop.stage_hooks import About, Reason, reasons_about_any

TIED = "tied"  # an additional state: counted, and the organizers must decide


def unfinished_votes(
    session: Session, workshop: Workshop, *kinds: str, block: bool
) -> list[Reason]:
    """Return what must be settled before a stage with votes of these kinds can end.

    `block` tells whether ties and unrevealed results block the next stage; open votes always do.
    """
    votes = [vote for vote in states(session, workshop.id) if vote.kind in kinds]
    titles = {theme.id: theme.title for theme in queries.themes(session, workshop.id)}
    found: dict[str, dict[About, None]] = defaultdict(dict)
    for vote in votes:
        found[TIED if vote.is_tied else vote.state][_vote(vote, titles)] = None
    found[CLOSED] |= found.pop(COUNTED, {})  # both only need their reveal
    opened, tied, closed, waiting = (tuple(found[one]) for one in (OPEN, TIED, CLOSED, WAITING))
    reasons = reasons_about_any(
        (_opened(len(opened)), True, opened),
        (_unconfirmed(), False, _waiting_for_finalists(votes)),
        (_tied(len(tied)), block, tied),
        (_closed(len(closed)), block, closed),
        (_waiting(len(waiting)), False, waiting),
    )
    return [_naming_none_if_all(reason, sum(map(len, found.values()))) for reason in reasons]


def _waiting_for_finalists(votes: Iterable[ContestState]) -> tuple[About, ...]:
    """Return whether the first of two stages has closed and no finalists are confirmed."""
    found = {(one.kind, one.state) for one in votes if one.kind in {RATING, FINALISTS}}
    between = bool(found) and found <= {(RATING, CLOSED), (RATING, COUNTED)}
    return (About(_("Finalists"), "finalists"),) if between else ()


def _unconfirmed() -> str:
    return _("Confirm the finalists. Otherwise, the second stage cannot begin.")


def _opened(count: int) -> str:
    return ngettext(
        "Close %(num)s open vote.",
        "Close %(num)s open votes.",
        count,
    )


def _tied(count: int) -> str:
    return ngettext(
        "Break %(num)s tie for the last winning place.",
        "Break %(num)s ties for the last winning place.",
        count,
    )


def _closed(count: int) -> str:
    return ngettext(
        "Reveal %(num)s result.",
        "Reveal %(num)s results.",
        count,
    )


def _waiting(count: int) -> str:
    return ngettext("%(num)s vote has not started.", "%(num)s votes have not started.", count)


def _naming_none_if_all(reason: Reason, count: int) -> Reason:
    return replace(reason, about=()) if len(reason.about) == count > 1 else reason


def _vote(vote: ContestState, titles: Mapping[int, str]) -> About:
    if vote.kind == RATING:  # one per issue; all open and close together
        return About(_("First stage"), "first-stage")
    if vote.theme_id is None:
        return About(_("Second stage"), f"contest-{vote.id}")
    return About(titles[vote.theme_id], f"contest-{vote.id}")
