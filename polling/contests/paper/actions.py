"""Paper ballots, for people without a phone: an organizer enters them into the same tally.

Each ballot is entered with its printed number, logged without its choices, and not included in the
turnout. It can be withdrawn until the close, which erases the link between number and ballot.
"""

import secrets
from collections.abc import Sequence

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from polling.contests.casting.receipts import canonical, digest, paper_key
from polling.contests.models import OPEN, Ballot, Contest, PaperBallot
from polling.contests.paper.forms import Entry, choices_of
from polling.contests.queries import PAPER_WITHDRAWN, has_run_out
from polling.core.access import Actor
from polling.core.errors import Conflict, NotFound
from polling.core.i18n import _
from polling.live import announce
from polling.workshop.log import record
from polling.workshop.queries import by_id


def enter(
    session: Session,
    secret: str,
    actor: Actor,
    contest: Contest,
    entry: Entry,
) -> str:
    """Count a paper ballot; returns its receipt, which is not stored."""
    _require_open(session, contest)
    require_new(session, contest, entry.number)
    receipt, text = secrets.token_hex(16), canonical(choices_of(entry, contest))
    key = paper_key(secret, contest.id, receipt)
    line = digest(contest.id, receipt, text)
    session.add(Ballot(contest_id=contest.id, key=key, revision=1, choices=text, digest=line))
    session.add(PaperBallot(contest_id=contest.id, number=entry.number, key=key))
    _log_and_announce(session, actor, contest, "paper-entered", entry.number)
    return receipt


def withdraw(session: Session, actor: Actor, contest: Contest, *, number: int) -> None:
    """Delete a paper ballot."""
    _require_open(session, contest)
    paper = session.get(PaperBallot, (contest.id, number))
    if paper is None:
        raise NotFound(_("Paper ballot %(number)s has not been entered.", number=number))
    if paper.key is None:
        raise Conflict(
            _(
                "Voting has closed. Paper ballot %(number)s can no longer be withdrawn.",
                number=number,
            )
        )
    mine = (Ballot.contest_id == contest.id, Ballot.key == paper.key)
    session.execute(delete(Ballot).where(*mine))
    session.delete(paper)
    _log_and_announce(session, actor, contest, PAPER_WITHDRAWN, number)


def part_from_numbers(session: Session, contest_ids: Sequence[str]) -> None:
    """Erase the links between numbers and ballots."""
    session.execute(
        update(PaperBallot).where(PaperBallot.contest_id.in_(contest_ids)).values(key=None)
    )


def _require_open(session: Session, contest: Contest) -> None:
    if contest.state != OPEN or has_run_out(session, contest):
        raise Conflict(_("Paper ballots can be entered only while voting is open."))


def require_new(session: Session, contest: Contest, number: int) -> None:
    """Refuse a number that was entered before."""
    if session.get(PaperBallot, (contest.id, number)):
        raise Conflict(
            _(
                "Paper ballot %(number)s has already been entered. To correct it, "
                "withdraw it first.",
                number=number,
            )
        )


def _log_and_announce(
    session: Session, actor: Actor, contest: Contest, action: str, number: int
) -> None:
    record(session, actor, action, contest=contest.id, number=number)
    announce.changed(session, by_id(session, contest.workshop_id), "paper")
