"""Many similar recommendations form few clusters, and no pair is missing."""

import re
from collections.abc import Iterator
from itertools import combinations

import pytest

from polling.breakouts.drafting import actions as drafting
from polling.breakouts.duplicates import actions, queries
from polling.breakouts.duplicates.clusters import Cluster, clusters
from polling.core.clock import now
from polling.core.db import reading, transaction
from polling.duplicates.pairs import SimilarPair
from polling.recommendations.models import Recommendation
from polling.workshop.models import Workshop
from polling.workshop_file import schema
from polling.workshop_file.dump import dump
from polling.workshop_file.read import read
from polling.workshop_file.schema import WorkshopFile
from polling.workshop_file.write import write
from tests.breakouts.duplicates.mergers import (
    TEXT,
    answer,
    facilitator,
    of_group,
    pairs,
    propose,
    said,
    state,
)
from tests.breakouts.full_room import draft
from tests.room import Room


def gathered(*found: tuple[int, int]) -> list[list[int]]:
    """The clusters of these pairs, most similar first."""
    known = {one: Recommendation(id=one) for pair in found for one in pair}
    alike = [
        SimilarPair(known[one], known[other], 99 - place)
        for place, (one, other) in enumerate(found)
    ]
    return [cluster.ids for cluster in clusters(alike)]


def test_similar_recommendations_are_shown_next_to_the_oldest() -> None:
    assert gathered(*combinations(range(1, 9), 2)) == [[1, 2, 3, 4, 5, 6, 7, 8]]


def test_the_one_that_most_are_like_leads_and_the_largest_cluster_comes_first() -> None:
    assert gathered((8, 9), (2, 1), (3, 2)) == [[2, 1, 3], [8, 9]]


def test_of_pairs_the_most_alike_comes_first() -> None:
    assert gathered((5, 6), (1, 2)) == [[5, 6], [1, 2]]


def test_a_pair_without_a_lead_is_a_separate_cluster() -> None:
    assert gathered((1, 2), (2, 3), (3, 4)) == [[2, 1, 3], [3, 4]]


@pytest.fixture
def eight(at_work: Room) -> tuple[Room, list[int]]:
    """Eight near-duplicate recommendations of four groups."""
    draft(at_work)
    chosen = [one for number in (1, 2, 3, 4) for one in of_group(at_work, number)[:2]]
    with transaction() as session:
        for place, one in enumerate(chosen):
            found = session.get_one(Recommendation, one)
            found.actors, found.action, found.by = ["Customs"], TEXT, f"by 203{place}"
    return at_work, chosen


def first(room: Room) -> Cluster:
    with reading() as session:
        near = [one for one in queries.similar(session, room.workshop_id) if one.percent]
        return clusters(near)[0]


def test_one_can_be_kept_separate_from_all_others_at_once(eight: tuple[Room, list[int]]) -> None:
    room, chosen = eight
    assert sorted(first(room).ids) == sorted(chosen)
    kept = first(room).ids[3]
    with transaction() as session:
        actions.keep_all(session, room.organizer, [kept], first(room).ids)
    assert sorted(first(room).ids) == sorted({*chosen} - {kept})


def test_all_are_kept_at_once_but_what_is_asked_is_still_asked(
    eight: tuple[Room, list[int]],
) -> None:
    room, chosen = eight
    one, other = sorted(chosen)[:2]
    merging = propose(room, one, other)
    path = f"/console/{room.code}/recommendations/keep-all"
    ids = ",".join(map(str, chosen))
    answer = room.organizer_visitor().post(path, {"kept": ids, "beside": ids})
    assert answer.status_code == 200
    assert [pair for pair in pairs(room) if {*pair} <= {*chosen}] == []
    with reading() as session:
        assert queries.merging(session, room.workshop_id, merging).state == "asked"


def test_the_console_shows_one_card_for_all(eight: tuple[Room, list[int]]) -> None:
    room, chosen = eight
    page = room.organizer_visitor().get(f"/console/{room.code}/breakouts?view=review").text
    card = page[page.index(f'id="cluster-{min(chosen)}"') :]
    assert card.count("Merge", 0, card.index("</section>")) == 7
    assert "8 similar recommendations" in card


def test_one_text_replaces_all_and_only_the_other_groups_are_asked(
    eight: tuple[Room, list[int]],
) -> None:
    room, chosen = eight
    kept, *others = chosen
    path = f"/console/{room.code}/recommendations/merge-all"
    sent = {"kept": kept, "others": ",".join(map(str, chosen))}
    assert room.organizer_visitor().post(path, sent).status_code == 200
    assert [pair for pair in pairs(room) if {*pair} <= {*chosen}] == []  # no pair is left to review
    assert asked(room) == {1: 1, 2: 2, 3: 2, 4: 2}  # group 1 about its second only
    before = said(room, 1)[0]
    for number in (1, 2, 3, 4):
        for merging in merge_cards(room, number):
            answer(room, number, merging, agrees=number != 4)
    stands = of_group(room, 1)[0]
    assert (stands, said(room, 1)[0]) == (kept, before)
    with reading() as session:
        became = session.get_one(Recommendation, kept)
        assert {one.id for one in became.merged_from} == {*others[:5]}
        assert became.deleted_at is None
    assert {*others[5:]} <= {*of_group(room, 4)}  # a group that declines keeps its own


def test_each_of_the_others_can_be_restored_separately(eight: tuple[Room, list[int]]) -> None:
    room, chosen = eight
    kept, other, third = chosen[0], chosen[2], chosen[4]
    with transaction() as session:
        actions.propose_all(session, room.organizer, kept, [other, third])
    for number in (2, 3):
        for merging in merge_cards(room, number):
            answer(room, number, merging, True)
    with transaction() as session:
        pair = queries.of_pair(session, kept, other)
        assert pair
        assert queries.result(session, pair) is pair.first
        actions.undo(session, room.organizer, pair.id)
    with reading() as session:
        assert session.get_one(Recommendation, other).deleted_at is None
        assert [one.id for one in session.get_one(Recommendation, kept).merged_from] == [third]


def test_what_its_group_has_deleted_since_does_not_come_back_with_the_other(
    eight: tuple[Room, list[int]],
) -> None:
    room, chosen = eight
    kept, other = chosen[0], chosen[2]
    with transaction() as session:
        actions.propose_all(session, room.organizer, kept, [other])
    [merging] = merge_cards(room, 2)
    answer(room, 2, merging, True)
    with transaction() as session:
        drafting.delete(session, facilitator(room, 1), kept)
    with transaction() as session:
        actions.undo(session, room.organizer, merging)
    assert kept not in of_group(room, 1)
    assert other in of_group(room, 2)


def test_as_many_as_there_are_can_stand_behind_one_and_the_file_has_them_all(
    eight: tuple[Room, list[int]],
) -> None:
    room, chosen = eight
    with transaction() as session:
        kept = session.get_one(Recommendation, chosen[0])
        kept.merged_from = [
            Recommendation(issue_id=kept.issue_id, position=n, action=TEXT, deleted_at=now())
            for n in range(30)
        ]
    with reading() as session:
        file = dump(session, session.get_one(Workshop, room.workshop_id))
    again = read(write(file), "again.json")
    [stands] = [one for one in _recommendations(again) if one.merged_from]
    assert len(stands.merged_from) == 30


def _recommendations(file: WorkshopFile) -> Iterator[schema.Recommendation]:
    for theme in file.themes:
        for issue in theme.issues:
            yield from issue.recommendations


def test_whoever_changes_the_text_that_was_to_stand_is_asked_too(
    eight: tuple[Room, list[int]],
) -> None:
    room, chosen = eight
    with transaction() as session:
        actions.propose_all(session, room.organizer, chosen[0], [chosen[2]])
        session.get_one(Recommendation, chosen[0]).by = "by 2040"
    [merging] = merge_cards(room, 1)
    answer(room, 2, merging, True)
    assert state(room, merging) == "asked"
    answer(room, 1, merging, True)
    assert state(room, merging) == "merged"


def merge_cards(room: Room, number: int) -> list[int]:
    """The merge questions on a facilitator's page."""
    page = room.facilitator_visitor(number).get(f"/w/{room.code}/facilitator").text
    return [int(one) for one in re.findall(r'id="merging-(\d+)"', page)]


def asked(room: Room) -> dict[int, int]:
    return {number: len(merge_cards(room, number)) for number in (1, 2, 3, 4)}
