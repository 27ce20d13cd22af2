"""Reports drawn in the worker process are the same files, in the right language."""

from dataclasses import replace

import pytest

from polling.core.db import reading
from polling.core.workers import run_printing
from polling.report.data.report_data import Report
from polling.report.formats import FORMATS
from polling.report.formats.load_source import load_source
from polling.report.formats.render import Order, draw
from polling.workshop.queries import by_id
from tests.room import Room


@pytest.mark.parametrize("key", ["md", "pdf", "json"])
def test_the_other_process_makes_the_same_file(day: Room, key: str) -> None:
    with reading() as session:
        told = load_source(session, by_id(session, day.workshop_id), FORMATS[key])
    assert run_printing(1, draw, Order(key, told)) == draw(Order(key, told))


def test_it_speaks_the_language_of_the_report(made: Report) -> None:
    thai = run_printing(1, draw, Order("md", replace(made, language="th")))
    assert thai != run_printing(1, draw, Order("md", made))
