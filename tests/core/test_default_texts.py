"""Default questions appear in the reader's language; the organizers' own are unchanged."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import get_translations

from polling.breakouts.seating.grouping_problem import mixed_attributes
from polling.breakouts.seating.overview import said
from polling.contests.results.charts import sector_slopes
from polling.contests.results.figures import Figures
from polling.core.db import reading, transaction
from polling.core.default_texts import translate_default
from polling.people.models import Participant
from polling.people.queries import by_attribute
from polling.workshop.models import Workshop
from tests.room import Room
from tests.visitor import Visitor

IN_THAI = {
    "Sector": "ภาคส่วน",
    "Government": "ภาครัฐ",
    "How much did you learn?": "ท่านได้เรียนรู้มากเพียงใด",
    "A lot": "มาก",
}


@pytest.fixture
def thai(room: Room) -> Iterator[Visitor]:
    """A reader whose Thai catalogue contains the default questions."""
    visitor = Visitor(room.app)
    visitor.post("/language", {"language": "th"})
    with room.app.test_request_context(headers={"Accept-Language": "th"}):
        catalogue = get_translations()._catalog
    before = dict(catalogue)
    catalogue.update(IN_THAI)
    yield visitor
    catalogue.clear()
    catalogue.update(before)


def test_who_joins_reads_the_usual_questions_in_their_language(room: Room, thai: Visitor) -> None:
    room.go("lobby")
    page = thai.get(f"/j/{room.code}").text
    assert "ภาคส่วน" in page
    assert '<option value="Government">ภาครัฐ</option>' in page
    thai.post(f"/j/{room.code}", {"attributes.sector": "Government"})
    assert '<option value="Government" selected>ภาครัฐ</option>' in thai.get(f"/w/{room.code}").text


def test_what_is_stored_and_counted_stays_what_it_was(room: Room, thai: Visitor) -> None:
    room.go("lobby")
    thai.post(f"/j/{room.code}", {"attributes.sector": "Government"})
    with reading() as session:
        assert session.query(Participant).one().attributes == {"sector": "Government"}
        workshop = session.get_one(Workshop, room.workshop_id)
        assert by_attribute(session, workshop)[0]["counts"] == [("Government", 1)]


def test_the_usual_survey_is_asked_in_the_language_of_who_answers(
    room: Room, thai: Visitor
) -> None:
    room.go("lobby")
    thai.post(f"/j/{room.code}")
    room.go("survey")
    page = thai.get(f"/w/{room.code}").text
    assert "ท่านได้เรียนรู้มากเพียงใด" in page
    assert "How much did you learn?" not in page
    assert re.search(r"<span[^>]*>มาก</span>", page)


def test_organizers_read_answers_and_results_in_their_language(room: Room, thai: Visitor) -> None:
    room.go("lobby")
    for sector in ("Government", "NGO") * 5:
        Visitor(room.app).post(f"/j/{room.code}", {"attributes.sector": sector})
    room.go("ranking")
    room.open_ranking()
    organizer = room.organizer_visitor()
    organizer.post("/language", {"language": "th"})
    assert '<th scope="row">ภาครัฐ</th>' in organizer.get(f"/console/{room.code}/ranking").text
    in_thai = room.app.test_request_context(headers={"Accept-Language": "th"})
    with reading() as session, in_thai:
        workshop = session.get_one(Workshop, room.workshop_id)
        assert said(workshop, session.query(Participant).all()[0]) == ["ภาครัฐ"]
        assert "ภาคส่วน" in [one["label"] for one in mixed_attributes(workshop)]
        assert sector_slopes(Figures("", "", 0, [], ["Government"]), "").sectors[1:] == ["ภาครัฐ"]


def test_organizers_own_texts_are_shown_unchanged(room: Room, thai: Visitor) -> None:
    room.go("lobby")
    with transaction() as session:
        workshop = session.get_one(Workshop, room.workshop_id)
        (sector, *others) = workshop.attributes
        workshop.attributes = [sector | {"label": "Your sector"}, *others]
    page = thai.get(f"/j/{room.code}").text
    assert "Your sector" in page
    assert "ภาครัฐ" in page


def test_no_text_is_an_empty_one(app: Flask) -> None:
    with app.test_request_context():
        assert translate_default("") == ""
