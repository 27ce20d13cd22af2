"""The review as organizers and groups see it."""

from collections.abc import Callable

import pytest

from polling.breakouts.duplicates import queries
from polling.core.db import transaction
from polling.duplicates.pairs import SimilarPair
from polling.recommendations.models import Recommendation
from tests.breakouts.duplicates.mergers import (
    MERGED_TEXT,
    TEXT,
    decide,
    of_group,
    propose,
    seen_of,
    state,
)
from tests.breakouts.full_room import group
from tests.room import Room


def test_the_console_lays_a_pair_side_by_side(alike: tuple[Room, int, int]) -> None:
    room, first, second = alike
    organizer = room.organizer_visitor()
    path = f"/console/{room.code}/breakouts?view=review"
    page = organizer.get(path).get_data(as_text=True)
    assert f'id="pair-{first}-{second}"' in page
    assert "added: </span>, from 2031<" in page
    sent = {"first": first, "second": second}
    assert organizer.post(f"/console/{room.code}/recommendations/keep", sent).status_code == 200
    page = organizer.get(path).get_data(as_text=True)
    assert f'id="pair-{first}-{second}"' not in page


def test_there_is_something_to_review_while_meanings_are_similar(
    alike: tuple[Room, int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    room, found = alike[0], queries.similar

    def page(shown: Callable[[SimilarPair[Recommendation]], bool]) -> str:
        monkeypatch.setattr(queries, "similar", lambda *given: [*filter(shown, found(*given))])
        answer = room.organizer_visitor().get(f"/console/{room.code}/breakouts?view=review")
        return answer.get_data(as_text=True)

    only_meanings = page(lambda pair: pair.percent is None)
    assert "Similar meaning" in only_meanings
    assert "No duplicates to review." not in only_meanings
    assert "No duplicates to review." in page(lambda pair: False)


def test_any_two_can_be_laid_side_by_side(alike: tuple[Room, int, int]) -> None:
    room, first, _second = alike
    other = of_group(room, 9)[0]
    path = f"/console/{room.code}/breakouts?view=review&first={other}&second={first}"
    page = room.organizer_visitor().get(path).get_data(as_text=True)
    assert f'id="pair-{first}-{other}"' in page


def test_a_group_sees_what_would_change_and_answers_on_its_pages(
    alike: tuple[Room, int, int],
) -> None:
    room, first, second = alike
    merging = propose(room, first, second)
    for number in (1, 2):
        tablet = room.facilitator_visitor(number)
        page = tablet.get(f"/w/{room.code}/facilitator").get_data(as_text=True)
        assert f'id="merging-{merging}"' in page
        assert "</span>Customs administrations<" in page
        assert "</span>All border agencies<" in page
        path = f"/w/{room.code}/facilitator/merge/{merging}"
        assert 'name="seen" value="' + (seen := seen_of(room, merging)) in page
        assert tablet.post(path, {"agrees": "true", "seen": seen}).status_code == 200
    assert state(room, merging) == "merged"


def test_both_groups_see_the_merged_text_and_what_was_written_in_theirs_since(
    alike: tuple[Room, int, int],
) -> None:
    room, first, second = alike
    decide(room, propose(room, first, second))
    with transaction() as session:  # a phone that was offline
        session.get_one(Recommendation, second).action = "write this offline"
    page = room.facilitator_visitor(2).get(f"/w/{room.code}/facilitator").text
    card, _end, below = page.partition(f'id="merged-{second}"')[2].partition("</section>")
    for text in ("Group 1 · New text:", MERGED_TEXT, "write this offline"):
        assert text in card
    assert "Add recommendation" in below.partition("<section")[0]


def test_the_group_with_the_merged_text_sees_in_its_card_what_it_replaced(
    alike: tuple[Room, int, int],
) -> None:
    room, first, second = alike
    decide(room, propose(room, first, second))
    page = room.facilitator_visitor(1).get(f"/w/{room.code}/facilitator").text
    (merged,) = set(of_group(room, 1)) & set(of_group(room, 2))
    card = page.partition(f'id="recommendation-{merged}"')[2].partition("</article>")[0]
    assert ">Merged<" in card
    assert "All border agencies" in card
    assert f"Customs administrations should {TEXT}." in card.partition(f"replaced-{first}")[2]
    assert f'id="merged-{first}"' not in page


def test_other_groups_are_not_asked(alike: tuple[Room, int, int]) -> None:
    room, first, second = alike
    merging = propose(room, first, second)
    tablet = room.facilitator_visitor(group(room, 5).number)
    page = tablet.get(f"/w/{room.code}/facilitator").get_data(as_text=True)
    assert f'id="merging-{merging}"' not in page


def test_an_empty_text_is_refused(alike: tuple[Room, int, int]) -> None:
    room, first, second = alike
    sent = {"first": first, "second": second, "issue": 1, "actors": "", "action": "  "}
    path = f"/console/{room.code}/recommendations/merge"
    assert room.organizer_visitor().post(path, sent).status_code == 400


def test_the_final_vote_warns_of_merges_that_wait(alike: tuple[Room, int, int]) -> None:
    room, first, second = alike
    propose(room, first, second)
    room.go("presentations")
    page = room.organizer_visitor().get(f"/console/{room.code}/presentations")
    assert "1 merge is waiting for its groups to agree" in page.get_data(as_text=True)
