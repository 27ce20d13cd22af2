"""Reports drawn in another process: the same files, whatever happens to that process."""

from dataclasses import replace

import pytest

from polling.db import reading
from polling.report.figures.facts import Report
from polling.report.formats import FORMATS, drawing
from polling.report.formats.drawing import NotDrawn, Order, draw, drawn_aside
from polling.workshop.queries import by_id
from tests.report.conftest import report_of
from tests.room import Room


@pytest.mark.parametrize("key", ["md", "pdf", "json"])
def test_the_other_process_makes_the_same_file(day: Room, key: str) -> None:
    with reading() as session:
        made = FORMATS[key]
        told = made.look_up(session, by_id(session, day.workshop_id))
    assert drawn_aside(Order(key, told)) == draw(Order(key, told))


def test_it_speaks_the_language_of_the_report(made: Report) -> None:
    thai = drawn_aside(Order("md", replace(made, language="th")))
    assert thai != drawn_aside(Order("md", made))


def test_a_report_that_cannot_be_drawn_does_not_keep_the_next_from_it(made: Report) -> None:
    with pytest.raises(NotDrawn, match="Traceback"):
        drawn_aside(Order("docx", made, template=b"no Word file"))
    assert drawn_aside(Order("md", made)).startswith(b"#")


def test_a_process_that_was_killed_is_started_again(day: Room) -> None:
    order = Order("md", report_of(day))
    before = drawn_aside(order)
    running = drawing._running
    assert running is not None
    running.kill()
    running.wait()
    assert drawn_aside(order) == before
