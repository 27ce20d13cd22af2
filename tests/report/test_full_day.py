"""The documents of a whole day: short enough, and with figures that can be recomputed."""

import io
import re
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from pypdf import PdfReader

from polling.report.data.report_data import Report
from polling.report.formats import FORMATS
from polling.report.versions.serialization import dump
from tests import databases
from tests.report import full_day, recompute
from tests.report.conftest import report_of
from tests.shared_app import app_on

MOST_PAGES = 18

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def whole(wired: Flask, tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Report:
    return lived(wired, databases.copy(migrated, tmp_path_factory.mktemp("whole")))


def lived(wired: Flask, database: str) -> Report:
    with app_on(wired, database):
        return report_of(full_day.whole_day(wired))


def test_every_day_is_the_same(wired: Flask, tmp_path: Path, migrated: Path, whole: Report) -> None:
    again = lived(wired, databases.copy(migrated, tmp_path))
    assert len(whole.recommendations) == 70
    assert dump(again) == dump(whole)


def test_the_publication_has_at_most_18_pages(whole: Report) -> None:
    pages = PdfReader(io.BytesIO(FORMATS["pdf"].render(whole))).pages
    assert len(pages) <= MOST_PAGES


def test_its_figures_follow_from_the_tables(whole: Report, tmp_path: Path) -> None:
    (tmp_path / "report.md").write_bytes(FORMATS["md"].render(whole))
    (tmp_path / "tables.zip").write_bytes(FORMATS["csv"].render(whole))
    command = [sys.executable, "-I", recompute.__file__, "report.md", "tables.zip"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert "figures agree" in done.stdout


def test_its_sentences_name_bases_ties_and_rules(whole: Report) -> None:
    text = FORMATS["md"].render(whole).decode()
    for said in (
        "included a synthesis workshop. Its participants ranked 38 issues under 6 themes.",
        "Participants rated the recommendations of other groups.",
        "In the final vote, participants chose from 25 finalists",
        "final vote turnout (75 of 78)",
        "75 of 78 (96%) returned a ballot; 5 of them abstained.",
        "The organizers set this number for each theme before the vote.",
        "35 of the 70 rated recommendations can be shown to have broad support.",
        "3 other recommendations (on issue 2.3) meet the first condition.",
        "to protect privacy, counts by sector are not published for them.",
        "Recommendation 1.1.2 also meets the first condition. Its counts by sector are rounded",
        "It leaves out the overall priorities (see “Summary”).",
        "The last of these places went to 5.1.3 (rating 70.4), ahead of 3.2.3 (70.0).",
        "For overall priority 1.1.2, the second condition cannot be confirmed.",
        "18 more recommendations have broad support. None of them is supported by more than 96%",
    ):
        assert said in text
    assert len(re.findall(r"; 6=; 41%", text)) == 2


def test_a_changed_figure_is_found(whole: Report, tmp_path: Path) -> None:
    text = FORMATS["md"].render(whole).decode()
    changed = re.sub(r"Chosen on (\d+) of", r"Chosen on 1\1 of", text, count=1)
    (tmp_path / "report.md").write_text(changed)
    (tmp_path / "tables.zip").write_bytes(FORMATS["csv"].render(whole))
    assert recompute.main(tmp_path / "report.md", tmp_path / "tables.zip") == 1
