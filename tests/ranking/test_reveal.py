"""A revealed ranking over HTTP, for each role."""

import re

import pytest

from polling.contests.models import Contest
from polling.core.db import reading, transaction
from polling.workshop.models import Issue, Workshop
from tests.prepared_rooms import Prepared
from tests.room import Room
from tests.visitor import Visitor


@pytest.fixture
def ranking(room: Room, prepared: Prepared) -> Room:
    """Twelve people in the ranking stage."""
    prepared.get(gather, room)
    return room


def gather(room: Room) -> None:
    room.go("lobby")
    room.join(12)
    room.go("ranking")


def page(visitor: Visitor, path: str) -> str:
    answer = visitor.get(path)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def rank_first_theme(room: Room) -> Contest:
    """Seven people rank the first three issues, five rank the fourth third; nothing is closed."""
    contest = room.open_ranking()[0]
    first, second, third, fourth = contest.options[:4]
    for index, person in enumerate(room.participants):
        last = third if index < 7 else fourth
        room.cast(person, contest.id, {"ranking": [first, second, last]})
    return contest


def test_the_room_reads_how_close_it_was_once_it_is_revealed(ranking: Room) -> None:
    contest = rank_first_theme(ranking)
    organizer = ranking.organizer_visitor()
    pages = [
        (ranking.participant_visitor(), f"/w/{ranking.code}"),
        (ranking.facilitator_visitor(), f"/w/{ranking.code}/facilitator"),
        (ranking.screen_visitor(), f"/w/{ranking.code}/screen"),
    ]
    with reading() as session:
        fourth = session.get_one(Issue, contest.options[3]).label
    close = f"A change in 1 ballot could have put “{fourth}” among the priority issues."
    organizer.post(f"/console/{ranking.code}/ranking/{contest.id}/close")
    assert [close in page(*one) for one in pages] == [False, False, False]
    assert close not in page(organizer, f"/console/{ranking.code}/ranking")
    organizer.post(f"/console/{ranking.code}/ranking/{contest.id}/reveal")
    organizer.post(f"/console/{ranking.code}/screen/turn", {"go": "end"})
    assert close in page(organizer, f"/console/{ranking.code}/ranking")
    assert [close in page(*one) for one in pages] == [True, True, True]


def test_a_tie_waits_for_the_organizer_and_its_reason_is_shown(ranking: Room) -> None:
    with transaction() as session:
        workshop = session.get_one(Workshop, ranking.workshop_id)
        workshop.settings = {**workshop.settings, "tie_policy": "refuse"}
    contest = ranking.open_ranking()[0]
    for person, last in zip(ranking.participants, contest.options[2:4], strict=False):
        ranking.cast(person, contest.id, {"ranking": [*contest.options[:2], last]})
    organizer = ranking.organizer_visitor()
    address = f"/console/{ranking.code}/ranking/{contest.id}"
    organizer.post(f"{address}/close")
    assert "Break the tie" not in page(organizer, f"/console/{ranking.code}/ranking")
    answer = organizer.post(f"{address}/reveal").get_json()
    assert answer["message"].startswith("There is a tie for the last winning place.")
    console = page(organizer, f"/console/{ranking.code}/ranking")
    assert "Break the tie" in console
    form = console.partition(f'id="decide-{contest.id}"')[2].partition("</form>")[0]
    offered = re.findall(r'name="winners\[\]" value="(\d+)"', form)
    assert offered == [str(option) for option in contest.options[2:4]]  # only the tied ones
    organizer.post(
        f"{address}/decide",
        {
            "winners[]": [str(contest.options[3])],
            "reason": "It had more first places last year.",
        },
    )
    assert organizer.post(f"{address}/reveal").status_code == 200
    organizer.post(f"/console/{ranking.code}/screen/turn", {"go": "end"})
    html = page(ranking.screen_visitor(), f"/w/{ranking.code}/screen")
    assert "Decided by the organizers:" in html
    assert "It had more first places last year." in html
    with reading() as session:
        priorities = [session.get_one(Issue, option).priority for option in contest.options[:4]]
    assert priorities == [1, 2, None, 3]


def test_what_the_screen_asks_for_can_be_done(ranking: Room) -> None:
    screen, facilitator = ranking.screen_visitor(), ranking.facilitator_visitor()

    def headings() -> list[str]:
        paths = ((screen, "screen"), (facilitator, "facilitator"))
        pages = [page(who, f"/w/{ranking.code}/{path}") for who, path in paths]
        return [text.partition("<h1>")[2].partition("</h1>")[0] for text in pages]

    assert headings() == ["Voting opens soon"] * 2
    contests = ranking.open_ranking()
    assert headings() == ["Vote on your phone", "Voting is open"]
    organizer = ranking.organizer_visitor()
    for contest in contests:
        organizer.post(f"/console/{ranking.code}/ranking/{contest.id}/close")
    assert headings() == ["Voting is closed"] * 2
