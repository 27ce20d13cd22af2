"""Contests and their turnout. Nothing here reads a single ballot's choices with its voter."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from polling.contests.models import OPEN, RATING, WAITING, Asked, Contest, Paper, Turnout
from polling.db import reading
from polling.errors import NotFound
from polling.i18n import _
from polling.live.messages import Counted
from polling.people import queries as people
from polling.people.models import Participant
from polling.voting.ballots import BallotKind
from polling.voting.rules import RULES
from polling.workshop.models import Workshop


@dataclass(frozen=True)
class Frame:
    """What is frozen once a contest has opened, and all that checking a ballot needs."""

    workshop_id: int
    kind: BallotKind
    options: frozenset[int]
    most: int
    authors: dict[int, frozenset[int]]  # recommendation id → the groups that may not vote on it
    priorities: int | None  # of a rating: how many options may be called a priority


_frames: dict[str, Frame] = {}


def frame(contest_id: str) -> Frame:
    """The frame of a contest that has opened, read once in the life of the process."""
    if contest_id not in _frames:
        with reading() as session:
            contest = session.get(Contest, contest_id)
            if contest is None or contest.state == WAITING:
                raise NotFound(_("This vote has not opened yet."))
            _frames[contest_id] = frame_of(contest)
    return _frames[contest_id]


def forget_frames() -> None:
    """Read every frame again (after a contest is prepared anew, and between tests)."""
    _frames.clear()


def frame_of(contest: Contest) -> Frame:
    """All that checking a ballot in this contest needs."""
    return Frame(
        workshop_id=contest.workshop_id,
        kind=RULES[contest.rule["rule"]].ballot_kind,
        options=frozenset(contest.options),
        most=contest.rule.get("most") or len(contest.options),
        authors=authors(contest),
        priorities=contest.rule["priorities"] if contest.kind == RATING else None,
    )


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
    chosen = select(Paper.contest_id, Paper.number).where(Paper.contest_id.in_(ids))
    for contest_id, number in session.execute(chosen.order_by(Paper.number)):
        found[contest_id].append(number)
    return found


def has_voted(session: Session, contest_ids: Iterable[str], participant_id: int) -> set[str]:
    """The contests in which this participant has voted."""
    mine = Turnout.participant_id == participant_id
    chosen = select(Turnout.contest_id).where(mine, Turnout.contest_id.in_(list(contest_ids)))
    return set(session.scalars(chosen))


def electorate(session: Session, contest: Contest) -> int:
    """How many of those present have something to vote on in this contest."""
    return session.scalar(select(func.count()).where(_may_vote(contest))) or 0


def voters(session: Session, contest: Contest) -> list[dict[str, str]]:
    """What those who may vote in this contest said of themselves, one entry each."""
    return list(session.scalars(select(Participant.attributes).where(_roll(contest))))


def _roll(contest: Contest) -> ColumnElement[bool]:
    """Everybody present; of a contest that asks a part of the room, those it asks."""
    here = and_(Participant.workshop_id == contest.workshop_id, Participant.removed.is_(False))
    if contest.kind != RATING:
        return here
    chosen = select(Asked.participant_id).where(Asked.contest_id == contest.id)
    return and_(here, Participant.id.in_(chosen))


def _may_vote(contest: Contest) -> ColumnElement[bool]:
    here, barred = _roll(contest), shut_out(contest)
    if not barred:
        return here
    return and_(here, or_(Participant.group_id.is_(None), Participant.group_id.not_in(barred)))


def is_asked(contest_id: str, participant_id: int) -> bool:
    """Whether somebody is asked in a contest that asks a part of the room."""
    with reading() as session:
        return session.get(Asked, (contest_id, participant_id)) is not None


def asked(
    session: Session, contest_ids: Iterable[str], voter: int | None = None
) -> dict[int, list[str]]:
    """{participant id: the contests, of these, in which they are asked, in their order}.

    Of one `voter` only, if one is named.
    """
    found: dict[int, list[str]] = {}
    chosen = select(Asked.participant_id, Asked.contest_id).order_by(Asked.place)
    chosen = chosen.where(Asked.contest_id.in_(list(contest_ids)))
    if voter is not None:
        chosen = chosen.where(Asked.participant_id == voter)
    for person, contest_id in session.execute(chosen):
        found.setdefault(person, []).append(contest_id)
    return found


def authors(contest: Contest) -> dict[int, frozenset[int]]:
    """{recommendation id: the groups that wrote it, together if merged, and may not vote on it}."""
    further = contest.rule.get("co_authors", {})
    return {
        int(option): frozenset([group, *further.get(option, ())])
        for option, group in contest.rule.get("authors", {}).items()
    }


def shut_out(contest: Contest) -> frozenset[int]:
    """The groups that had a part in every option, and so have nothing to vote on."""
    of_option = authors(contest)
    written_by = [of_option.get(option, frozenset()) for option in contest.options]
    return frozenset.intersection(*written_by) if written_by else frozenset()


def able_to_choose(session: Session, contest: Contest) -> dict[int, int]:
    """{option: how many of those who voted could vote for it, not being of its groups}.

    Nobody knows the groups of those who voted on paper: they count as being of no group.
    """
    chosen = select(Participant.group_id, func.count()).join(
        Turnout, Turnout.participant_id == Participant.id
    )
    chosen = chosen.where(Turnout.contest_id == contest.id).group_by(Participant.group_id)
    voters = dict(session.execute(chosen).all())
    on_paper = len(papers(session, [contest.id])[contest.id])
    all_voters, written_by = sum(voters.values()) + on_paper, authors(contest)
    return {
        option: all_voters - sum(voters.get(group, 0) for group in written_by.get(option, ()))
        for option in contest.options
    }


def turnout_by(
    session: Session, contest: Contest, pooled: dict[str, Any] | None = None
) -> list[dict[str, Any]]:
    """[{"sector", "voted", "present"}] by the contest's pooled sectors, largest first.

    Or by whatever else was `pooled`, see `polling.contests.pooling`.
    """
    pooled = contest.pools if pooled is None else pooled
    attribute, of = pooled.get("attribute"), pooled.get("of", {})
    if not attribute:
        return []
    people = select(Participant.id, Participant.attributes).where(_may_vote(contest))
    chosen = select(Turnout.participant_id).where(Turnout.contest_id == contest.id)
    voters = set(session.scalars(chosen))
    rows: dict[str, dict[str, Any]] = {}
    for person_id, attributes in session.execute(people):
        sector = of.get(attributes.get(attribute, ""), pooled.get("other", ""))
        row = rows.setdefault(sector, {"sector": sector, "voted": 0, "present": 0})
        row["present"] += 1
        row["voted"] += person_id in voters
    return sorted(rows.values(), key=lambda row: (-row["present"], row["sector"]))


def sectors(session: Session, contest: Contest) -> list[dict[str, Any]]:
    """The turnout by sector: while the contest is open as it is, afterwards as it was."""
    if contest.state == OPEN:
        return turnout_by(session, contest)
    stored: list[dict[str, Any]] = contest.result.get("sectors", [])
    return stored


def counted(workshop_id: int) -> Counted:
    """The turnout of the workshop's open contests, as screens and consoles hear it."""
    with reading() as session:
        chosen = select(Contest.id).where(Contest.workshop_id == workshop_id, Contest.state == OPEN)
        open_now = list(session.scalars(chosen))
        return Counted(voted=voted(session, open_now), present=people.present(session, workshop_id))


def workshop_of(session: Session, contest: Contest) -> Workshop:
    """The workshop of a contest."""
    return session.get_one(Workshop, contest.workshop_id)
