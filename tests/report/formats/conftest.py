"""The small workshop's report in every format, drawn once per session."""

from pathlib import Path

import pytest
from flask import Flask

from polling.core.db import reading
from polling.report.data.report_data import Report
from polling.report.formats import FORMATS
from polling.report.formats.load_source import load_source
from polling.workshop.queries import by_id
from tests import databases
from tests.report.conftest import Lived
from tests.shared_app import app_on


@pytest.fixture(scope="session")
def word_file(made: Report) -> bytes:
    return FORMATS["docx"].render(made)


@pytest.fixture(scope="session")
def annex_file(made: Report) -> bytes:
    return FORMATS["annex-docx"].render(made)


@pytest.fixture(scope="session")
def pdf_file(made: Report) -> bytes:
    return FORMATS["pdf"].render(made)


@pytest.fixture(scope="session")
def data_file(lived: Lived, wired: Flask, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path, room, _ = lived
    folder: Path = tmp_path_factory.mktemp("data")
    with app_on(wired, databases.copy(path, folder)), reading() as session:
        told = load_source(session, by_id(session, room.workshop_id), FORMATS["json"])
        return FORMATS["json"].render(told)


@pytest.fixture(scope="session")
def exported(made: Report, word_file: bytes, pdf_file: bytes, data_file: bytes) -> dict[str, bytes]:
    """All formats, at the same time."""
    drawn = {"docx": word_file, "pdf": pdf_file, "json": data_file}
    others = {key: one for key, one in FORMATS.items() if one.is_report and key not in drawn}
    return drawn | {key: one.render(made) for key, one in others.items()}
