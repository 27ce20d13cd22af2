"""Which text is kept when two organizers edit the same thing."""

import pytest

from polling.core.edit_conflicts import EditConflict, mark, merged, require_unchanged

BEFORE = {"headline": "Ports", "rationale": "", "sources": ["A1"]}


def test_what_the_form_changed_is_taken() -> None:
    assert merged(BEFORE, BEFORE | {"headline": "Docks"}, mark(BEFORE)) == {
        **BEFORE,
        "headline": "Docks",
    }


def test_what_only_somebody_else_changed_stays_as_they_left_it() -> None:
    theirs = BEFORE | {"headline": "Harbours"}
    mine = BEFORE | {"rationale": "Seen by three sessions"}
    assert merged(theirs, mine, mark(BEFORE)) == theirs | {"rationale": "Seen by three sessions"}


def test_what_both_changed_is_refused_with_their_text() -> None:
    theirs = BEFORE | {"headline": "Harbours"}
    with pytest.raises(EditConflict) as refusal:
        merged(theirs, BEFORE | {"headline": "Docks"}, mark(BEFORE))
    assert refusal.value.problems == [{"place": "headline", "message": "Current text: “Harbours”"}]


def test_the_same_change_by_both_is_no_conflict() -> None:
    both = BEFORE | {"headline": "Harbours"}
    assert merged(both, both, mark(BEFORE)) == both


def test_saving_again_with_the_refusals_mark_replaces_only_what_was_shown() -> None:
    theirs = BEFORE | {"headline": "Harbours", "sources": ["A1", "C3"]}
    mine = BEFORE | {"headline": "Docks"}
    with pytest.raises(EditConflict) as refusal:
        merged(theirs, mine, mark(BEFORE))
    seen = refusal.value.as_dict()["error"]["seen"]
    assert merged(theirs, mine, seen) == theirs | {"headline": "Docks"}


def test_a_change_after_the_refusal_is_refused_again() -> None:
    with pytest.raises(EditConflict) as refusal:
        merged(BEFORE | {"headline": "Second"}, BEFORE | {"headline": "Mine"}, mark(BEFORE))
    with pytest.raises(EditConflict):
        merged(BEFORE | {"headline": "Third"}, BEFORE | {"headline": "Mine"}, refusal.value.seen)


@pytest.mark.parametrize("forged", ["", "=", "headline", "headline=0000", "x=y z=w"])
def test_a_forged_mark_never_overwrites(forged: str) -> None:
    with pytest.raises(EditConflict):
        merged(BEFORE, {"headline": "Overwritten"}, forged)


def test_a_decision_is_refused_until_its_author_has_seen_all_values() -> None:
    theirs = BEFORE | {"headline": "Harbours"}
    require_unchanged(BEFORE, mark(BEFORE))
    with pytest.raises(EditConflict, match="To replace it, press the button again"):
        require_unchanged(theirs, mark(BEFORE))
    with pytest.raises(EditConflict, match="Read it") as refusal:
        require_unchanged(theirs, mark(BEFORE), "Read it again.")
    assert refusal.value.problems == [{"place": "headline", "message": "Current text: “Harbours”"}]
    require_unchanged(theirs, refusal.value.seen)


def test_long_texts_are_shown_in_part() -> None:
    theirs = BEFORE | {"rationale": "x" * 5000}
    with pytest.raises(EditConflict) as refusal:
        merged(theirs, BEFORE | {"rationale": "mine"}, mark(BEFORE))
    assert refusal.value.problems[0]["message"] == f"Current text: “{'x' * 300}…”"
