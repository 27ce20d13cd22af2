"""The electorate of a contest: who is asked, who may vote on what, and who has voted.

Nothing here reads a ballot.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from polling.contests import queries
from polling.contests.models import RATING, BallotAssignment, Contest, PaperBallot, Turnout
from polling.core.db import reading
from polling.people.models import Participant
from polling.privacy.pools import pool_of


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


def size(session: Session, contest: Contest) -> int:
    """How many have something to vote on in this contest."""
    return session.scalar(select(func.count()).where(_may_vote(contest))) or 0


def newest(session: Session, contest: Contest) -> int:
    """The highest id of a participant: who comes now gets a higher one. (Numbers are of badges.)"""
    ids = select(func.max(Participant.id)).where(Participant.workshop_id == contest.workshop_id)
    return session.scalar(ids) or 0


def came_later(session: Session, contest: Contest) -> int:
    """How many of those who can vote were not there yet when the contest first opened."""
    since = contest.pools.get("newest")
    if since is None:
        return 0
    later = and_(_may_vote(contest), Participant.id > since)
    return session.scalar(select(func.count()).where(later)) or 0


def barred(session: Session, contest: Contest) -> int:
    """How many of those present have nothing to vote on: their groups wrote all of it."""
    groups = Participant.group_id.in_(shut_out(contest))
    return session.scalar(select(func.count()).where(_roll(contest), groups)) or 0


def voters(session: Session, contest: Contest) -> list[dict[str, str]]:
    """What those who may vote in this contest said of themselves, one entry each."""
    return list(session.scalars(select(Participant.attributes).where(_roll(contest))))


def _here(contest: Contest) -> ColumnElement[bool]:
    """Everybody present, and who has voted and was removed since: their ballot is counted."""
    voted = select(Turnout.participant_id).where(Turnout.contest_id == contest.id)
    stands = or_(Participant.removed.is_(False), Participant.id.in_(voted))
    return and_(Participant.workshop_id == contest.workshop_id, stands)


def _roll(contest: Contest) -> ColumnElement[bool]:
    """Everybody here; of a contest that asks a part of the room, those it asks."""
    here = _here(contest)
    if contest.kind != RATING:
        return here
    chosen = select(BallotAssignment.participant_id).where(
        BallotAssignment.contest_id == contest.id
    )
    return and_(here, Participant.id.in_(chosen))


def _may_vote(contest: Contest) -> ColumnElement[bool]:
    here, barred = _roll(contest), shut_out(contest)
    if not barred:
        return here
    return and_(here, or_(Participant.group_id.is_(None), Participant.group_id.not_in(barred)))


def is_asked(contest_id: str, participant_id: int) -> bool:
    """Whether somebody is asked in a contest that asks a part of the room."""
    with reading() as session:
        return session.get(BallotAssignment, (contest_id, participant_id)) is not None


def asked(
    session: Session, contest_ids: Iterable[str], voter: int | None = None
) -> dict[int, list[str]]:
    """{participant id: the contests, of these, in which they are asked, in their order}.

    Of one `voter` only, if one is named.
    """
    found: dict[int, list[str]] = {}
    chosen = select(BallotAssignment.participant_id, BallotAssignment.contest_id).order_by(
        BallotAssignment.position
    )
    chosen = chosen.where(BallotAssignment.contest_id.in_(list(contest_ids)))
    if voter is not None:
        chosen = chosen.where(BallotAssignment.participant_id == voter)
    for person, contest_id in session.execute(chosen):
        found.setdefault(person, []).append(contest_id)
    return found


def able_to_choose(session: Session, contest: Contest) -> dict[int, int]:
    """{option: how many of those who voted could vote for it, not being of its groups}.

    Nobody knows the groups of those who voted on paper: they count as being of no group.
    """
    return in_all(able_by_sector(session, contest), contest)


def could_choose(session: Session, contest: Contest) -> dict[int, int]:
    """{option: how many of the whole room may vote on it, asked or not}.

    Those who voted on paper, in any contest of this kind, count as being of no group.
    """
    here = select(Participant.group_id).where(_here(contest))
    of_group = Counter(session.scalars(here))
    of_group[None] += _on_paper(session, contest)
    written_by = authors(contest)
    return {
        option: sum(
            people for group, people in of_group.items() if group not in written_by.get(option, ())
        )
        for option in contest.options
    }


def _on_paper(session: Session, contest: Contest) -> int:
    """How many ballots came on paper: one has a number, which is the same in several contests."""
    of_kind = Contest.workshop_id == contest.workshop_id, Contest.kind == contest.kind
    chosen = select(func.count(PaperBallot.number.distinct())).join(Contest).where(*of_kind)
    return session.scalar(chosen) or 0


def in_all(by_sector: Mapping[str, Mapping[int, int]], contest: Contest) -> dict[int, int]:
    """Of all sectors together."""
    parts = by_sector.values()
    return {option: sum(part[option] for part in parts) for option in contest.options}


def able_by_sector(session: Session, contest: Contest) -> dict[str, dict[int, int]]:
    """The same of each pooled sector: {sector: {option: how many}}. Paper is of no sector, ""."""
    chosen = select(Participant.group_id, Participant.attributes).join(
        Turnout, Turnout.participant_id == Participant.id
    )
    voters = session.execute(chosen.where(Turnout.contest_id == contest.id)).all()
    of_voters = Counter((pool_of(contest.pools, said), group) for group, said in voters)
    of_voters["", None] += len(queries.papers(session, [contest.id])[contest.id])
    able = {sector: dict.fromkeys(contest.options, 0) for sector, _ in of_voters}
    written_by = authors(contest)
    for (sector, group), people in of_voters.items():
        for option in contest.options:
            able[sector][option] += people if group not in written_by.get(option, ()) else 0
    return able


def turnout_by(
    session: Session, contest: Contest, pooled: dict[str, Any] | None = None
) -> list[dict[str, Any]]:
    """[{"sector", "voted", "present"}] by the contest's pooled sectors, largest first.

    Or by whatever else was `pooled`, see `polling.privacy.pools`.
    """
    pooled = contest.pools if pooled is None else pooled
    if not pooled.get("attribute"):
        return []
    people = select(Participant.id, Participant.attributes).where(_may_vote(contest))
    chosen = select(Turnout.participant_id).where(Turnout.contest_id == contest.id)
    voters = set(session.scalars(chosen))
    rows: dict[str, dict[str, Any]] = {}
    for person_id, attributes in session.execute(people):
        sector = pool_of(pooled, attributes)
        row = rows.setdefault(sector, {"sector": sector, "voted": 0, "present": 0})
        row["present"] += 1
        row["voted"] += person_id in voters
    return sorted(rows.values(), key=lambda row: (-row["present"], row["sector"]))
