"""Contests and how many have voted in them. Nothing here reads a ballot."""

from collections.abc import Iterable

from sqlalchemy import Exists, SQLColumnExpression, exists, func, select
from sqlalchemy.orm import Session

from polling.contests.models import OPEN, RATING, REVEALED, WAITING, Contest, PaperBallot, Turnout
from polling.contests.progress import progress
from polling.core.db import reading
from polling.core.errors import NotFound
from polling.core.i18n import _
from polling.live.messages import Counted
from polling.workshop.models import Workshop


def contest(session: Session, workshop_id: int, contest_id: str, *kinds: str) -> Contest:
    """One contest of this workshop, of one of these kinds: what one may do to it depends on it."""
    found = session.get(Contest, contest_id)
    if found is None or found.workshop_id != workshop_id or found.kind not in kinds:
        raise NotFound(_("This vote is no longer there."))
    return found


def contests(session: Session, workshop_id: int, kind: str) -> list[Contest]:
    """The contests of one kind, in order."""
    chosen = select(Contest).where(Contest.workshop_id == workshop_id, Contest.kind == kind)
    return list(session.scalars(chosen.order_by(Contest.position, Contest.id)))


def have_begun(session: Session, workshop_id: int, *kinds: str) -> bool:
    """Whether any contest of these kinds has opened. Their results, which are long, stay unread."""
    return bool(session.scalar(select(begun(workshop_id, *kinds))))


def begun(workshop_id: int | SQLColumnExpression[int], *kinds: str) -> Exists:
    """The same as a condition, of the workshop with this id."""
    of_them = Contest.workshop_id == workshop_id, Contest.kind.in_(kinds)
    return exists().where(*of_them, Contest.state != WAITING)


def are_under_way(session: Session, workshop_id: int, *kinds: str) -> bool:
    """Whether any contest of these kinds has opened and is not revealed yet."""
    of_them = Contest.workshop_id == workshop_id, Contest.kind.in_(kinds)
    chosen = exists().where(*of_them, Contest.state.not_in((WAITING, REVEALED)))
    return bool(session.scalar(select(chosen)))


def voted(session: Session, contest_ids: Iterable[str]) -> dict[str, int]:
    """How many have voted, by contest id."""
    ids = list(contest_ids)
    chosen = select(Turnout.contest_id, func.count()).where(Turnout.contest_id.in_(ids))
    counts = dict(session.execute(chosen.group_by(Turnout.contest_id)).all())
    return {contest_id: counts.get(contest_id, 0) for contest_id in ids}


def papers(session: Session, contest_ids: Iterable[str]) -> dict[str, list[int]]:
    """The numbers of the ballots that were entered from paper, by contest id."""
    ids = list(contest_ids)
    found: dict[str, list[int]] = {contest_id: [] for contest_id in ids}
    chosen = select(PaperBallot.contest_id, PaperBallot.number).where(
        PaperBallot.contest_id.in_(ids)
    )
    for contest_id, number in session.execute(chosen.order_by(PaperBallot.number)):
        found[contest_id].append(number)
    return found


def has_voted(session: Session, contest_ids: Iterable[str], participant_id: int) -> set[str]:
    """The contests in which this participant has voted."""
    mine = Turnout.participant_id == participant_id
    chosen = select(Turnout.contest_id).where(mine, Turnout.contest_id.in_(list(contest_ids)))
    return set(session.scalars(chosen))


def counted(workshop_id: int) -> Counted:
    """The turnout of the workshop's open contests, as screens and consoles hear it."""
    with reading() as session:
        here = Contest.workshop_id == workshop_id, Contest.state == OPEN
        kinds = dict(session.execute(select(Contest.id, Contest.kind).where(*here)).all())
        rated = progress(session, [one for one, kind in kinds.items() if kind == RATING])
        return Counted(
            voted=voted(session, kinds),
            begun=rated.begun,
            done=rated.done,
        )


def workshop_of(session: Session, contest: Contest) -> Workshop:
    """The workshop of a contest."""
    return session.get_one(Workshop, contest.workshop_id)
