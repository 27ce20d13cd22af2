"""The breakouts' pages for each role, with a full room."""

import re

import pytest

from polling.breakouts import queries
from polling.breakouts.seating import actions as seating
from polling.breakouts.timers import ISSUE_SECONDS
from polling.core.db import reading, transaction
from polling.people.models import Participant
from polling.recommendations.sentence import sentence
from polling.workshop import queries as workshops
from tests.breakouts.full_room import GROUPS, draft, group, seat_in_turn
from tests.room import Room
from tests.visitor import Visitor


def phone(room: Room, visitor: Visitor) -> str:
    answer = visitor.get(f"/w/{room.code}")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def console(room: Room, visitor: Visitor, view: str = "") -> str:
    answer = visitor.get(f"/console/{room.code}/breakouts?view={view}")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def seat_newest(room: Room, number: int) -> None:
    """Put the newest participant in this group."""
    with transaction() as session:
        newest = session.query(Participant).order_by(Participant.id.desc()).first()
        assert newest is not None
        chosen = queries.group(session, room.workshop_id, group(room, number).id)
        seating.move(session, room.organizer, newest, chosen)


def test_the_form_says_how_many_groups_of_the_allowed_size_there_can_be(full: Room) -> None:
    full.go("ranking", "breakouts")
    assert "This makes 10 to 13 groups." in console(full, full.organizer_visitor(), "form")


def proposed(room: Room) -> int:
    """How many groups the form proposes."""
    counts = re.findall(
        r'name="counts\[\]"[^>]* value="(\d+)"', console(room, room.organizer_visitor(), "form")
    )
    return sum(map(int, counts))


def test_the_form_proposes_more_groups_than_planned_if_they_are_too_few(full: Room) -> None:
    full.go("ranking", "breakouts")
    with transaction() as session:
        for extra in queries.groups(session, full.workshop_id)[1:]:
            session.delete(extra)
    assert proposed(full) == GROUPS


@pytest.mark.parametrize("formed,groups", [(False, 3), (True, GROUPS)])
def test_the_form_drops_groups_beyond_the_people_present_only_before_forming(
    full: Room, formed: bool, groups: int
) -> None:
    full.go("ranking", "breakouts")
    if formed:
        seat_in_turn(full)
    with transaction() as session:
        for person in session.query(Participant).order_by(Participant.id).all()[22:]:
            person.removed = True
    assert proposed(full) == groups


# ---- Phones ----


@pytest.mark.parametrize("stages", [[], ["ranking"], ["ranking", "breakouts"]], ids=len)
def test_phones_ask_for_wishes_until_there_are_groups(full: Room, stages: list[str]) -> None:
    visitor = full.participant_visitor()
    full.go(*stages)
    assert 'id="wishes"' in phone(full, visitor)


def test_while_a_vote_is_open_nothing_else_is_asked(full: Room) -> None:
    visitor = full.participant_visitor()
    full.go("ranking")
    full.open_ranking()
    assert 'id="wishes"' not in phone(full, visitor)


def test_each_tap_offers_the_whole_list_that_it_leads_to(full: Room) -> None:
    visitor = full.participant_visitor()
    with reading() as session:
        ids = [theme.id for theme in workshops.themes(session, full.workshop_id)]
    visitor.post(f"/w/{full.code}/wishes", {"themes": f"{ids[1]},{ids[0]}"})
    assert "Tap up to 3, favourite first." in phone(full, visitor)
    offered = re.findall(r'id="wish-(\d+)" name="themes" value="([\d,]*)"', phone(full, visitor))
    assert dict(offered) == {
        str(ids[0]): f"{ids[1]}",
        str(ids[1]): f"{ids[0]}",
        **{str(other): f"{ids[1]},{ids[0]},{other}" for other in ids[2:]},
    }


def test_a_phone_shows_ones_group_and_its_members(at_work: Room) -> None:
    visitor = at_work.participant_visitor()
    seat_newest(at_work, 7)
    page = phone(at_work, visitor)
    assert "Trafficking in persons" in page
    assert "River Room, table 1" in page
    assert "Facilitator: Facilitator 7" in page
    assert "8 members" in page


def test_a_phone_follows_the_issue_that_the_group_works_on(at_work: Room) -> None:
    visitor = at_work.participant_visitor()
    seat_newest(at_work, 3)
    facilitator = at_work.facilitator_visitor(3)
    with reading() as session:
        second = workshops.priority_issues(session, group(at_work, 3).theme_id)[1]
    facilitator.post(
        f"/w/{at_work.code}/group/clock",
        {"issue": second.id, "action": "start", "seconds": ISSUE_SECONDS},
    )
    page = phone(at_work, visitor)
    now = page.split('class="current-task"')[1].split("</p>")[0]
    assert second.label in now
    assert "<count-down" in now


def test_a_phone_shows_no_other_groups_draft(at_work: Room) -> None:
    draft(at_work)
    visitor = at_work.participant_visitor()
    seat_newest(at_work, 3)
    page = phone(at_work, visitor)
    with reading() as session:
        drafts = queries.written(session, at_work.workshop_id)
        others = [
            d.action for d in drafts if d.group and d.group.theme_id != group(at_work, 3).theme_id
        ]
    assert [action for action in others if action in page] == []


def test_without_a_group_a_phone_offers_one(at_work: Room) -> None:
    visitor = at_work.participant_visitor()
    with transaction() as session:
        seating.free_seats(session, at_work.organizer, [79])
    assert "Join a group" in phone(at_work, visitor)
    visitor.post(f"/w/{at_work.code}/seat")
    assert "Join a group" not in phone(at_work, visitor)


# ---- The facilitator ----


def test_a_facilitator_sees_their_group_and_a_box_for_each_issue(at_work: Room) -> None:
    page = at_work.facilitator_visitor(9).get(f"/w/{at_work.code}/facilitator")
    text = page.get_data(as_text=True)
    assert "Corruption" in text
    assert len(re.findall(r'id="box-\d+"', text)) == 2


@pytest.mark.parametrize("stages", [[], ["ranking"]], ids=["lobby", "ranking"])
def test_before_the_breakouts_a_facilitator_reads_which_group_is_theirs_and_what_will_happen(
    full: Room, stages: list[str]
) -> None:
    tablet = full.facilitator_visitor(9)
    full.go(*stages)
    text = tablet.get(f"/w/{full.code}/facilitator").get_data(as_text=True)
    for said in ("Your group", "Corruption", "What to expect", "Group 9 ·"):
        assert said in text


def test_being_ready_without_recommendations_is_asked_again(at_work: Room) -> None:
    page = at_work.facilitator_visitor(9).get(f"/w/{at_work.code}/facilitator")
    question = 'data-confirm="2 issues have no recommendation yet. Mark as done?"'
    assert question in page.get_data(as_text=True)


# ---- The screen ----


def test_the_screen_shows_who_goes_where_and_nothing_about_them(at_work: Room) -> None:
    text = at_work.screen_visitor().get(f"/w/{at_work.code}/screen").get_data(as_text=True)
    cards = text.split('<ol class="screen-groups">')[1].split("</ol>")[0].split("<li ")[1:]
    assert len(cards) == 11
    assert re.findall(r"<span>(\d+)</span>", cards[0]) == [
        "1",
        "12",
        "23",
        "34",
        "45",
        "56",
        "67",
        "78",
    ]
    assert [said for said in ("Government", "Media", "Thailand") if said in text] == []


# ---- The console ----


def test_the_console_proposes_the_planned_groups_before_they_are_formed(full: Room) -> None:
    page = console(full, full.organizer_visitor())
    assert re.findall(r'name="counts\[\]"[^>]* value="(\d+)"', page) == ["2"] * 5 + ["1"]
    assert "78 people are here" in page


def test_the_wall_has_a_card_for_every_group(at_work: Room) -> None:
    page = console(at_work, at_work.organizer_visitor())
    assert len(re.findall(r'id="group-\d+" data-state="working"', page)) == 11
    assert "0 of 11 groups are done" in page


def test_a_group_that_needs_help_counts_as_done_too(at_work: Room) -> None:
    for what in ("ready", "help"):
        at_work.facilitator_visitor(1).post(f"/w/{at_work.code}/group/{what}", {"on": "true"})
    page = console(at_work, at_work.organizer_visitor())
    assert 'id="group-1" data-state="help"' in page
    assert "1 of 11 groups are done" in page


def test_the_organizer_can_read_a_draft_on_the_wall(at_work: Room) -> None:
    draft(at_work, per_issue=1)
    with reading() as session:
        first = sentence(queries.written(session, at_work.workshop_id)[0])
    assert first in console(at_work, at_work.organizer_visitor(), "wall").replace("&#39;", "'")


def test_moving_somebody_shows_what_each_group_would_be(at_work: Room) -> None:
    person = at_work.participants[0]
    page = console(at_work, at_work.organizer_visitor(), f"people&move={person}")
    panel = page.split('id="move"')[1].split("</section>")[0]
    assert panel.count("new size: 8") == 10
    assert panel.count("current group") == 1


def test_the_people_view_says_who_got_what(at_work: Room) -> None:
    page = console(at_work, at_work.organizer_visitor(), "people")
    assert "Everybody has a group." in page
    assert "78 people offline" in page
    assert "Preference 1" in page


@pytest.mark.parametrize("view", ["wall", "people", "links", "form", "nonsense"])
def test_every_view_of_the_console_can_be_opened_at_any_stage(at_work: Room, view: str) -> None:
    at_work.go("presentations")
    assert "<nav" in console(at_work, at_work.organizer_visitor(), view)


def test_repairing_groups_at_work_asks_for_confirmation(at_work: Room) -> None:
    page = console(at_work, at_work.organizer_visitor(), "people")
    form = page[page.index(f'action="/console/{at_work.code}/groups/even-out"') :]
    assert "This could move some people to other groups" in form[: form.index(">")]
