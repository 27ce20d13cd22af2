"""Questions and options carry the language in which organizers wrote them."""

from polling.core.db import transaction
from polling.workshop.models import Workshop
from tests.room import Room
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
