"""The presentations' pages for each role, and who may turn pages."""

import re

import pytest

from polling.breakouts import queries as breakouts
from polling.core.access import Role
from polling.core.db import reading
from polling.recommendations.sentence import sentence
from tests.breakouts.full_room import group
from tests.presentations.test_comments import member
from tests.room import Room
from tests.visitor import Visitor


def look(room: Room, visitor: Visitor, path: str) -> str:
    answer = visitor.get(path.format(code=room.code))
    assert answer.status_code == 200
    return answer.get_data(as_text=True).replace("&#39;", "'")


def press(room: Room, visitor: Visitor, path: str, **sent: object) -> int:
    return visitor.post(path.format(code=room.code), sent).status_code


def sentences(room: Room, number: int) -> list[str]:
    with reading() as session:
        chosen = breakouts.group(session, room.workshop_id, group(room, number).id)
        return [sentence(one) for one in breakouts.written_by(session, chosen)]


PRESENT = "/console/{code}/presentations/present"
TURN = "/console/{code}/presentations/turn"
TURN_OWN = "/w/{code}/group/turn"


def test_the_screen_shows_the_order_then_one_recommendation_at_a_time(presenting: Room) -> None:
    screen, organizer = presenting.screen_visitor(), presenting.organizer_visitor()
    assert look(presenting, screen, "/w/{code}/screen").count('class="group-number num"') == 11
    press(presenting, organizer, PRESENT, group=group(presenting, 3).id)
    press(presenting, organizer, TURN, step=1)
    page = look(presenting, screen, "/w/{code}/screen")
    assert [said in page for said in sentences(presenting, 3)] == [True] + [False] * 5
    assert "1 of 6" in page


def test_a_phone_reads_along_and_knows_what_is_on_the_screen(presenting: Room) -> None:
    phone, organizer = presenting.participant_visitor(), presenting.organizer_visitor()
    press(presenting, organizer, PRESENT, group=group(presenting, 3).id)
    press(presenting, organizer, TURN, step=1)
    page = look(presenting, phone, "/w/{code}")
    marked = re.findall(r'aria-current="true"><p class="said"[^>]*>([^<]*)</p>', page)
    assert marked == sentences(presenting, 3)[:1]
    assert [said for said in sentences(presenting, 11) if said not in page] == []


def test_the_facilitator_of_the_group_on_the_screen_can_turn_its_pages(presenting: Room) -> None:
    mine, other = presenting.facilitator_visitor(3), presenting.facilitator_visitor(4)
    press(presenting, presenting.organizer_visitor(), PRESENT, group=group(presenting, 3).id)
    assert 'data-keys="next"' in look(presenting, mine, "/w/{code}/facilitator")
    assert "data-keys" not in look(presenting, other, "/w/{code}/facilitator")
    assert press(presenting, mine, TURN_OWN, step=1) == 200
    assert press(presenting, other, TURN_OWN, step=1) == 403


def test_a_group_that_has_presented_is_not_asked_for_a_presenter(presenting: Room) -> None:
    def pages() -> list[str]:
        phone = Visitor(presenting.app).holding(
            Role.PARTICIPANT, presenting.workshop_id, member(presenting, 3).participant_id or 0
        )
        tablet = presenting.facilitator_visitor(3)
        shown = [look(presenting, phone, "/w/{code}")]
        return [*shown, look(presenting, tablet, "/w/{code}/facilitator")]

    organizer, asked = presenting.organizer_visitor(), "Present for our group"
    press(presenting, organizer, PRESENT, group=group(presenting, 3).id)
    assert "Your group has presented." not in "".join(pages())
    assert asked in pages()[0]
    assert 'id="presenter"' in pages()[1]
    press(presenting, organizer, PRESENT, group=group(presenting, 4).id)
    assert asked not in pages()[0]
    assert 'id="presenter"' not in pages()[1]
    assert "Your group has presented. Group 4 presents" in pages()[1]
    for page in pages():
        assert "Your group has presented." in page
        assert "Your group is number" not in page


@pytest.mark.parametrize("path", [PRESENT, TURN, TURN_OWN])
def test_a_participant_turns_nothing(presenting: Room, path: str) -> None:
    assert press(presenting, presenting.participant_visitor(), path, step=1, group=1) == 401


@pytest.mark.parametrize("path", [PRESENT, TURN])
def test_a_facilitator_does_not_choose_who_presents(presenting: Room, path: str) -> None:
    assert press(presenting, presenting.facilitator_visitor(3), path, step=1, group=1) == 401


def test_a_page_is_turned_by_one(presenting: Room) -> None:
    organizer = presenting.organizer_visitor()
    press(presenting, organizer, PRESENT, group=group(presenting, 3).id)
    assert press(presenting, organizer, TURN, step=5) == 400


def test_the_console_leads_from_group_to_group(presenting: Room) -> None:
    organizer = presenting.organizer_visitor()
    assert "Next group" not in look(presenting, organizer, "/console/{code}/presentations")
    press(presenting, organizer, PRESENT, group=group(presenting, 3).id)
    page = look(presenting, organizer, "/console/{code}/presentations")
    assert "Next group: 4" in page
    assert "Back to group 2" in page


def test_before_the_presentations_nobody_can_be_sent_to_the_screen(presenting: Room) -> None:
    presenting.go("breakouts")
    page = look(presenting, presenting.organizer_visitor(), "/console/{code}/presentations")
    assert "/presentations/present" not in page


def test_the_console_sets_the_time_of_the_groups_in_one_place(presenting: Room) -> None:
    """Eleven groups, four minutes each, and thirty minutes planned."""
    organizer, console = presenting.organizer_visitor(), "/console/{code}/presentations"
    page = look(presenting, organizer, console)
    assert "Start timer" not in page
    assert "Plan for 44 min" in page
    assert "in total" not in page  # the plan says it
    press(presenting, organizer, "/console/{code}/presentations/minutes", minutes=2)
    page = look(presenting, organizer, console)
    assert "11 groups, 22 minutes in total" in page
    assert "Plan for" not in page
