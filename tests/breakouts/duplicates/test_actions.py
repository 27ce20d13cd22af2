"""Keeping two similar recommendations, or merging them with their groups' consent."""

import pytest

from polling.breakouts.drafting import actions as drafting
from polling.breakouts.duplicates import actions, pages, queries
from polling.breakouts.duplicates.models import ASKED, DECLINED, KEPT, MERGED
from polling.core.db import reading, transaction
from polling.core.edit_conflicts import EditConflict
from polling.core.errors import Conflict, NotAllowed, NotFound
from polling.duplicates.pairs import in_order
from polling.live import announce
from polling.recommendations.models import Recommendation
from polling.workshop.log import unbroken
from polling.workshop.models import Workshop
from polling.workshop.queries import log_entries
from tests.breakouts.duplicates.mergers import (
    MERGED_TEXT,
    OTHER_TEXT,
    TEXT,
    answer,
    decide,
    facilitator,
    of_group,
    pairs,
    propose,
    questions,
    said,
    seen_of,
    state,
    waiting,
)
from tests.breakouts.full_room import group
from tests.room import Room


def test_what_says_nearly_the_same_is_found_until_it_is_looked_at(
    alike: tuple[Room, int, int],
) -> None:
    room, first, second = alike
    assert (first, second) in pairs(room)
    with transaction() as session:
        actions.keep(session, room.organizer, second, first)
    assert (first, second) not in pairs(room)


def test_two_become_one_once_both_groups_agree(alike: tuple[Room, int, int]) -> None:
    room, first, second = alike
    merging = propose(room, first, second)
    answer(room, 1, merging, True)
    assert state(room, merging) == ASKED
    assert MERGED_TEXT not in said(room, 1)
    answer(room, 2, merging, True)
    assert state(room, merging) == MERGED
    assert said(room, 1).count(MERGED_TEXT) == 1
    assert said(room, 2).count(MERGED_TEXT) == 1  # both are authors
    with reading() as session:
        made = queries.result(session, queries.merging(session, room.workshop_id, merging))
        assert made is not None
        assert [one.id for one in made.merged_from] == [first, second]


def test_one_group_that_declines_keeps_both(alike: tuple[Room, int, int]) -> None:
    room, first, second = alike
    merging = propose(room, first, second)
    answer(room, 1, merging, True)
    answer(room, 2, merging, False)
    assert state(room, merging) == DECLINED
    assert first in of_group(room, 1)
    answer(room, 2, merging, True)  # it may change its answer
    assert state(room, merging) == MERGED


def test_another_text_asks_both_groups_again(alike: tuple[Room, int, int]) -> None:
    room, first, second = alike
    merging = propose(room, first, second)
    answer(room, 1, merging, True)
    assert propose(room, second, first, seen=seen_of(room, merging)) == merging
    answer(room, 2, merging, True)
    assert state(room, merging) == ASKED


def test_nobody_agrees_to_a_text_that_they_have_not_read(
    replaced: tuple[Room, int, int, int, str],
) -> None:
    room, _first, _second, merging, before = replaced
    answer(room, 2, merging, True)
    for agrees in (True, False, None):
        with pytest.raises(EditConflict, match="Read it again") as refusal:
            answer(room, 1, merging, agrees, before)
    assert OTHER_TEXT in refusal.value.problems[0]["message"]
    with pytest.raises(EditConflict):
        decide(room, merging, seen=before)
    assert state(room, merging) == ASKED
    answer(room, 1, merging, True, refusal.value.seen)
    assert said(room, 1)[0] == f"All border agencies should {OTHER_TEXT}."


def test_an_organizer_replaces_or_ends_only_a_proposal_that_they_have_seen(
    replaced: tuple[Room, int, int, int, str],
) -> None:
    room, first, second, merging, before = replaced
    for mark_of_theirs in ("", before):
        with pytest.raises(EditConflict):
            propose(room, first, second, TEXT, mark_of_theirs)
        with pytest.raises(EditConflict), transaction() as session:
            actions.keep(session, room.organizer, first, second, seen=mark_of_theirs)
        with pytest.raises(EditConflict) as refusal, transaction() as session:
            actions.propose_all(session, room.organizer, first, [second], seen=mark_of_theirs)
    propose(room, first, second, TEXT, refusal.value.seen)
    with transaction() as session:
        actions.keep(session, room.organizer, first, second, seen=seen_of(room, merging))
    assert state(room, merging) == KEPT


def test_no_other_group_answers(alike: tuple[Room, int, int]) -> None:
    room, first, second = alike
    merging = propose(room, first, second)
    with pytest.raises(NotAllowed):
        answer(room, 3, merging, True)


def test_an_organizer_decides_with_a_reason_that_the_log_keeps(
    alike: tuple[Room, int, int],
) -> None:
    room, first, second = alike
    merging = propose(room, first, second)
    decide(room, merging, reason="Group 2 has left.")
    assert state(room, merging) == MERGED
    with reading() as session:
        entries = log_entries(session, room.workshop_id)
        assert unbroken(entries)
        assert entries[-1].detail == {"text": MERGED_TEXT, "reason": "Group 2 has left."}


def test_a_merge_can_be_undone(alike: tuple[Room, int, int]) -> None:
    room, first, second = alike
    before = said(room, 1), said(room, 2)
    merging = propose(room, first, second)
    for number in (1, 2):
        answer(room, number, merging, True)
    with transaction() as session:
        actions.undo(session, room.organizer, merging)
    assert (said(room, 1), said(room, 2)) == before
    assert state(room, merging) == KEPT
    with pytest.raises(Conflict), transaction() as session:
        actions.undo(session, room.organizer, merging)


def test_two_merges_are_undone_in_reverse(alike: tuple[Room, int, int]) -> None:
    room, first, second = alike
    before = said(room, 1), said(room, 2)
    inner = propose(room, first, second)
    made = decide(room, inner)
    outer = propose(room, made, of_group(room, 3)[0])
    decide(room, outer)
    merged = said(room, 1), said(room, 2)
    with pytest.raises(Conflict, match="was merged again"), transaction() as session:
        actions.undo(session, room.organizer, inner)
    assert (said(room, 1), said(room, 2)) == merged
    for merging in (outer, inner):
        with transaction() as session:
            actions.undo(session, room.organizer, merging)
    assert (said(room, 1), said(room, 2)) == before


def test_a_group_cannot_restore_a_merged_recommendation(alike: tuple[Room, int, int]) -> None:
    room, first, second = alike
    merging = propose(room, first, second)
    for number in (1, 2):
        answer(room, number, merging, True)
    with pytest.raises(Conflict), transaction() as session:
        drafting.restore(session, facilitator(room, 1), first)


def test_a_deleted_recommendation_is_not_merged(alike: tuple[Room, int, int]) -> None:
    room, first, second = alike
    merging = propose(room, first, second)
    with transaction() as session:
        drafting.delete(session, facilitator(room, 1), first)
    for number in (1, 2):
        with pytest.raises(Conflict, match="no longer exists"):
            answer(room, number, merging, True)
    assert (questions(room, 2), waiting(room)) == ([], 0)
    with transaction() as session:
        drafting.restore(session, facilitator(room, 1), first)
    assert (questions(room, 2), waiting(room)) == ([merging], 1)
    for number in (1, 2):
        answer(room, number, merging, True)
    assert state(room, merging) == MERGED


def test_nobody_is_asked_about_a_text_that_was_merged_into_another(
    alike: tuple[Room, int, int],
) -> None:
    room, first, second = alike
    third = of_group(room, 3)[0]
    decided, left = propose(room, first, second), propose(room, second, third)
    assert (questions(room, 3), waiting(room)) == ([left], 2)
    decide(room, decided)
    assert (questions(room, 2), questions(room, 3), waiting(room)) == ([], [], 0)
    with reading() as session:
        review = pages.console(session, session.get_one(Workshop, room.workshop_id), None)
    assert review.open == []
    with transaction() as session:
        actions.undo(session, room.organizer, decided)
    assert (questions(room, 3), waiting(room)) == ([left], 1)


def test_groups_are_told_that_a_text_in_their_question_was_merged(
    alike: tuple[Room, int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    room, first, second = alike
    decided = propose(room, first, second)
    propose(room, second, of_group(room, 3)[0])
    told: set[int] = set()
    monkeypatch.setattr(
        announce, "group_changed", lambda _session, _workshop, group_id, *_: told.add(group_id)
    )
    decide(room, decided)
    assert told == {group(room, number).id for number in (1, 2, 3)}


def test_two_that_could_become_a_deleted_text_are_reviewed(
    alike: tuple[Room, int, int],
) -> None:
    room, first, second = alike
    third = of_group(room, 1)[1]
    with transaction() as session:
        found = session.get_one(Recommendation, third)
        found.actors, found.action, found.by = ["Customs administrations"], TEXT, ""
    for other in (second, third):
        propose(room, first, other)
    pair = in_order(second, third)
    assert pair not in pairs(room)
    with transaction() as session:
        drafting.delete(session, facilitator(room, 1), first)
    assert pair in pairs(room)


def test_a_pair_that_was_kept_is_listed_while_both_stand(alike: tuple[Room, int, int]) -> None:
    room, first, second = alike
    with transaction() as session:
        actions.keep(session, room.organizer, first, second)
        drafting.delete(session, facilitator(room, 1), first)
    with reading() as session:
        review = pages.console(session, session.get_one(Workshop, room.workshop_id), None)
    assert review.kept == []


def test_nothing_is_merged_once_the_final_vote_has_begun(alike: tuple[Room, int, int]) -> None:
    room, first, second = alike
    merging = propose(room, first, second)
    room.go("presentations", "final_vote")
    with pytest.raises(Conflict):
        answer(room, 1, merging, True)
    with pytest.raises(Conflict):
        propose(room, first, second)


def test_a_recommendation_of_another_workshop_is_not_found(alike: tuple[Room, int, int]) -> None:
    room, first, second = alike
    other = Room.of(room.app)
    other.go("lobby", "ranking", "breakouts")
    with pytest.raises(NotFound):
        propose(other, first, second)


def test_an_organizer_moves_a_recommendation_to_another_theme(
    alike: tuple[Room, int, int],
) -> None:
    room, first, _second = alike
    elsewhere = of_group(room, 9)[0]
    with transaction() as session:
        issue = session.get_one(Recommendation, elsewhere).issue_id
        actions.transfer(session, room.organizer, first, issue)
    with reading() as session:
        moved = session.get_one(Recommendation, first)
        assert (moved.issue_id, moved.group_id) == (issue, group(room, 1).id)


def test_a_group_splits_one_in_two_that_know_where_they_come_from(
    alike: tuple[Room, int, int],
) -> None:
    room, first, _second = alike
    whole = said(room, 1)[0]
    with transaction() as session:
        made = drafting.split(session, facilitator(room, 1), first)
    assert of_group(room, 1)[:2] == [first, made.id]
    assert said(room, 1)[:2] == [whole, whole]
    with reading() as session:
        both = [session.get_one(Recommendation, one).split_from for one in (first, made.id)]
    assert both == [whole, whole]


def test_both_halves_of_a_merged_text_are_the_work_of_all_its_groups(
    alike: tuple[Room, int, int],
) -> None:
    room, first, second = alike
    merged = decide(room, propose(room, first, second))
    with transaction() as session:
        half = drafting.split(session, facilitator(room, 1), merged).id
        quarter = drafting.split(session, facilitator(room, 1), half).id
    wrote = [group(room, number).id for number in (1, 2)]
    with reading() as session:
        parts = [session.get_one(Recommendation, one) for one in (merged, half, quarter)]
        assert [one.author_groups for one in parts] == [wrote] * 3
    for number in (1, 2):
        assert {merged, half, quarter} <= {*of_group(room, number)}


def test_a_merged_text_that_is_restored_after_the_undo_is_the_work_of_all_its_groups(
    alike: tuple[Room, int, int],
) -> None:
    room, first, second = alike
    before = said(room, 2)
    merging = propose(room, first, second)
    merged = decide(room, merging)
    with transaction() as session:
        actions.undo(session, room.organizer, merging)
    assert said(room, 2) == before
    with transaction() as session:
        drafting.restore(session, facilitator(room, 1), merged)
    assert merged in of_group(room, 2)
