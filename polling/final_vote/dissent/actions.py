"""Dissent notes: voters' objections to a revealed result, in their own words.

A phone proves that it has voted with the receipt of its counted ballot, which no row links to a
person. So there is no list of authors, which in a small room would disclose who dissents.
"""

import re
from typing import Any

from sqlalchemy.orm import Session

from polling.contests import queries as contests
from polling.contests.casting.actions import StaleBallot
from polling.contests.casting.idempotency import Arrival, arrival
from polling.contests.casting.receipts import ballot_keys
from polling.contests.kinds import FINAL, FINALISTS, RATING
from polling.contests.models import REVEALED, Ballot, Contest, Turnout
from polling.contests.secure_deletion import hide_order, sweep_soon
from polling.core.access import Actor
from polling.core.clock import milliseconds, now
from polling.core.db import on_commit
from polling.core.errors import BadInput, Conflict, NotAllowed, NotFound
from polling.core.i18n import _
from polling.final_vote.dissent.forms import Admission, Dissent
from polling.final_vote.dissent.models import DissentNote
from polling.live import announce
from polling.workshop import queries as workshops
from polling.workshop.log import record

KINDS = (FINAL, RATING, FINALISTS)
TAKEN_OUT = "[…]"


def write(session: Session, secret: str, actor: Actor, given: Dissent) -> dict[str, Any]:
    """Store a note in place of an earlier one; an empty text withdraws it.

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
        key = keys.earlier  # ballots with such keys have notes with such keys
    stored = session.get(DissentNote, (contest.id, key))
    same = stored is not None and _is_of(stored.text, given.text)
    before = stored.revision if stored else 0
    came = arrival(given.revision, before, same=same)
    if came is Arrival.STALE:
        raise StaleBallot(before)
    if came is Arrival.NEW:
        note = stored or DissentNote(contest_id=contest.id, key=key, theme_id=theme_id, text="")
        note.recommendation_id = given.recommendation
        _change(session, actor, note, given)
    return {"ok": True, "counted_at": milliseconds(now())}


def _is_of(kept: str, written: str) -> bool:
    """Return whether a note equals the written text, apart from names that an organizer removed."""
    # A note is one line. Each part is searched only once, because a note may contain a name 80
    # times.
    first, *others = map(re.escape, f"{kept}\n".split(TAKEN_OUT))
    pattern = first + "".join(f"(?>.*?{part})" for part in others)
    return re.fullmatch(pattern, f"{written}\n", re.DOTALL) is not None


def _change(session: Session, actor: Actor, note: DissentNote, given: Dissent) -> None:
    """Change or withdraw a note; a changed note must be moderated again.

    No text of a withdrawn note remains.
    """
    topic = "contest" if note.approved else "dissent"
    if note.text and note.text != given.text:
        note.approved = None
        on_commit(session, sweep_soon)
    note.text, note.revision = given.text, given.revision
    session.add(note)
    hide_order(session, [note.contest_id], DissentNote)
    announce.changed(session, workshops.workshop_of(session, actor), topic)


def _theme_of(session: Session, contest: Contest, given: Dissent) -> int:
    """Return the theme of a note or of its recommendation."""
    if not _takes_notes(session, contest):
        raise Conflict(_("That is not possible right now. Reload the page."))
    voted = [contest]
    if contest.kind == FINALISTS:
        voted = contests.contests(session, contest.workshop_id, RATING)
    for one in voted:
        of_theme = contest.kind != RATING and given.theme == one.theme_id
        if of_theme or given.recommendation in one.options:
            return one.theme_id or 0
    raise NotFound(_("The item your note was about no longer exists. Your text is kept here."))


def _takes_notes(session: Session, contest: Contest) -> bool:
    """Return whether voters of this contest may write: in a rating only if no second stage follows.

    The ballots of a rating are about one issue, and so are its notes: a person has several ballots
    per theme, and could otherwise object several times.
    """
    if contest.state != REVEALED:
        return False
    return contest.kind != RATING or not contests.contests(session, contest.workshop_id, FINALISTS)


def _about(given: Dissent) -> str:
    return f"{given.theme}:{given.recommendation}"


def _require_earlier_ballot(session: Session, contest: Contest, actor: Actor, key: str) -> None:
    """Refuse actors who have not voted, or whose receipt finds no ballot of an older version."""
    has_voted = session.get(Turnout, (contest.id, actor.participant_id)) is not None
    if not has_voted or session.get(Ballot, (contest.id, key)) is None:
        raise NotAllowed(
            _("Only people who voted can write a note, and only on the phone they voted on.")
        )


# ---- The organizers' actions ----


def moderate(session: Session, actor: Actor, contest: Contest, decision: Admission) -> None:
    """Show a note with the result and in the report, or hide it.

    Raises Conflict if its author has changed it meanwhile and it would be shown unread.
    """
    note, shown = _note(session, contest, decision.key), decision.shown
    if shown and note.revision != decision.revision:
        raise Conflict(_("The text has just changed. Read it again, then answer."))
    note.approved = shown
    _record(session, actor, "dissent-admitted" if shown else "dissent-left-out", note)


def take_out(session: Session, actor: Actor, contest: Contest, *, key: str, words: str) -> None:
    """Remove all occurrences of a name from a note. Nothing else in a note can be changed."""
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
        raise NotFound(_("This item no longer exists."))
    return found


def _record(session: Session, actor: Actor, action: str, note: DissentNote) -> None:
    workshop = workshops.workshop_of(session, actor)
    record_of = {"theme": workshops.theme(session, workshop.id, note.theme_id).title}
    record(session, actor, action, **record_of)
    announce.changed(session, workshop, "contest")
