"""Many that are alike are few to look at, and no pair is left out."""

from itertools import combinations

import pytest

from polling.breakouts.models import Recommendation
from polling.breakouts.review import queries
from polling.breakouts.review.actions import merging as actions
from polling.breakouts.review.clusters import Cluster, clusters
from polling.breakouts.review.queries import Alike
from polling.db import reading, transaction
from tests.breakouts.full_room import draft
from tests.breakouts.review.test_actions import TEXT, of_group, pairs, propose
from tests.room import Room


def gathered(*found: tuple[int, int]) -> list[list[int]]:
    """The clusters of pairs like these, the most alike first."""
    known = {one: Recommendation(id=one) for pair in found for one in pair}
    alike = [
        Alike(known[one], known[other], 99 - place) for place, (one, other) in enumerate(found)
    ]
    return [cluster.ids for cluster in clusters(alike)]


def test_all_that_are_alike_stand_beside_the_oldest() -> None:
    assert gathered(*combinations(range(1, 9), 2)) == [[1, 2, 3, 4, 5, 6, 7, 8]]


def test_the_one_that_most_are_like_leads_and_the_largest_cluster_comes_first() -> None:
    assert gathered((8, 9), (2, 1), (3, 2)) == [[2, 1, 3], [8, 9]]


def test_of_pairs_the_most_alike_comes_first() -> None:
    assert gathered((5, 6), (1, 2)) == [[5, 6], [1, 2]]


def test_a_pair_that_no_lead_has_a_part_in_is_a_cluster_of_its_own() -> None:
    assert gathered((1, 2), (2, 3), (3, 4)) == [[2, 1, 3], [3, 4]]


@pytest.fixture
def eight(at_work: Room) -> tuple[Room, list[int]]:
    """Eight recommendations of four groups say nearly the same."""
    draft(at_work)
    chosen = [one for number in (1, 2, 3, 4) for one in of_group(at_work, number)[:2]]
    with transaction() as session:
        for place, one in enumerate(chosen):
            found = session.get_one(Recommendation, one)
            found.actors, found.action, found.by = ["Customs"], TEXT, f"by 203{place}"
    return at_work, chosen


def first(room: Room) -> Cluster:
    with reading() as session:
        return clusters(queries.alike(session, room.workshop_id))[0]


def test_one_is_kept_beside_all_others_at_once(eight: tuple[Room, list[int]]) -> None:
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
    merging = propose(room, *sorted(chosen)[:2])
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
    assert card.count("Merge into one text", 0, card.index("</section>")) == 7
    assert "8 recommendations say nearly the same" in card
