"""Actions to merge similar recommendations, and to move one to another issue."""

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import delete
from sqlalchemy.orm import Session

from polling.breakouts import queries as breakouts
from polling.breakouts.drafting import co_authors, document_binding
from polling.breakouts.duplicates import queries
from polling.breakouts.duplicates.consents import answers
from polling.breakouts.duplicates.forms import Proposal
from polling.breakouts.duplicates.models import (
    ASKED,
    DECLINED,
    KEPT,
    MERGED,
    OPEN,
    MergeAnswer,
    MergeProposal,
)
from polling.breakouts.models import Group
from polling.core.access import Actor
from polling.core.clock import now
from polling.core.edit_conflicts import require_unchanged
from polling.core.errors import Conflict, NotAllowed, NotFound
from polling.core.i18n import _
from polling.duplicates.pairs import in_order
from polling.live import announce
from polling.recommendations.models import Recommendation
from polling.recommendations.sentence import sentence
from polling.recommendations.wording import Wording
from polling.workshop import queries as workshops
from polling.workshop.log import record
from polling.workshop.models import Workshop

LOGGED = {True: "merge-agreed", False: "merge-declined", None: "merge-reopened"}


def keep(session: Session, actor: Actor, first: int, second: int, *, seen: str = "") -> None:
    """Keep both, and end the proposal to merge them that the organizer has seen."""
    workshop = _reviewed(session, actor)
    pair = _unmerged(session, workshop, first, second)
    _require_read(pair, seen)
    pair.state = KEPT
    _erase_answers(session, pair)
    record(session, actor, "pair-kept", recommendations=[sentence(one) for one in pair.both])
    _tell(session, workshop, pair)


def keep_all(
    session: Session, actor: Actor, kept: Collection[int], beside: Collection[int]
) -> None:
    """Keep each of `kept` separate from each of the others, unless a merge is open or decided."""
    workshop = _reviewed(session, actor)
    stand: dict[int, Recommendation] = {}
    for pair in queries.similar(session, workshop.id):
        one, other = (each.id for each in pair.both)
        if (one in kept and other in beside) or (one in beside and other in kept):
            _tell(session, workshop, _unmerged(session, workshop, one, other))
            stand |= {one: pair.first, other: pair.second}
    if stand:
        record(session, actor, "cluster-kept", recommendations=[*map(sentence, stand.values())])


def propose_all(
    session: Session, actor: Actor, kept: int, others: Collection[int], *, seen: str = ""
) -> None:
    """Ask the other groups whether one of the recommendations, unchanged, may replace theirs."""
    workshop = _reviewed(session, actor)
    text = _standing(session, workshop, kept)
    words = text.wording.parts
    for other in others:
        if other != kept:
            # Use the stored texts, because the payload of a form would strip them.
            said = Proposal.model_construct(
                first=kept, second=other, issue=text.issue_id, seen=seen, **words
            )
            propose(session, actor, said)


def propose(session: Session, actor: Actor, proposal: Proposal) -> Recommendation | None:
    """Ask the groups whether this text may replace theirs; earlier answers are erased.

    It may also replace a proposal, if the organizer has seen that one. Returns the merged
    recommendation if all groups have agreed, like `answer` and `decide`.
    """
    workshop = _reviewed(session, actor)
    pair = _unmerged(session, workshop, proposal.first, proposal.second)
    if proposal.issue not in {one.issue_id for one in pair.both}:
        raise NotFound(_("Something in this form is wrong. Check the form and try again."))
    require_unchanged(queries.shown(pair), proposal.seen, words=queries.in_words(pair))
    _erase_answers(session, pair)
    pair.state, pair.issue_id, pair.wording = ASKED, proposal.issue, Wording.of(proposal)
    # Imported recommendations have no group and need no consent.
    pair.first_agrees, pair.second_agrees = (
        True if one.group_id is None else None for one in pair.both
    )
    record(session, actor, "merge-proposed", text=sentence(pair))
    made = _merge(session, pair) if pair.is_agreed else None
    _tell(session, workshop, pair)
    return made


def answer(
    session: Session, actor: Actor, merging_id: int, *, agrees: bool | None, seen: str
) -> Recommendation | None:
    """Store a member's answer, or the facilitator's for the group; None withdraws it.

    `seen` is the mark of the text that they read.
    """
    workshop = _reviewed(session, actor)
    pair = queries.merging(session, workshop.id, merging_id)
    if actor.group_id is None or actor.group_id not in {one.group_id for one in pair.both}:
        raise NotAllowed(_("You can only change your own group’s work."))
    _require_open(pair)
    _require_read(pair, seen)
    _store_answer(session, actor, pair, agrees=agrees)
    group = session.get_one(Group, actor.group_id)
    _take_answer(session, actor, pair, group)
    made = _merge(session, pair) if pair.is_agreed else None
    _tell(session, workshop, pair)
    return made


def _take_answer(session: Session, actor: Actor, pair: MergeProposal, group: Group) -> None:
    """Store the group's current answer, and log it without the members' answers."""
    before, answer_now = pair.answer_of(group.id), answers(session, pair, group).group
    if pair.first.group_id == group.id:
        pair.first_agrees = answer_now
    if pair.second.group_id == group.id:
        pair.second_agrees = answer_now
    pair.state = DECLINED if False in (pair.first_agrees, pair.second_agrees) else ASKED
    if answer_now != before:
        speaker = replace(actor, label=f"group {group.number}")
        record(session, speaker, LOGGED[answer_now], text=sentence(pair))


def decide(
    session: Session, actor: Actor, merging_id: int, *, reason: str, seen: str
) -> Recommendation:
    """Merge without the groups' consent; the log and the report give the reason."""
    workshop = _reviewed(session, actor)
    pair = queries.merging(session, workshop.id, merging_id)
    _require_open(pair)
    _require_read(pair, seen)
    record(session, actor, "merge-decided", text=sentence(pair), reason=reason)
    made = _merge(session, pair)
    _tell(session, workshop, pair)
    return made


def undo(session: Session, actor: Actor, merging_id: int) -> None:
    """Undo a merger. Changes made in the merged text are lost."""
    workshop = _reviewed(session, actor)
    pair = queries.merging(session, workshop.id, merging_id)
    made = queries.result(session, pair)
    if made is None:
        raise Conflict(_("That is not possible right now. Reload the page."))
    further = made not in pair.both and any(one not in pair.both for one in made.merged_from)
    if made.merged_into_id is not None or further:
        raise Conflict(_("This text was merged again later. Undo the later merge first."))
    if made not in pair.both:
        # A group can restore the merged text, which is still the work of all its groups.
        co_authors.credit(made, [part for one in pair.both for part in one.with_parts()])
        made.deleted_at = now()
    for one in pair.both:
        if one is not made:
            one.merged_into_id = one.deleted_at = None
    pair.state = KEPT
    _tell_others(session, pair)
    record(session, actor, "merge-undone", text=sentence(made))
    _tell(session, workshop, pair)


def transfer(session: Session, actor: Actor, recommendation_id: int, issue_id: int) -> None:
    """Move a recommendation to another issue of any theme; its group can still edit it."""
    workshop = _reviewed(session, actor)
    chosen = _standing(session, workshop, recommendation_id)
    issue = workshops.issue(session, workshop.id, issue_id)
    chosen.issue_id = issue.id
    record(session, actor, "recommendation-moved", text=sentence(chosen), issue=issue.label)
    _tell_group(session, workshop, chosen)
    announce.changed(session, workshop, "drafts")


def _require_open(pair: MergeProposal) -> None:
    if pair.state not in OPEN:
        raise Conflict(_("That is not possible right now. Reload the page."))
    if not pair.stands:
        raise Conflict(_("This item no longer exists."))


def _require_read(pair: MergeProposal, seen: str) -> None:
    message = _("The text has just changed. Read it again, then answer.")
    require_unchanged(queries.shown(pair), seen, message, words=queries.in_words(pair))


def _merge(session: Session, pair: MergeProposal) -> Recommendation:
    """Hide the two recommendations behind a new one, or one of them behind the other."""
    made = next((one for one in pair.both if pair.keeps(one)), None) or _made(session, pair)
    for one in pair.both:
        if one is not made:
            one.merged_into_id, one.deleted_at = made.id, now()
    pair.state = MERGED
    _erase_answers(session, pair)
    _tell_others(session, pair)
    return made


def _made(session: Session, pair: MergeProposal) -> Recommendation:
    lead, other = pair.both if pair.first.issue_id == pair.issue_id else pair.both[::-1]
    made = Recommendation(
        issue_id=lead.issue_id,
        group_id=lead.group_id or other.group_id,
        position=lead.position,
    )
    session.add(made)
    document_binding.begin(session, made, pair.wording)
    return made


def _reviewed(session: Session, actor: Actor) -> Workshop:
    """Return the actor's workshop. Raises Conflict if recommendations cannot be reviewed."""
    workshop = workshops.workshop_of(session, actor)
    if not queries.is_reviewing(session, workshop):
        raise Conflict(
            _(
                "You can merge and move recommendations only after the breakouts start and "
                "before the final vote."
            )
        )
    return workshop


def _unmerged(session: Session, workshop: Workshop, one: int, other: int) -> MergeProposal:
    """Return the stored pair of two recommendations, or a new one. Raises Conflict if merged."""
    ids = in_order(one, other)
    found = queries.of_pair(session, *ids)
    if found is not None and found.state == MERGED:
        raise Conflict(_("That is not possible right now. Reload the page."))
    first, second = (_standing(session, workshop, each) for each in ids)
    if found is None:
        found = MergeProposal(workshop_id=workshop.id, first=first, second=second, state=KEPT)
        session.add(found)
    return found


def _standing(session: Session, workshop: Workshop, recommendation_id: int) -> Recommendation:
    """Return a recommendation. Raises Conflict if it has been deleted or merged."""
    found = breakouts.recommendation(session, workshop.id, recommendation_id)
    if found.deleted_at is not None:
        raise Conflict(_("This item no longer exists."))
    return found


def _tell(session: Session, workshop: Workshop, pair: MergeProposal) -> None:
    """Refresh the pages of both groups and the consoles."""
    session.flush()
    for one in pair.both:
        _tell_group(session, workshop, one)
    announce.changed(session, workshop, "drafts")


def _tell_others(session: Session, settled: MergeProposal) -> None:
    """Refresh the pages of groups that are asked to merge either text with a third one."""
    workshop = workshops.by_id(session, settled.workshop_id)
    for pair in queries.mergings(session, workshop.id):
        if pair.state in OPEN and not {*pair.both}.isdisjoint(settled.both):
            for one in pair.both:
                _tell_group(session, workshop, one)


def _tell_group(session: Session, workshop: Workshop, one: Recommendation) -> None:
    """Refresh the pages of the recommendation's group, if it has one."""
    if one.group_id is not None:
        announce.group_changed(session, workshop, one.group_id, "drafting")


def _store_answer(
    session: Session, actor: Actor, pair: MergeProposal, *, agrees: bool | None
) -> None:
    """Store a member's or the facilitator's answer in their group; None withdraws it."""
    whose = {"proposal_id": pair.id, "group_id": actor.group_id}
    whose["participant_id"] = actor.participant_id
    session.execute(delete(MergeAnswer).filter_by(**whose))
    if agrees is not None:
        session.add(MergeAnswer(**whose, agrees=agrees))
    session.flush()


def _erase_answers(session: Session, pair: MergeProposal) -> None:
    """Erase the answers, because the merger is settled or its text has changed."""
    session.execute(delete(MergeAnswer).filter_by(proposal_id=pair.id))
