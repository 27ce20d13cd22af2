"""Keeping two recommendations, or making them one: the organizer proposes, their groups agree."""

from dataclasses import replace

from sqlalchemy.orm import Session

from polling.access import Actor
from polling.breakouts import queries as breakouts
from polling.breakouts.models import Group, Recommendation
from polling.breakouts.review import consents, queries
from polling.breakouts.review.models import ASKED, DECLINED, KEPT, MERGED, OPEN, Merging
from polling.breakouts.review.payloads import Proposal
from polling.clock import now
from polling.errors import Conflict, NotAllowed, NotFound
from polling.i18n import _
from polling.live import announce
from polling.workshop import queries as workshops
from polling.workshop.log import record
from polling.workshop.models import Workshop
from polling.workshop_file.sentence import sentence

# Before, there is nothing to compare; afterwards, people vote on what is there.
REVIEWING = frozenset({"breakouts", "presentations"})
LOGGED = {True: "merge-agreed", False: "merge-declined", None: "merge-reopened"}


def keep(session: Session, actor: Actor, first: int, second: int) -> None:
    """Let both stand; what was proposed for them is asked no more."""
    workshop = _workshop(session, actor)
    pair = _pair(session, workshop, first, second)
    if pair.state == MERGED:
        raise Conflict(_("These two have become one already. Undo that first."))
    pair.state = KEPT
    consents.erase(session, pair)
    record(session, actor, "pair-kept", recommendations=[sentence(one) for one in pair.both])
    _tell(session, workshop, pair)


def propose(session: Session, actor: Actor, proposal: Proposal) -> Recommendation | None:
    """Ask both groups whether this text may replace theirs; what they answered before is void.

    Like an answer and a decision, it returns what the two have become, if they have.
    """
    workshop = _workshop(session, actor)
    pair = _pair(session, workshop, proposal.first, proposal.second)
    if pair.state == MERGED:
        raise Conflict(_("These two have become one already. Undo that first."))
    if proposal.issue not in {one.issue_id for one in pair.both}:
        raise NotFound(_("This is not the issue of one of the two."))
    consents.erase(session, pair)
    pair.state, pair.issue_id = ASKED, proposal.issue
    pair.actors, pair.action = proposal.actors, proposal.action
    pair.by, pair.rationale = proposal.by, proposal.rationale
    # What no group wrote needs no consent: it came with a file.
    pair.first_agrees, pair.second_agrees = (
        True if one.group_id is None else None for one in pair.both
    )
    record(session, actor, "merge-proposed", text=sentence(pair))
    made = _merge(session, pair) if pair.first_agrees and pair.second_agrees else None
    _tell(session, workshop, pair)
    return made


def answer(
    session: Session, actor: Actor, merging_id: int, *, agrees: bool | None
) -> Recommendation | None:
    """A member answers in their group, or its facilitator for it; None takes that back."""
    workshop = _workshop(session, actor)
    pair = queries.merging(session, workshop.id, merging_id)
    if actor.group_id is None or actor.group_id not in {one.group_id for one in pair.both}:
        raise NotAllowed(_("This is not about a recommendation of your group."))
    _require_open(pair)
    consents.say(session, actor, pair, agrees=agrees)
    group = session.get_one(Group, actor.group_id)
    _take_answer(session, actor, pair, group)
    made = _merge(session, pair) if pair.first_agrees and pair.second_agrees else None
    _tell(session, workshop, pair)
    return made


def _take_answer(session: Session, actor: Actor, pair: Merging, group: Group) -> None:
    """What the group answers now; the log hears of it, and not of who in the group said what."""
    before, answer_now = pair.answer_of(group.id), consents.answers(session, pair, group).group
    if pair.first.group_id == group.id:
        pair.first_agrees = answer_now
    if pair.second.group_id == group.id:
        pair.second_agrees = answer_now
    pair.state = DECLINED if False in (pair.first_agrees, pair.second_agrees) else ASKED
    if answer_now != before:
        speaker = replace(actor, label=f"group {group.number}")
        record(session, speaker, LOGGED[answer_now], text=sentence(pair))


def decide(session: Session, actor: Actor, merging_id: int, *, reason: str) -> Recommendation:
    """Merge without the groups' answers; the log and the report say why."""
    workshop = _workshop(session, actor)
    pair = queries.merging(session, workshop.id, merging_id)
    _require_open(pair)
    record(session, actor, "merge-decided", text=sentence(pair), reason=reason)
    made = _merge(session, pair)
    _tell(session, workshop, pair)
    return made


def undo(session: Session, actor: Actor, merging_id: int) -> None:
    """Bring both back as they were. What was changed in the merged text goes with it."""
    workshop = _workshop(session, actor)
    pair = queries.merging(session, workshop.id, merging_id)
    made = queries.result(session, pair)
    if made is None:
        raise Conflict(_("These two are not merged any more."))
    for one in pair.both:
        one.merged_into_id = one.deleted_at = None
    made.deleted_at, pair.state = now(), KEPT
    record(session, actor, "merge-undone", text=sentence(made))
    _tell(session, workshop, pair)


def transfer(session: Session, actor: Actor, recommendation_id: int, issue_id: int) -> None:
    """Put a recommendation under another issue, of any theme; its group keeps writing it."""
    workshop = _workshop(session, actor)
    chosen = _standing(session, workshop, recommendation_id)
    issue = workshops.issue(session, workshop.id, issue_id)
    chosen.issue_id = issue.id
    record(session, actor, "recommendation-moved", text=sentence(chosen), issue=issue.label)
    _tell_group(session, workshop, chosen)
    announce.changed(session, workshop, "drafts")


def _workshop(session: Session, actor: Actor) -> Workshop:
    workshop = workshops.by_id(session, actor.workshop_id)
    if workshop.stage not in REVIEWING:
        raise Conflict(
            _("Recommendations can be merged and moved from the breakouts until the final vote.")
        )
    return workshop


def _pair(session: Session, workshop: Workshop, one: int, other: int) -> Merging:
    ids = queries.in_order(one, other)
    first, second = (breakouts.recommendation(session, workshop.id, each) for each in ids)
    found = queries.of_pair(session, *ids)
    if found is None:
        found = Merging(workshop_id=workshop.id, first=first, second=second, state=KEPT)
        session.add(found)
    if found.state != MERGED:
        for each in found.both:
            _standing(session, workshop, each.id)
    return found


def _standing(session: Session, workshop: Workshop, recommendation_id: int) -> Recommendation:
    found = breakouts.recommendation(session, workshop.id, recommendation_id)
    if found.deleted_at is not None:
        raise Conflict(_("One of the recommendations has been deleted or merged meanwhile."))
    return found


def _require_open(pair: Merging) -> None:
    if pair.state not in OPEN:
        raise Conflict(_("This has been settled meanwhile."))


def _merge(session: Session, pair: Merging) -> Recommendation:
    """Both make room for one, and stay behind it as what it was made from."""
    if any(one.deleted_at is not None for one in pair.both):
        raise Conflict(_("One of the recommendations has been deleted or merged meanwhile."))
    lead, other = pair.both if pair.first.issue_id == pair.issue_id else pair.both[::-1]
    made = Recommendation(
        issue_id=lead.issue_id,
        group_id=lead.group_id or other.group_id,
        position=lead.position,
        actors=pair.actors,
        action=pair.action,
        by=pair.by,
        rationale=pair.rationale,
    )
    session.add(made)
    session.flush()
    for one in pair.both:
        one.merged_into_id, one.deleted_at = made.id, now()
    pair.state = MERGED
    consents.erase(session, pair)
    return made


def _tell(session: Session, workshop: Workshop, pair: Merging) -> None:
    session.flush()
    for one in pair.both:
        _tell_group(session, workshop, one)
    announce.changed(session, workshop, "drafts")


def _tell_group(session: Session, workshop: Workshop, one: Recommendation) -> None:
    if one.group_id is not None:
        announce.group_changed(session, workshop, one.group_id, "drafting")
