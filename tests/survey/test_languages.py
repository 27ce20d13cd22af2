"""Questions and options carry the language in which organizers wrote them."""

from polling.core.db import transaction
from polling.survey.actions import showing
from polling.survey.actions.editing import set_open
from polling.survey.on_screen import showable
from polling.workshop.models import Workshop
from tests.room import Room
from tests.screen.every_state import answer_everything
from tests.survey.actions.test_editing import post
from tests.visitor import Visitor


def thai(room: Room) -> Visitor:
    """A phone in English, in a workshop whose organizers write in Thai."""
    room.go("lobby")
    given = {"type": "single", "text": "คุณทำงานที่ไหน", "options": "กรุงเทพ\nเชียงใหม่"}
    post(room, room.organizer_visitor(), "questions", **given)
    with transaction() as session:
        workshop = session.get_one(Workshop, room.workshop_id)
        workshop.languages, workshop.survey_open = ["th", "en"], True
    return room.participant_visitor()


def test_a_question_and_its_options_say_the_organizers_language(room: Room) -> None:
    form = thai(room).get(f"/w/{room.code}/survey").text
    assert '<bdi lang="th">คุณทำงานที่ไหน</bdi>' in form
    assert '<span dir="auto" lang="th">เชียงใหม่</span>' in form


def test_a_default_question_is_in_the_reader_s_language(room: Room) -> None:
    form = thai(room).get(f"/w/{room.code}/survey").text
    assert "<bdi>How much did you learn?</bdi>" in form
    assert '<span dir="auto">Yes</span>' in form


def test_answers_on_the_screen_say_the_organizers_language_unless_they_are_defaults(
    room: Room,
) -> None:
    thai(room)
    room.join(6)
    answer_everything(room)
    with transaction() as session:
        set_open(session, room.organizer, is_open=False)
        workshop = session.get_one(Workshop, room.workshop_id)
        keys = {one.asked.question.text: one.asked.key for one in showable(session, workshop)}
    screen = room.screen_visitor()

    def shown(text: str) -> str:
        with transaction() as session:
            showing.show(session, room.organizer, keys[text])
        return screen.get(f"/w/{room.code}/screen").text

    own = shown("คุณทำงานที่ไหน")
    assert '<h1 dir="auto" lang="th">คุณทำงานที่ไหน</h1>' in own
    assert '<bdi lang="th">เชียงใหม่</bdi>' in own
    default = shown("Did you meet people you could work with?")
    assert '<h1 dir="auto">Did you meet people you could work with?</h1>' in default
    assert "<bdi>Yes</bdi>" in default
