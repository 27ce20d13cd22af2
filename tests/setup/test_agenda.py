"""Sessions and actors."""

import pytest

from polling.core.edit_conflicts import mark
from polling.core.errors import BadInput, NotFound
from polling.setup.actions import sessions as actions
from polling.setup.actions.settings import set_actors
from polling.setup.forms import ActorList, SessionText
from polling.setup.list_fields import in_parts
from polling.workshop.models import AgendaSession
from tests.room import Room
from tests.setup.conftest import Desk, form


def agenda_sessions(desk: Desk) -> list[AgendaSession]:
    return desk.ask(lambda _, workshop: list(workshop.sessions))


def test_a_new_session_comes_last_on_the_last_day(desk: Desk) -> None:
    last = agenda_sessions(desk)[-1]
    desk.do(actions.add, title="Closing")
    assert [(s.title, s.day) for s in agenda_sessions(desk)[-2:]] == [
        (last.title, last.day),
        ("Closing", last.day),
    ]


def test_a_session_is_edited(desk: Desk) -> None:
    agenda_session = agenda_sessions(desk)[0]
    desk.do(
        actions.edit,
        agenda_session.id,
        form(SessionText, agenda_session, room="Hall 9", speakers="A, B"),
    )
    changed = agenda_sessions(desk)[0]
    assert (changed.room, changed.speakers) == ("Hall 9", ["A", "B"])


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param([], id="none"),
        pytest.param(["A1", "B2"], id="plain"),
        pytest.param(["Ports, borders and trust"], id="one with a comma"),
        pytest.param(["Ports, borders", "A1"], id="a comma in one of two"),
    ],
)
def test_formatted_lists_are_parsed_to_the_same_parts(desk: Desk, parts: list[str]) -> None:
    agenda_session = agenda_sessions(desk)[0]
    sent = form(SessionText, agenda_session, speakers=in_parts(parts))
    assert sent.speakers == parts


def test_two_sessions_cannot_have_one_code(desk: Desk) -> None:
    first, second = agenda_sessions(desk)[:2]
    with pytest.raises(BadInput, match="appears twice"):
        desk.do(actions.edit, second.id, form(SessionText, second, code=first.code))


def test_sessions_move_and_go(desk: Desk) -> None:
    before = [agenda_session.title for agenda_session in agenda_sessions(desk)]
    desk.do(actions.move, agenda_sessions(desk)[1].id, "up")
    desk.do(actions.remove, agenda_sessions(desk)[2].id)
    assert [s.title for s in agenda_sessions(desk)] == [before[1], before[0], *before[3:]]


def test_a_session_of_another_workshop_is_not_found(desk: Desk) -> None:
    strange = agenda_sessions(Desk(Room.of(desk.room.app)))[0]
    with pytest.raises(NotFound):
        desk.do(actions.edit, strange.id, form(SessionText, strange, title="Stolen"))
    with pytest.raises(NotFound):
        desk.do(actions.remove, strange.id)


def test_actors_are_one_a_line(desk: Desk) -> None:
    shown = desk.ask(lambda _, workshop: workshop.actors)
    listed = {"actors": "Border police\nBanks\n\nBanks", "seen": mark({"actors": shown})}
    desk.do(set_actors, ActorList.model_validate(listed))
    assert desk.ask(lambda _, workshop: workshop.actors) == ["Border police", "Banks"]
