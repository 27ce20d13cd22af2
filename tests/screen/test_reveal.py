"""The steps of a reveal, and who sees what at each step."""

import pytest

from polling.contests.models import Contest
from polling.core.db import reading, transaction
from polling.ranking import actions as ranking
from polling.screen import layout
from polling.screen.layout import Content
from polling.screen.reveal import Row, page_by_page, shown, suspense
from polling.workshop.models import Issue, Workshop
from tests.room import Room
from tests.visitor import Visitor


def rows(inside: int, outside: int, text: str = "An issue") -> list[Row]:
    """This many rows inside the cut, and this many outside."""
    return [
        Row(number, number, f"{text} {number}", 50, "5", is_in=number <= inside)
        for number in range(1, inside + outside + 1)
    ]


def read(all_rows: list[Row], step: int | None) -> list[int | str]:
    """The rows visible at a step."""
    page = shown(all_rows, suspense(all_rows), step)
    return [row.key for row in page.rows if row]


def test_it_stops_at_the_cut_before_the_last_place_and_the_sentence_comes_last() -> None:
    six = rows(3, 3)
    assert [read(six, step) for step in range(5)] == [
        [],
        [4, 5, 6],
        [3, 4, 5, 6],
        [1, 2, 3, 4, 5, 6],
        [1, 2, 3, 4, 5, 6],
    ]
    says = [shown(six, suspense(six), step).says for step in range(5)]
    assert says == [False, False, False, False, True]
    assert suspense(six).whole == 4


def test_an_order_without_a_cut_goes_from_the_last_to_the_first() -> None:
    eight = rows(8, 0)
    assert [read(eight, step) for step in range(2)] == [[], [6, 7, 8]]
    assert [read(eight, step)[:1] for step in range(2, 7)] == [[5], [4], [3], [2], [1]]
    whole = suspense(eight).whole
    assert read(eight, None) == [1, 2, 3, 4, 5]
    assert read(eight, whole + 1) == [6, 7, 8]


def test_a_list_that_is_too_long_has_pages_and_each_row_is_on_one() -> None:
    long = rows(3, 5, "A text that takes three lines on the screen, " * 3)
    plan = suspense(long)
    seen = [key for page in dict.fromkeys(step.page for step in plan.steps) for key in page]
    assert sorted(seen) == list(range(8))
    assert shown(long, plan, None).pages > 1
    assert page_by_page(long).steps[0].page.start == 0


@pytest.mark.parametrize(
    "text, tall",
    [
        pytest.param("Ports lack scanners", False, id="Latin"),
        pytest.param("ท่าเรือขาดเครื่องสแกน", True, id="Thai"),
        pytest.param("កំពង់ផែខ្វះម៉ាស៊ីនស្កេន", True, id="Khmer"),
    ],
)
def test_tall_scripts_take_higher_lines(text: str, tall: bool) -> None:
    assert layout.is_tall(text) == tall
    higher = layout.height(Content(text), 2.0) > layout.height(Content("x"), 2.0)
    assert higher == tall


def test_a_row_is_as_high_as_its_score_with_the_note_below() -> None:
    plain, noted = (
        layout.height(Content("Ports lack scanners", "1.1.5", "88%", note), 1.85)
        for note in ("", "21 of 24")
    )
    assert noted - plain > 1  # rem: two lines on the right are higher than one on the left


def test_a_long_note_next_to_the_score_takes_space_from_the_text() -> None:
    text = "x" * 45
    plain, noted = (
        layout.height(Content(text, score="88%", note=note), 2.0)
        for note in ("", "21 of the 24 people who voted")
    )
    assert noted > plain


@pytest.fixture
def first(room: Room) -> Contest:
    """The first theme's ranking, closed; twelve people agree on the same three issues."""
    room.go("lobby")
    room.join(12)
    room.go("ranking")
    contest = room.open_ranking()[0]
    ranked = {"ranking": contest.options[:3]}
    room.cast_all((person, contest.id, ranked) for person in room.participants)
    room.organizer_visitor().post(f"/console/{room.code}/ranking/{contest.id}/close")
    return contest


def text_of(visitor: Visitor, path: str) -> str:
    return visitor.get(path).get_data(as_text=True)


def test_nothing_leaves_the_server_before_its_step_and_phones_wait_for_the_last(
    room: Room, first: Contest
) -> None:
    organizer, screen = room.organizer_visitor(), room.screen_visitor()
    phone, facilitator = room.participant_visitor(), room.facilitator_visitor()
    with reading() as session:
        names = [session.get_one(Issue, option).label for option in first.options]
    hashes = f"/w/{room.code}/contests/{first.id}/ballots"

    def on_screen() -> list[str]:
        html = text_of(screen, f"/w/{room.code}/screen")
        return [name for name in names if name in html]

    def on_phones() -> list[bool]:
        pages = [(phone, f"/w/{room.code}"), (facilitator, f"/w/{room.code}/facilitator")]
        return [">3 points<" in text_of(*one) or "36 points" in text_of(*one) for one in pages]

    organizer.post(f"/console/{room.code}/ranking/{first.id}/reveal")
    assert on_screen() == []
    turn = f"/w/{room.code}/screen/turn"
    for expected in (names[3:], names[2:], names):
        assert screen.post(turn, {"go": "next"}).status_code == 200
        assert on_screen() == expected
        assert on_phones() == [False, False]
        assert phone.get(hashes).status_code == 409
    screen.post(turn, {"go": "next"})
    assert on_phones() == [True, True]
    assert phone.get(hashes).status_code == 200
    assert screen.post(turn, {"go": "next"}).status_code == 409
    assert screen.post(turn, {"go": "start"}).status_code == 200  # a replay
    assert on_screen() == []
    assert on_phones() == [True, True]


def test_screen_readers_announce_a_result_once_it_is_shown(room: Room, first: Contest) -> None:
    organizer, phone = room.organizer_visitor(), room.participant_visitor()
    for action, is_announced in (("ranking/{}/reveal", False), ("screen/turn", True)):
        organizer.post(f"/console/{room.code}/{action.format(first.id)}", {"go": "end"})
        assert ("The result is out" in text_of(phone, f"/w/{room.code}")) == is_announced


def test_a_restart_keeps_the_step(room: Room, first: Contest) -> None:
    with transaction() as session:
        ranking.reveal(session, room.organizer, session.get_one(Contest, first.id))
    room.screen_visitor().post(f"/w/{room.code}/screen/turn", {"go": "next"})
    with reading() as session:
        assert session.get_one(Workshop, room.workshop_id).screen_state["step"] == 1


def test_a_result_can_be_shown_again_at_a_later_stage(room: Room, first: Contest) -> None:
    organizer, screen = room.organizer_visitor(), room.screen_visitor()
    organizer.post(f"/console/{room.code}/ranking/{first.id}/reveal")
    with transaction() as session:
        workshop = session.get_one(Workshop, room.workshop_id)
        workshop.stage, workshop.screen_state = "closed", {}
    with reading() as session:
        name = session.get_one(Issue, first.options[0]).label
    assert name not in text_of(screen, f"/w/{room.code}/screen")
    organizer.post(f"/console/{room.code}/ranking/{first.id}/reveal")
    assert name in text_of(screen, f"/w/{room.code}/screen")
    organizer.post(f"/console/{room.code}/ranking/hide")
    assert "Thank you" in text_of(screen, f"/w/{room.code}/screen")


def test_people_can_join_by_what_the_screen_shows_until_the_survey(room: Room) -> None:
    screen = room.screen_visitor()
    for stage in ("lobby", "ranking", "breakouts", "presentations", "final_vote", "survey"):
        with transaction() as session:
            session.get_one(Workshop, room.workshop_id).stage = stage
        html = text_of(screen, f"/w/{room.code}/screen")
        assert "QR code that opens" in html, stage
        assert f"{room.code[:4]} {room.code[4:]}" in html, stage
