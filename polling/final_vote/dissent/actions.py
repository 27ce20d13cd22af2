"""Dissent notes: what those who voted object to in a revealed result, in their own words.

A phone shows that it has voted by the receipt of its counted ballot, which no row ties to a person.
So there is no list of who has written: in a small room that list would say who dissents.
"""

import re
from typing import Any

from sqlalchemy.orm import Session

from polling.contests import queries as contests
from polling.contests.casting.actions import StaleBallot
from polling.contests.casting.idempotency import Arrival, arrival
from polling.contests.casting.receipts import ballot_keys
from polling.contests.models import FINAL, FINALISTS, RATING, REVEALED, Ballot, Contest, Turnout
from polling.contests.secure_deletion import sweep_soon
from polling.core.access import Actor
from polling.core.clock import milliseconds, now
from polling.core.db import on_commit
from polling.core.errors import BadInput, Conflict, NotAllowed, NotFound
from polling.core.i18n import _
from polling.final_vote.dissent.forms import Dissent
from polling.final_vote.dissent.models import DissentNote
from polling.live import announce
from polling.workshop import queries as workshops
from polling.workshop.log import record

KINDS = (FINAL, RATING, FINALISTS)
TAKEN_OUT = "[…]"


def write(session: Session, secret: str, actor: Actor, given: Dissent) -> dict[str, Any]:
    """Keep a note in place of an earlier one, or without words take it back.

    Returns {"ok", "counted_at": ms}.
    """
    contest = contests.contest(session, actor.workshop_id, given.contest, *KINDS)
    theme_id = _theme_of(session, contest, given)
    voter = actor.participant_id
    ballot = ballot_keys(secret, contest.id, voter, given.receipt)
    keys = ballot_keys(secret, f"dissent:{contest.id}:{_about(given)}", voter, given.receipt)
    key = keys.own
    if session.get(Ballot, (contest.id, ballot.own)) is None:
        _require_earlier_ballot(session, contest, actor, ballot.earlier)
        key = keys.earlier  # beside such a ballot, notes have such a key too
    stored = session.get(DissentNote, (contest.id, key))
    same = stored is not None and _is_of(stored.text, given.text)
    came = arrival(given.revision, stored.revision if stored else None, same=same)
    if came is Arrival.STALE:
        raise StaleBallot
    if came is Arrival.NEW:
        note = stored or DissentNote(contest_id=contest.id, key=key, theme_id=theme_id, text="")
        note.recommendation_id = given.recommendation
        _change(session, actor, note, given)
    return {"ok": True, "counted_at": milliseconds(now())}


def _is_of(kept: str, written: str) -> bool:
    """Whether a note equals the written text, apart from names that an organizer removed."""
    # A note is one line. No part is looked for twice: somebody may have written a name 80 times.
    first, *others = map(re.escape, f"{kept}\n".split(TAKEN_OUT))
    pattern = first + "".join(f"(?>.*?{part})" for part in others)
    return re.fullmatch(pattern, f"{written}\n", re.DOTALL) is not None


def _change(session: Session, actor: Actor, note: DissentNote, given: Dissent) -> None:
    """A changed note is reviewed again before it is shown.

    A withdrawn note leaves no text behind.
    """
    topic = "contest" if note.approved else "dissent"
    if note.text != given.text:
        note.approved = None
        on_commit(session, sweep_soon)
    note.text, note.revision = given.text, given.revision
    session.add(note)
    announce.changed(session, workshops.by_id(session, actor.workshop_id), topic)


def _theme_of(session: Session, contest: Contest, given: Dissent) -> int:
    """The theme that a note is about; that of its recommendation, if it is about one."""
    if not _takes_notes(session, contest):
        raise Conflict(_("This is not possible now. Reload the page."))
    voted = [contest]
    if contest.kind == FINALISTS:
        voted = contests.contests(session, contest.workshop_id, RATING)
    for one in voted:
        of_theme = contest.kind != RATING and given.theme == one.theme_id
        if of_theme or given.recommendation in one.options:
            return one.theme_id or 0
    raise NotFound(_("This no longer exists. Your text is kept here."))


def _takes_notes(session: Session, contest: Contest) -> bool:
    """Whether who voted here may write, once each: a rating counts if nothing came after it.

    Then its ballots are of one issue, and notes are on what they rated: in a theme one person has
    several, with which they could object as often.
    """
    if contest.state != REVEALED:
        return False
    return contest.kind != RATING or not contests.contests(session, contest.workshop_id, FINALISTS)


def _about(given: Dissent) -> str:
    return f"{given.theme}:{given.recommendation}"


def _require_earlier_ballot(session: Session, contest: Contest, actor: Actor, key: str) -> None:
    """Refuse who has not voted, or not with this receipt before ballots were bound to voters."""
    has_voted = session.get(Turnout, (contest.id, actor.participant_id)) is not None
    if not has_voted or session.get(Ballot, (contest.id, key)) is None:
        raise NotAllowed(_("Only voters can write a note, on the phone they used to vote."))


# ---- What organizers do ----


def moderate(session: Session, actor: Actor, contest: Contest, *, key: str, shown: bool) -> None:
    """Show a note with the result and in the report, or leave it out."""
    note = _note(session, contest, key)
    note.approved = shown
    _record(session, actor, "dissent-admitted" if shown else "dissent-left-out", note)


def take_out(session: Session, actor: Actor, contest: Contest, *, key: str, words: str) -> None:
    """Take a name out of a note, wherever it stands. Nothing else of a note can be changed."""
    note = _note(session, contest, key)
    shorter = re.sub(re.escape(words), TAKEN_OUT, note.text, flags=re.IGNORECASE)
    if shorter == note.text:
        raise BadInput(_("The note does not contain “%(words)s”.", words=words))
    note.text = shorter
    on_commit(session, sweep_soon)
    _record(session, actor, "dissent-shortened", note)


def _note(session: Session, contest: Contest, key: str) -> DissentNote:
    found = session.get(DissentNote, (contest.id, key))
    if found is None or not found.text:
        raise NotFound(_("This no longer exists."))
    return found


def _record(session: Session, actor: Actor, action: str, note: DissentNote) -> None:
    workshop = workshops.by_id(session, actor.workshop_id)
    record_of = {"theme": workshops.theme(session, workshop.id, note.theme_id).title}
    record(session, actor, action, **record_of)
    announce.changed(session, workshop, "contest")
