"""Practice runs: what an organizer can do in them, and that they affect nothing else."""

import pytest
from flask import Flask
from sqlalchemy import select

from polling.core.access import Role
from polling.core.db import reading, transaction
from polling.core.errors import Conflict
from polling.people.actions import participants
from polling.people.models import Participant
from polling.people.queries import organizers_of
from polling.rehearsal import actions, simulator_control
from polling.rehearsal.crowd import Plan
from polling.rehearsal.html_tree import read
from polling.report.document import annex, publication
from polling.report.queries import report
from polling.workshop.models import Workshop
from polling.workshop.queries import practice_copy
from polling.workshop_file.dump import dump
from polling.workshop_file.load import load
from polling.workshop_file.schema import WorkshopFile
from tests.room import Room
from tests.visitor import Visitor

NOTICE = "Nothing here is a real result."


@pytest.fixture
def organizer(room: Room) -> Visitor:
    return room.organizer_visitor()


def practice_of(room: Room) -> Workshop:
    """The practice copy of the room's workshop."""
    with reading() as session:
        found = practice_copy(session, room.workshop_id)
        assert found
        return found


def primary_buttons(organizer: Visitor, workshop: Workshop) -> list[str]:
    """The texts of the primary buttons in the lobby's console; "" is the dialog's."""
    page = read(organizer.get(f"/console/{workshop.code}/lobby").text)
    buttons = page.all("button", **{"class": "primary"})
    return [button.words for button in buttons if button.words]


def people_in(workshop_id: int) -> int:
    """How many people have joined."""
    with reading() as session:
        everybody = select(Participant).where(Participant.workshop_id == workshop_id)
        return len(session.scalars(everybody).all())


def test_rehearsing_opens_one_copy_with_the_setup_and_without_people(
    room: Room, organizer: Visitor
) -> None:
    room.go("lobby")
    room.join(3)
    for _ in range(2):
        answer = organizer.post(f"/console/{room.code}/practice")
    copy = practice_of(room)
    assert answer.json["to"] == f"/console/{copy.code}/lobby"  # type: ignore[index]
    assert (copy.practice, copy.stage, people_in(copy.id)) == (True, "lobby", 0)
    with reading() as session:
        original = session.get_one(Workshop, room.workshop_id)
        again = session.get_one(Workshop, copy.id)
        setup = [dump(session, one).model_dump(include={"themes"}) for one in (original, again)]
        assert setup[0] == setup[1]
        assert organizers_of(session, copy.id) == organizers_of(session, room.workshop_id)
        assert len(session.scalars(select(Workshop)).all()) == 2
    assert people_in(room.workshop_id) == 3


def test_the_setup_says_whether_there_is_a_practice_run(room: Room, organizer: Visitor) -> None:
    def buttons() -> list[str]:
        page = read(organizer.get(f"/console/{room.code}/setup").text)
        return [one.words for one in page.all("button") if "practice run" in one.words]

    assert buttons() == ["Start practice run"]
    organizer.post(f"/console/{room.code}/practice")
    assert buttons() == ["Open practice run"]


def test_a_setup_that_is_not_complete_says_what_is_missing(app: Flask) -> None:
    bare = Room.of(app, WorkshopFile(title="Nothing to rank"))
    refused = bare.organizer_visitor().post(f"/console/{bare.code}/practice")
    assert refused.status_code == 409
    assert "There are no themes yet." in refused.text


def test_trying_it_as_a_participant_gives_no_vote_in_the_workshop_itself(
    room: Room, organizer: Visitor
) -> None:
    room.go("lobby")
    for _ in range(2):
        answer = organizer.post(f"/console/{room.code}/practice/join")
    copy = practice_of(room)
    assert answer.json["to"] == f"/w/{copy.code}"  # type: ignore[index]
    page = organizer.client.get(f"/w/{copy.code}")
    assert (page.status_code, NOTICE in page.text) == (200, True)
    assert (people_in(copy.id), people_in(room.workshop_id)) == (1, 0)
    assert organizer.client.get(f"/w/{room.code}").status_code == 303
    with organizer.client.session_transaction() as cookie:
        assert list(cookie[Role.PARTICIPANT]) == [str(copy.id)]


@pytest.mark.parametrize("what", ["fill", "play", "stop", "again"])
def test_a_real_workshop_has_no_simulated_people(room: Room, organizer: Visitor, what: str) -> None:
    room.go("lobby")
    fields = {"to": "ranking"} if what == "play" else {}
    refused = organizer.post(f"/console/{room.code}/practice/{what}", fields)
    assert refused.status_code == 409
    assert "Simulated people can join only a practice run." in refused.text
    with reading() as session:
        assert session.get(Workshop, room.workshop_id)


def test_only_its_organizers_open_a_practice_copy(room: Room) -> None:
    room.go("lobby")
    for stranger in (room.participant_visitor(), room.facilitator_visitor(), Visitor(room.app)):
        for what in ("", "/join", "/fill"):
            assert stranger.post(f"/console/{room.code}/practice{what}").status_code == 401
    with reading() as session:
        assert practice_copy(session, room.workshop_id) is None


def test_playing_on_needs_simulated_people(room: Room, organizer: Visitor) -> None:
    organizer.post(f"/console/{room.code}/practice")
    refused = organizer.post(f"/console/{practice_of(room).code}/practice/play", {"to": "ranking"})
    assert (refused.status_code, "not possible right now" in refused.text) == (409, True)


def test_starting_over_brings_back_the_setup_of_the_original(
    room: Room, organizer: Visitor
) -> None:
    organizer.post(f"/console/{room.code}/practice/join")
    before = practice_of(room)
    assert (
        "copy the current setup of the workshop"
        in organizer.get(f"/console/{before.code}/lobby").text
    )
    with transaction() as session:
        session.get_one(Workshop, room.workshop_id).themes[0].title = "Changed since"
    answer = organizer.post(f"/console/{before.code}/practice/again")
    after = practice_of(room)
    assert answer.json["to"] == f"/console/{after.code}/lobby"  # type: ignore[index]
    assert (after.title, after.code == before.code) == (before.title, False)
    assert people_in(after.id) == 0
    with reading() as session:
        assert session.get_one(Workshop, after.id).themes[0].title == "Changed since"
        assert len(session.scalars(select(Workshop)).all()) == 2


def test_the_demo_starts_over_as_the_demo(room: Room, organizer: Visitor) -> None:
    demo = organizer.post("/console/demo").json["to"].split("/")[2]  # type: ignore[index]
    assert "The setup will be kept" in organizer.get(f"/console/{demo}/lobby").text
    answer = organizer.post(f"/console/{demo}/practice/again")
    assert answer.status_code == 200
    with reading() as session:
        (found,) = session.scalars(select(Workshop).where(Workshop.demo))
        assert (found.practice, found.stage, found.code == demo) == (True, "lobby", False)


def test_deleting_a_workshop_ends_its_simulation(
    room: Room, organizer: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended: list[str] = []
    monkeypatch.setattr("polling.rehearsal.simulator_control.stop", ended.append)
    organizer.post(f"/console/{room.code}/practice")
    copy = practice_of(room).code
    organizer.post(f"/console/{copy}/delete", {"confirm": copy})
    assert ended == [copy]


def test_the_first_thing_to_press_in_a_practice_run_fills_the_room(
    room: Room, organizer: Visitor
) -> None:
    organizer.post(f"/console/{room.code}/practice")
    assert primary_buttons(organizer, practice_of(room)) == ["Add simulated people"]
    organizer.post(f"/console/{room.code}/practice/join")
    assert primary_buttons(organizer, practice_of(room)) == ["Go to: Ranking"]


def test_every_page_and_the_report_of_a_practice_run_say_so(room: Room, organizer: Visitor) -> None:
    organizer.post(f"/console/{room.code}/practice/join")
    copy = practice_of(room)
    assert NOTICE in organizer.get(f"/console/{copy.code}/lobby").text
    assert NOTICE not in organizer.get(f"/console/{room.code}/setup").text
    with reading() as session:
        told = report(session, session.get_one(Workshop, copy.id))
        real = report(session, session.get_one(Workshop, room.workshop_id))
    for document in (publication, annex):
        assert document(told).title.startswith("Practice run: ")
        assert NOTICE in document(told).subtitle
        assert "Practice run" not in document(real).title
        assert NOTICE not in document(real).subtitle


def test_the_report_of_a_practice_copy_has_the_title_and_texts_of_the_original(
    room: Room, organizer: Visitor
) -> None:
    with transaction() as session:
        original = session.get_one(Workshop, room.workshop_id)
        original.prose = {"next_steps": "Banks answer.", "summary": "67% said yes."}
        original.subtitle = "On fraud"
        title = original.title
    organizer.post(f"/console/{room.code}/practice")
    with reading() as session:
        told = report(session, session.get_one(Workshop, practice_of(room).id))
    assert (told.title, told.heading) == (title, f"Practice run: {title}")
    assert told.deck == f"On fraud · {NOTICE}"
    assert (told.prose.next_steps, told.prose.summary) == ("Banks answer.", "")


def test_the_file_of_a_practice_run_makes_no_real_workshop(room: Room, organizer: Visitor) -> None:
    organizer.post(f"/console/{room.code}/practice")
    with transaction() as session:
        file = dump(session, session.get_one(Workshop, practice_of(room).id))
        assert load(session, file).practice
        assert not load(session, file.without_results()).practice


def test_a_simulated_organizer_leaves_no_account(room: Room) -> None:
    def copy_of(workshop_id: int) -> Workshop:
        with reading() as session:
            setup = actions.Setup.of(session.get_one(Workshop, workshop_id))
        with transaction() as session:
            return actions.make_copy(session, session.get_one(Workshop, workshop_id), setup)

    copy = copy_of(room.workshop_id)
    with transaction() as session:
        email = actions.admit_organizer(session, copy).email
    again = copy_of(copy.id)
    with transaction() as session:
        assert email not in {account.email for account in organizers_of(session, again.id)}
        actions.dismiss_organizer(session, email)
        assert email not in {account.email for account in organizers_of(session, copy.id)}


def test_a_copy_needs_the_setup_of_its_original(room: Room) -> None:
    others = actions.Setup(room.workshop_id + 1, WorkshopFile(title="Another organizer's"))
    with transaction() as session:
        original = session.get_one(Workshop, room.workshop_id)
        for setup in (others, None):
            with pytest.raises(Conflict):
                actions.make_copy(session, original, setup)


def test_the_simulation_gets_a_plan(
    room: Room, organizer: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    plans: list[Plan] = []
    monkeypatch.setattr(simulator_control, "start", lambda plan, *_: plans.append(plan))
    organizer.post(f"/console/{room.code}/practice")
    copy = practice_of(room)
    assert organizer.post(f"/console/{copy.code}/practice/fill", {"people": 7}).status_code == 200
    assert organizer.post(f"/console/{copy.code}/practice/fill", {"people": 1}).status_code == 400
    (plan,) = plans
    assert (plan.code, plan.people, plan.base) == (
        copy.code,
        7,
        room.app.config["ADDRESS"],
    )


def test_people_who_joined_a_practice_run_go_with_it(room: Room, organizer: Visitor) -> None:
    organizer.post(f"/console/{room.code}/practice")
    copy = practice_of(room)
    with transaction() as session:
        participants.join(session, session.get_one(Workshop, copy.id), {})
    organizer.post(f"/console/{copy.code}/practice/again")
    with reading() as session:
        assert session.scalars(select(Participant)).all() == []
