"""Casting a ballot: building the submission, and the error for each verdict."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from polling.contests import electorate, queries
from polling.contests.casting import contest_snapshots
from polling.contests.casting.ballot_batch import Submission, Verdict
from polling.contests.casting.ballot_box import BallotBox
from polling.contests.casting.receipts import Keys, ballot_keys, canonical, digest
from polling.contests.forms import BallotPayload, checked
from polling.contests.models import Ballot
from polling.core.access import Actor
from polling.core.clock import milliseconds, now
from polling.core.db import reading
from polling.core.errors import BadInput, NotSignedIn, WorkshopError
from polling.core.i18n import _
from polling.live import announce


class ContestClosed(WorkshopError):
    """The ballot came after the close and is not counted."""

    code = "contest-closed"


class UnknownReceipt(WorkshopError):
    """This person voted from another phone, and only its receipt can change the ballot."""

    code = "unknown-receipt"


class StaleBallot(WorkshopError):
    """Other content is stored. Newer content needs a revision higher than `stored`."""

    code = "stale-ballot"

    def __init__(self, stored: int) -> None:
        super().__init__(
            _("You already sent a different answer in another window. Reload the page.")
        )
        self.stored = stored

    def as_dict(self) -> dict[str, Any]:
        """Return the error with the stored revision."""
        body = super().as_dict()
        body["error"]["revision"] = self.stored
        return body


def cast(box: BallotBox, secret: str, actor: Actor, ballot: BallotPayload) -> dict[str, Any]:
    """Count a ballot; returns {"counted_at": ms, "digest": its line in the published list}."""
    frame = contest_snapshots.snapshot(ballot.contest)
    choices = checked(
        ballot.choices,
        kind=frame.kind,
        options=frame.options,
        most=frame.most,
        priorities=frame.priorities,
    )
    concerns = _concerns(frame, ballot.concerns)
    if frame.priorities is not None:
        _require_asked(ballot.contest, actor)
    text = canonical(choices)
    line = digest(ballot.contest, ballot.receipt, text)
    keys = ballot_keys(secret, ballot.contest, actor.participant_id, ballot.receipt)
    verdict = box.cast(
        Submission(
            workshop_id=frame.workshop_id,
            contest_id=ballot.contest,
            participant_id=actor.participant_id or 0,
            token_version=actor.token_version,
            barred=_barred(frame, [*_named(choices), *ballot.concerns]),
            keys=keys,
            revision=ballot.revision,
            choices=text,
            digest=line,
            concerns=concerns,
            withdrawn=_concerns(frame, ballot.withdrawn) or (),
        )
    )
    if verdict is Verdict.STALE:
        raise StaleBallot(_stored_revision(ballot.contest, keys))
    _raise_refusal(verdict)
    announce.counted(frame.workshop_id, lambda: queries.counted(frame.workshop_id))
    return {"ok": True, "counted_at": milliseconds(now()), "digest": line}


def _stored_revision(contest_id: str, keys: Keys) -> int:
    query = select(Ballot.revision).where(Ballot.contest_id == contest_id, Ballot.key.in_(keys))
    with reading() as session:
        return session.scalar(query) or 0


def _concerns(
    frame: contest_snapshots.ContestSnapshot, given: dict[int, str]
) -> tuple[tuple[int, str], ...] | None:
    """Return the concerns of a rating as (option, text); None for contests without concerns."""
    if frame.priorities is None and not given:
        return None
    if frame.priorities is None or not frame.options.issuperset(given):
        raise BadInput(_("This ballot cannot be counted. Please vote again."))
    return tuple(sorted(given.items()))


def _named(choices: dict[str, Any]) -> list[int]:
    rated = [option for marked in choices.get("rated", {}).values() for option in marked]
    return choices.get("approved") or choices.get("ranking") or rated


def _barred(frame: contest_snapshots.ContestSnapshot, named: Iterable[int]) -> frozenset[int]:
    """Return the groups that wrote an option which the ballot names, or all options."""
    return frame.shut_out.union(*(frame.authors.get(option, ()) for option in named))


def _require_asked(contest_id: str, actor: Actor) -> None:
    if not electorate.is_asked(contest_id, actor.participant_id or 0):
        raise BadInput(_("That is not possible right now. Reload the page."))


def _raise_refusal(verdict: Verdict) -> None:
    if verdict is Verdict.CLOSED:
        raise ContestClosed(_("Voting has closed. Your ballot was not counted."))
    if verdict is Verdict.CHANGED_LATE:
        raise ContestClosed(
            _("Voting has closed. Your change was not counted; your earlier ballot still counts.")
        )
    if verdict is Verdict.UNKNOWN_RECEIPT:
        raise UnknownReceipt(
            _(
                "You have already voted on another phone or in another browser. Change "
                "your ballot there."
            )
        )
    if verdict is Verdict.OWN_GROUP:
        raise BadInput(_("You cannot vote on your own group’s recommendations."))
    if verdict is Verdict.LINE_TAKEN:
        raise BadInput(_("This ballot cannot be counted. Please vote again."))
    if verdict is Verdict.STRANGER:
        raise NotSignedIn(_("Please join the workshop again."))
