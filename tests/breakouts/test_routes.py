"""Access to the breakouts' routes over HTTP."""

from typing import Any

import pytest

from polling.breakouts import queries
from polling.core.db import reading, transaction
from polling.core.edit_conflicts import mark
from polling.people.models import Participant
from polling.workshop import queries as workshops
from tests.breakouts.full_room import draft, group, seats
from tests.room import Room
from tests.visitor import Visitor

FACILITATORS = {
    "help": {"on": "true"},
    "ready": {"on": "true"},
    "issue": {"issue": "1"},
    "meeting": {"link": "https://meet.example.org/room"},
    "clock": {"issue": "1", "action": "start", "seconds": "60"},
}


def issue_of(room: Room, number: int) -> int:
    with reading() as session:
        return workshops.priority_issues(session, group(room, number).theme_id)[0].id


def state(room: Room, number: int) -> tuple[Any, ...]:
    found = group(room, number)
    return found.ready, found.help_since is not None, found.issue_id


# ---- Facilitators ----


def test_a_facilitator_runs_their_own_group_and_no_other(at_work: Room) -> None:
    visitor, before = at_work.facilitator_visitor(3), state(at_work, 4)
    issue = issue_of(at_work, 3)
    for button in ("help", "issue", "ready"):
        sent = {"issue": issue} if button == "issue" else {"on": "true"}
        assert visitor.post(f"/w/{at_work.code}/group/{button}", sent).status_code == 200
    assert state(at_work, 3) == (True, False, issue)
    assert state(at_work, 4) == before


def test_a_facilitator_cannot_name_another_group(at_work: Room) -> None:
    sent = {"on": "true", "group": group(at_work, 4).id}
    answer = at_work.facilitator_visitor(3).post(f"/w/{at_work.code}/group/ready", sent)
    assert answer.status_code == 400
    assert not group(at_work, 4).ready


def test_a_facilitator_cannot_take_up_an_issue_of_another_theme(at_work: Room) -> None:
    sent = {"issue": issue_of(at_work, 11)}
    answer = at_work.facilitator_visitor(3).post(f"/w/{at_work.code}/group/issue", sent)
    assert answer.status_code == 400
    assert group(at_work, 3).issue_id is None


@pytest.mark.parametrize("button", FACILITATORS)
def test_a_participant_cannot_press_a_facilitators_buttons(at_work: Room, button: str) -> None:
    visitor = at_work.participant_visitor()
    answer = visitor.post(f"/w/{at_work.code}/group/{button}", FACILITATORS[button])
    assert answer.status_code == 401


@pytest.mark.parametrize("button", FACILITATORS)
def test_an_organizer_without_the_link_is_no_facilitator(at_work: Room, button: str) -> None:
    visitor = at_work.organizer_visitor()
    answer = visitor.post(f"/w/{at_work.code}/group/{button}", FACILITATORS[button])
    assert answer.status_code == 401


def test_renewing_a_link_ends_the_old_one_and_its_session(at_work: Room) -> None:
    visitor = at_work.facilitator_visitor(3)
    organizer = at_work.organizer_visitor()
    address = f"/console/{at_work.code}/groups/{group(at_work, 3).id}/link"
    assert organizer.post(address).status_code == 200
    assert visitor.post(f"/w/{at_work.code}/group/help", {"on": "true"}).status_code == 401
    assert at_work.facilitator_visitor(3).get(f"/w/{at_work.code}/facilitator").status_code == 200


def test_a_forged_link_opens_nothing(at_work: Room) -> None:
    assert Visitor(at_work.app).get("/f/WzEsMV0.forged").status_code == 403


# ---- Participants ----


def test_a_participant_says_what_they_would_like(full: Room) -> None:
    visitor = full.participant_visitor()
    with reading() as session:
        ids = [theme.id for theme in workshops.themes(session, full.workshop_id)]
    answer = visitor.post(f"/w/{full.code}/wishes", {"themes": f"{ids[2]},{ids[0]}"})
    assert answer.status_code == 200
    with reading() as session:
        newest = session.query(Participant).order_by(Participant.id.desc()).first()
        assert newest is not None
        assert newest.preferences == [ids[2], ids[0]]


def test_a_participant_can_take_all_wishes_back(full: Room) -> None:
    visitor = full.participant_visitor()
    assert visitor.post(f"/w/{full.code}/wishes", {"themes": ""}).status_code == 200


@pytest.mark.parametrize("path", ["form", "even-out", "late", "no-shows", "extend", "move"])
def test_a_facilitator_cannot_press_an_organizers_buttons(at_work: Room, path: str) -> None:
    answer = at_work.facilitator_visitor(3).post(f"/console/{at_work.code}/groups/{path}")
    assert answer.status_code == 401


# ---- Organizers ----


def formation(room: Room) -> dict[str, Any]:
    """The form's data: two groups per theme, one for the last."""
    with reading() as session:
        ids = [theme.id for theme in workshops.themes(session, room.workshop_id)]
        seen = mark(queries.plan_of_groups(session, room.workshop_id))
    counts = [2] * (len(ids) - 1) + [1]
    return {"themes": ids, "counts": counts, "mix": ["sector", "country"], "seen": seen}


def test_groups_formed_early_say_what_to_press_next(full: Room) -> None:
    full.go("ranking")
    form = f"/console/{full.code}/groups/form"
    for stage, next_press in (("ranking", True), ("breakouts", False)):
        if stage != "ranking":
            full.go(stage)
        answer = full.organizer_visitor().post(form, json=formation(full))
        assert answer.json is not None
        assert ("press “Go to: Breakouts”" in answer.json["message"]) == next_press


def test_forming_seats_everybody_in_groups_of_the_right_size(full: Room) -> None:
    organizer = full.organizer_visitor()
    answer = organizer.post(f"/console/{full.code}/groups/form", json=formation(full))
    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json["message"].startswith("Everybody has a group.")
    taken = list(seats(full).values())
    assert len(taken) == 78
    assert {6, 7, 8} >= {taken.count(number) for number in set(taken)}


@pytest.mark.parametrize(
    "wanted, sizes, said",
    [
        pytest.param(2, [2, 3], "Everybody has a group.", id="groups smaller than the rules say"),
        pytest.param(3, [2, 3], "1 group is empty. Each group needs at least", id="too few"),
    ],
)
def test_a_small_room_gets_the_groups_that_were_asked_for(
    room: Room, wanted: int, sizes: list[int], said: str
) -> None:
    room.go("lobby")
    room.join(5)
    room.go("ranking", "breakouts")
    with reading() as session:
        ids = [theme.id for theme in workshops.themes(session, room.workshop_id)]
    counts = [1] * wanted + [0] * (len(ids) - wanted)
    sent = formation(room) | {"counts": counts, "mix": []}
    answer = room.organizer_visitor().post(f"/console/{room.code}/groups/form", json=sent)
    taken = list(seats(room).values())
    assert sorted(taken.count(number) for number in set(taken)) == sizes
    assert answer.json is not None
    assert said in answer.json["message"]


def test_the_page_that_follows_says_how_good_the_seating_is(full: Room) -> None:
    organizer = full.organizer_visitor()
    answer = organizer.post(f"/console/{full.code}/groups/form", json=formation(full))
    assert answer.json is not None
    page = organizer.get(answer.json["to"]).get_data(as_text=True)
    assert answer.json["message"] in page


def test_groups_that_another_organizer_has_formed_are_formed_again_only_on_purpose(
    full: Room,
) -> None:
    organizer, sent = full.organizer_visitor(), formation(full)
    form = f"/console/{full.code}/groups/form"
    assert organizer.post(form, json=sent).status_code == 200
    before = seats(full)
    late = sent | {"counts": [1] * len(sent["themes"])}
    refusal = organizer.post(form, json=late)
    assert refusal.status_code == 409
    assert refusal.json is not None
    error = refusal.json["error"]
    assert "groups have just changed" in error["message"]
    assert seats(full) == before
    assert organizer.post(form, json=late | {"seen": error["seen"]}).status_code == 200
    assert seats(full) != before


@pytest.mark.parametrize("button", ["form", "move"])
def test_a_form_that_did_not_see_the_newest_seats_undoes_none_of_them(
    full: Room, button: str
) -> None:
    organizer = full.organizer_visitor()
    groups = f"/console/{full.code}/groups"
    assert organizer.post(f"{groups}/form", json=formation(full)).status_code == 200
    stale = formation(full)
    person = full.participants[0]
    other = {"form": stale | {"mix": []}, "move": {"person": person, "group": ""}}
    assert organizer.post(f"{groups}/{button}", json=other[button]).status_code == 200
    newest = seats(full)
    assert organizer.post(f"{groups}/form", json=stale).status_code == 409
    assert seats(full) == newest


def test_forming_honours_wishes(full: Room) -> None:
    full.organizer_visitor().post(f"/console/{full.code}/groups/form", json=formation(full))
    with reading() as session:
        themes = {one.id: one.theme_id for one in queries.groups(session, full.workshop_id)}
        everybody = session.query(Participant).all()
        unmet = [
            p for p in everybody if p.preferences and themes[p.group_id or 0] not in p.preferences
        ]
    assert len(unmet) <= 2


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"counts": [1]}, id="a theme without its number"),
        pytest.param({"counts": [-1] * 6}, id="fewer than none"),
        pytest.param({"people": [1]}, id="a field that is not asked"),
    ],
)
def test_a_form_that_is_not_right_forms_nothing(full: Room, wrong: dict[str, Any]) -> None:
    sent = formation(full) | wrong
    answer = full.organizer_visitor().post(f"/console/{full.code}/groups/form", json=sent)
    assert answer.status_code == 400
    assert seats(full) == {}


def test_evening_out_after_no_shows_moves_few(at_work: Room) -> None:
    with transaction() as session:
        for person_id in at_work.participants[:44:11]:  # four of group 1's eight
            session.get_one(Participant, person_id).group_id = None
            session.get_one(Participant, person_id).removed = True
    before = seats(at_work)
    organizer = at_work.organizer_visitor()
    assert organizer.post(f"/console/{at_work.code}/groups/even-out").status_code == 200
    after = seats(at_work)
    moved = [number for number in before if before[number] != after[number]]
    assert len(moved) == 2
    assert {list(after.values()).count(number) for number in after.values()} <= {6, 7, 8}


def test_an_organizer_moves_somebody_by_hand(at_work: Room) -> None:
    sent = {"person": at_work.participants[0], "group": group(at_work, 9).id}
    answer = at_work.organizer_visitor().post(f"/console/{at_work.code}/groups/move", sent)
    assert answer.status_code == 200
    assert seats(at_work)[1] == 9


def test_nobody_is_moved_into_a_group_of_another_workshop(at_work: Room) -> None:
    other = Room.of(at_work.app)
    sent = {"person": at_work.participants[0], "group": group(other, 1).id}
    answer = at_work.organizer_visitor().post(f"/console/{at_work.code}/groups/move", sent)
    assert answer.status_code == 404
    assert seats(at_work)[1] == 1


def test_each_facilitator_has_a_slip_with_a_code(at_work: Room) -> None:
    organizer = at_work.organizer_visitor()
    sheet = organizer.get(f"/console/{at_work.code}/groups/links").get_data(as_text=True)
    assert sheet.count("/qr.svg") == 11
    assert sheet.count('<li dir="auto">') == 30  # three issues each, or two for the last themes
    links = organizer.get(f"/console/{at_work.code}/breakouts?view=links").get_data(as_text=True)
    assert links.count("<copy-field") == 11
    drawn = organizer.get(f"/console/{at_work.code}/groups/{group(at_work, 3).id}/qr.svg")
    assert (drawn.mimetype, drawn.headers["Cache-Control"]) == ("image/svg+xml", "no-store")


def test_planning_that_is_refused_changes_no_seat(at_work: Room) -> None:
    draft(at_work)
    before = seats(at_work)
    sent = formation(at_work) | {"counts": [0, 2, 2, 2, 2, 1]}
    answer = at_work.organizer_visitor().post(f"/console/{at_work.code}/groups/form", json=sent)
    assert answer.status_code == 409
    assert seats(at_work) == before
