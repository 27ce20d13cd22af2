"""The archive of everything: complete, reproducible, and independently verifiable."""

import hashlib
import json
import subprocess
import sys
from base64 import b64decode
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from playwright.sync_api import Browser

from polling.cli import main
from polling.core.db import reading, transaction
from polling.report.actions import publishing
from polling.report.actions.preparation import prepare
from polling.report.formats import bundle
from polling.report.formats.render import draw
from polling.report.formats.zip_files import unpacked
from polling.workshop.queries import by_id
from polling.workshop_file.read import read
from tests import databases
from tests.browser_page import opened
from tests.report.conftest import Lived
from tests.report.test_options import press, text_of
from tests.room import Room
from tests.server import Server
from tests.shared_app import app_on

ALWAYS = {
    *("report.pdf", "report.docx", "report.html", "report.md", "tables.xlsx", "workshop.json"),
    *("tables/about.csv", "tables/survey.csv", "verification/README.txt"),
    *("verification/verify.py", "verification/ballots-01-ranking-corruption.txt", "SHA256SUMS"),
}


@pytest.fixture(scope="module")
def files(wired: Flask, lived: Lived, tmp_path_factory: pytest.TempPathFactory) -> bundle.Files:
    """The archive of a frozen report, created once."""
    path, day, _ = lived
    with app_on(wired, databases.copy(path, tmp_path_factory.mktemp("bundle"))):
        with transaction() as session:
            publishing.freeze(session, day.organizer, prepare(session, day.organizer))
        return unpacked(day.organizer_visitor().get(f"/console/{day.code}/export/zip").data)


def test_all_formats_the_versions_and_the_lists_are_in_it(files: bundle.Files) -> None:
    assert set(files) >= ALWAYS | {"versions/report-1-data.json"}
    assert read(files["workshop.json"]).title == "What should be done next"


def test_its_sums_are_those_of_its_files(files: bundle.Files) -> None:
    lines = files["SHA256SUMS"].decode().splitlines()
    sums = {name: digest for digest, name in (line.split("  ") for line in lines)}
    assert set(sums) == set(files) - {"SHA256SUMS"}
    assert [n for n, digest in sums.items() if hashlib.sha256(files[n]).hexdigest() != digest] == []


def test_each_list_of_ballots_has_the_hash_that_the_report_prints(files: bundle.Files) -> None:
    lists = [name for name in files if name.startswith("verification/ballots-")]
    assert len(lists) == 4
    for name in lists:
        digest = hashlib.sha256(files[name]).hexdigest()
        assert digest in files["annex.md"].decode()
        assert digest in files["verification/README.txt"].decode()


def test_the_votes_are_counted_again_with_nothing_but_the_archive(
    files: bundle.Files, tmp_path: Path
) -> None:
    for name in ("workshop.json", "verification/verify.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(files[name])
    command = [sys.executable, "-I", "verification/verify.py", "workshop.json"]
    checked = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stderr) == (0, "")


@pytest.mark.slow
def test_the_same_moment_is_the_same_archive(day: Room) -> None:
    with reading() as session:
        made_at, steps = bundle.steps(session, by_id(session, day.workshop_id), draw)
    once, twice = (
        bundle.archive({n: c for step in steps for n, c in step.make().items()}, made_at)
        for _time in range(2)
    )
    assert once == twice


def test_it_tells_how_far_it_is(day: Room) -> None:
    answer = day.organizer_visitor().get(f"/console/{day.code}/export/zip/progress")
    *told, last = map(json.loads, answer.text.splitlines())
    assert [line["done"] for line in told] == list(range(1, told[0]["of"] + 1))
    assert told[0]["name"] == "PDF"
    assert set(unpacked(b64decode(last["archive"]))) >= ALWAYS


def test_the_console_downloads_it_with_progress(day: Room, browser: Browser) -> None:
    with Server() as server:
        path = f"/console/{day.code}/closed?view=files"
        page = opened(browser, server, day.organizer_visitor(), path)
        with page.expect_download() as download:
            page.get_by_role("link", name="Download all").click()
        assert download.value.suggested_filename == f"{day.code}-all.zip"
        assert set(unpacked(Path(download.value.path()).read_bytes())) >= ALWAYS
        page.get_by_text("Look in your downloads folder").wait_for()


def test_the_command_makes_it_and_says_how_far_it_is(
    day: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'workshop.sqlite'}")
    path = tmp_path / "all.zip"
    command = ["export", day.code, "--format", "zip", "--output", str(path)]
    result = CliRunner().invoke(main, command)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "Verification files" in result.stderr
    assert set(unpacked(path.read_bytes())) >= ALWAYS


def test_the_command_draws_a_frozen_version(
    day: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'workshop.sqlite'}")
    with transaction() as session:
        digest = publishing.freeze(session, day.organizer, prepare(session, day.organizer)).digest
    command = ["export", day.code, "--version", "1", "--format"]
    assert digest in CliRunner().invoke(main, [*command, "md"]).stdout
    none = CliRunner().invoke(main, ["export", day.code, "--version", "2", "--format", "md"])
    assert (none.exit_code, "This page does not exist." in none.stderr) == (1, True)
    whole = CliRunner().invoke(main, [*command, "json"])
    assert (whole.exit_code, "are in the workshop file" in whole.stderr) == (1, True)
    assert CliRunner().invoke(main, [*command, "all", "--output", "x"]).exit_code == 2


def test_every_hash_is_printed_only_where_organizers_want_it(day: Room) -> None:
    assert "```text" not in text_of(day)
    fields = {"top": "", "least_support": "0", "every_hash": "on"}
    press(day, day.organizer_visitor(), "form", **fields)
    assert text_of(day).count("```text") == 4
