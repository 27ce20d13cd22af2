"""Near-duplicate issues are found across themes, and merging loses no text."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from polling.core.errors import BadInput, Conflict, NotFound
from polling.setup import duplicate_issues
from polling.setup.actions import issue_merging, note_triage, themes
from polling.setup.actions import issues as issue_actions
from polling.setup.forms import IssueText
from polling.setup.log_sentences import sentence
from polling.workshop.models import Issue
from polling.workshop_file.schema import Issue as IssueOfFile
from polling.workshop_file.schema import Theme, WorkshopFile
from tests.notes.conftest import Taker
from tests.room import Room
from tests.setup.conftest import Desk, form

FULL = "Seized live animals have nowhere to go, so officers hesitate to seize them at all"
NOWHERE = "Officers do not seize live animals because there is nowhere to put them"
STAMPS = "Permits, stamps and searches at border posts can be bought"
SALE = "Border permits and stamps are for sale at the posts"
FILE = WorkshopFile(
    title="Notes",
    themes=[
        Theme(
            title="Wildlife",
            issues=[
                IssueOfFile(headline=FULL, short="Rescue", rationale="Two.", sources=["A1", "B2"]),
                IssueOfFile(headline=SALE, rationale="Said in C1.", sources=["C1"]),
            ],
        ),
        Theme(
            title="Rescue",
            issues=[
                IssueOfFile(headline="Nobody answers the hotline of the rescue centres"),
                IssueOfFile(headline=NOWHERE, rationale="Nine days.", sources=["B2", "C3"]),
            ],
        ),
        Theme(
            title="Corruption",
            issues=[IssueOfFile(headline=STAMPS), IssueOfFile(headline="Wages are too low")],
        ),
    ],
)


@pytest.fixture
def desk(app: Flask) -> Desk:
    return Desk(Room.of(app, FILE))


def pairs(desk: Desk) -> list[tuple[str, str]]:
    found = desk.ask(duplicate_issues.pairs)
    return [(pair.first.headline, pair.second.headline) for pair in found]


def issue(desk: Desk, headline: str) -> Issue:
    [found] = [
        one for at in range(len(FILE.themes)) for one in desk.issues(at) if one.headline == headline
    ]
    return found


def merge(desk: Desk, keep: str, gone: str) -> None:
    desk.do(issue_merging.merge_pair, keep=issue(desk, keep).id, gone=issue(desk, gone).id)


def undo(desk: Desk, headline: str) -> None:
    every = desk.ask(lambda session, workshop: duplicate_issues.merged(session, workshop.id))
    [part] = [part for part in every if part.headline == headline]
    desk.do(issue_merging.undo, part.id)


def whole(desk: Desk) -> list[list[tuple[Any, ...]]]:
    """All text of all issues."""
    return [
        [(one.headline, one.short, one.rationale, one.sources) for one in desk.issues(at)]
        for at in range(len(FILE.themes))
    ]


def test_issues_that_say_nearly_the_same_are_found_across_all_themes(desk: Desk) -> None:
    assert set(pairs(desk)) == {(FULL, NOWHERE), (SALE, STAMPS)}


def test_no_two_of_the_demos_issues_say_the_same(room: Room) -> None:
    assert Desk(room).ask(duplicate_issues.count) == 0


def test_a_merge_keeps_the_chosen_headline_every_source_and_both_texts(desk: Desk) -> None:
    merge(desk, NOWHERE, FULL)
    kept = issue(desk, NOWHERE)
    assert (kept.sources, kept.rationale) == (["B2", "C3", "A1"], "Nine days.\n\nTwo.")
    assert desk.headlines(0) == [SALE]
    other = desk.ask(
        lambda session, workshop: duplicate_issues.heard(session, workshop.id)[kept.id].merged
    )
    [part] = [(one.headline, one.short, one.rationale, one.sources) for one in other]
    assert part == (FULL, "Rescue", "Two.", ["A1", "B2"])
    assert [sentence(entry, {}) for entry in desk.log()][-1] == (
        f"Issues merged: “{FULL}” → “{NOWHERE}”"
    )
    assert pairs(desk) == [(SALE, STAMPS)]


def test_two_that_are_different_are_never_shown_again(desk: Desk) -> None:
    one, other = issue(desk, FULL), issue(desk, NOWHERE)
    desk.do(issue_merging.keep_apart, other.id, one.id)
    desk.do(issue_merging.keep_apart, one.id, other.id)
    desk.do(
        issue_actions.edit, one.id, form(IssueText, one, headline=NOWHERE.replace("put", "bring"))
    )
    assert pairs(desk) == [(SALE, STAMPS)]


def test_undoing_a_merge_leaves_no_trace(desk: Desk) -> None:
    before = whole(desk)
    merge(desk, NOWHERE, FULL)
    undo(desk, FULL)
    assert whole(desk) == before


def test_undoing_an_earlier_merge_keeps_a_later_one(desk: Desk) -> None:
    merge(desk, NOWHERE, FULL)
    merge(desk, NOWHERE, SALE)
    undo(desk, FULL)
    kept = issue(desk, NOWHERE)
    assert (kept.sources, kept.rationale) == (["B2", "C3", "C1"], "Nine days.\n\nSaid in C1.")
    assert desk.headlines(0) == [FULL]


def test_earlier_merges_move_along_and_are_restored_along(desk: Desk) -> None:
    before = whole(desk)
    merge(desk, FULL, SALE)
    between = whole(desk)
    merge(desk, NOWHERE, FULL)
    with pytest.raises(Conflict, match="Undo the later merge first"):
        undo(desk, SALE)
    undo(desk, FULL)
    assert whole(desk) == between
    undo(desk, SALE)
    assert whole(desk) == before


def test_notes_go_along_with_their_issue_and_come_back_along(desk: Desk) -> None:
    taker = Taker(desk.room, desk.room.note_link())
    for headline in (FULL, NOWHERE):
        note = taker.write(f"Heard: {headline}", source="D1")
        desk.do(note_triage.add_to, note.id, issue(desk, headline).id)
    before = [note.issue_id for note in taker.notes()], whole(desk)
    merge(desk, NOWHERE, FULL)
    kept = issue(desk, NOWHERE).id
    assert [note.issue_id for note in taker.notes()] == [kept, kept]
    undo(desk, FULL)
    back = issue(desk, FULL).id, kept
    assert ([note.issue_id for note in taker.notes()], whole(desk)) == ([*back], before[1])


def test_a_rationale_edited_since_then_is_kept(desk: Desk) -> None:
    merge(desk, NOWHERE, FULL)
    kept = issue(desk, NOWHERE)
    desk.do(issue_actions.edit, kept.id, form(IssueText, kept, rationale="Nine days, in two."))
    undo(desk, FULL)
    assert issue(desk, NOWHERE).rationale == "Nine days, in two."


def _frozen(desk: Desk) -> None:
    desk.room.go("lobby", "ranking")
    desk.room.open_ranking()


def _without_its_theme(desk: Desk) -> None:
    desk.do(issue_actions.move_to, issue(desk, SALE).id, desk.themes()[1].id)
    desk.do(themes.remove, desk.themes()[0].id)


@pytest.mark.parametrize(
    "meanwhile, why",
    [(_frozen, "Voting has begun"), (_without_its_theme, "theme was deleted")],
    ids=["people rank", "its theme was deleted"],
)
def test_what_can_no_longer_be_undone_stays_findable(
    app: Flask, meanwhile: Callable[[Desk], None], why: str
) -> None:
    more = Theme(title="More", issues=[IssueOfFile(headline="One"), IssueOfFile(headline="Two")])
    first = FILE.themes[0].model_copy(
        update={"issues": [*FILE.themes[0].issues, IssueOfFile(headline="Third of its theme")]}
    )
    file = FILE.model_copy(update={"themes": [first, *FILE.themes[1:], more]})
    desk = Desk(Room.of(app, file))
    merge(desk, NOWHERE, FULL)
    meanwhile(desk)
    with pytest.raises(Conflict, match=why):
        undo(desk, FULL)
    assert desk.ask(lambda session, workshop: duplicate_issues.merged(session, workshop.id)) != []


def test_issues_that_people_rank_are_neither_shown_nor_merged(app: Flask) -> None:
    desk = Desk(Room.of(app))
    one, two = desk.issues()[:2]
    desk.do(issue_actions.edit, two.id, form(IssueText, two, headline=one.headline + " today"))
    assert desk.ask(duplicate_issues.count) == 1
    desk.open_ranking()
    assert desk.ask(duplicate_issues.count) == 0
    with pytest.raises(Conflict, match="Voting has begun"):
        desk.do(issue_merging.merge_pair, keep=one.id, gone=two.id)


def test_what_is_gone_or_the_same_is_refused(desk: Desk) -> None:
    one, two = issue(desk, FULL), issue(desk, NOWHERE)
    desk.do(issue_actions.remove, two.id)
    with pytest.raises(Conflict, match="not possible right now"):
        desk.do(issue_merging.merge_pair, keep=one.id, gone=two.id)
    with pytest.raises(BadInput, match="at least two"):
        desk.do(issue_merging.merge_pair, keep=one.id, gone=one.id)
    with pytest.raises(Conflict, match="not possible right now"):
        desk.do(issue_merging.keep_apart, one.id, one.id)


def test_nothing_of_another_workshop_is_merged_or_undone(desk: Desk) -> None:
    strange = Desk(Room.of(desk.room.app))
    merge(desk, NOWHERE, FULL)
    [part] = desk.ask(lambda session, workshop: duplicate_issues.merged(session, workshop.id))
    with pytest.raises(NotFound):
        strange.do(issue_merging.undo, part.id)
    with pytest.raises(NotFound):
        strange.do(issue_merging.keep_apart, issue(desk, SALE).id, issue(desk, STAMPS).id)
