"""`polling export`: to a file or the terminal, and one-sentence errors."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from polling.cli import main
from polling.core import sqlite_connection
from polling.core.db import transaction
from polling.report.formats import FORMATS
from polling.report.formats import export as exporting
from polling.report.formats.export import replace
from polling.workshop.models import Workshop
from tests.room import Room


@pytest.fixture
def folder(day: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    return tmp_path


def export(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["export", *arguments])


def test_help_and_docs_list_every_format(day: Room, folder: Path) -> None:
    help_text = export("--help").output
    documented = (Path(__file__).parents[2] / "docs" / "report.md").read_text(encoding="utf-8")
    for key in FORMATS:
        assert re.search(rf"[\[|]{key}[|\]]", help_text)
        assert re.search(rf"^\| [^|]*`{key}`[^|]* \|", documented, re.MULTILINE)


@pytest.mark.parametrize("key", FORMATS)
def test_each_format_goes_into_a_file(day: Room, folder: Path, key: str) -> None:
    path = folder / "made"
    result = export(day.code, "--format", key, "--output", str(path))
    assert (result.exit_code, result.output) == (0, "")
    assert path.stat().st_size > 1000
    assert list(folder.glob(".made*")) == []


def test_all_of_them_go_into_a_folder_with_progress(day: Room, folder: Path) -> None:
    result = export(day.code, "--format", "all", "--output", str(folder / "all"))
    names = {f"{day.code}-{made.download_name}.{made.extension}" for made in FORMATS.values()}
    assert (result.exit_code, result.stdout) == (0, "")
    assert {path.name for path in (folder / "all").iterdir()} == names
    assert {line.split()[0] for line in result.stderr.splitlines()} == names


@pytest.mark.parametrize("key", ["pdf", "json", "zip", "all"])
def test_others_can_write_while_files_are_made(
    day: Room, folder: Path, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    def write_too(path: Path, content: bytes) -> None:
        with transaction() as session:
            session.get_one(Workshop, day.workshop_id).title = "Meanwhile"
        replace(path, content)

    monkeypatch.setattr(sqlite_connection, "LOCK_WAIT_MS", 50)
    monkeypatch.setattr(exporting, "replace", write_too)
    result = export(day.code, "--format", key, "--output", str(folder / "made"))
    assert (result.exit_code, result.stdout) == (0, "")


def test_a_text_goes_to_the_terminal_without_a_file(day: Room, folder: Path) -> None:
    result = export(day.code, "--format", "json")
    assert json.loads(result.stdout)["title"] == "What should be done next"


def test_a_code_may_have_spaces(day: Room, folder: Path) -> None:
    spaced = f"{day.code[:3]} {day.code[3:]}"
    assert export(spaced, "--format", "md").exit_code == 0


@pytest.mark.parametrize(
    "arguments, exit_code, said",
    [
        (["nowhere", "--format", "md"], 1, "There is no workshop with this code."),
        (["CODE", "--format", "xlsx"], 2, "The format xlsx cannot be printed. Name a file with"),
        (["CODE", "--format", "odt"], 2, "is not one of"),
        (["CODE", "--format", "all"], 2, "The format all cannot be printed."),
        (["CODE", "--format", "md", "--template", __file__], 2, "only with --format docx."),
        (
            ["CODE", "--format", "docx", "--output", "never.docx", "--template", __file__],
            1,
            "Choose a Word file (.docx) as the template.",
        ),
        (["CODE"], 2, "Missing option '--format'"),
        (
            ["CODE", "--format", "md", "--output", "/no/such/folder/a.md"],
            1,
            "/no/such/folder/a.md cannot be written: No such file or directory.",
        ),
    ],
    ids=[
        *("workshop", "file for Excel", "such format", "folder for all", "docx", "template"),
        *("format", "such folder"),
    ],
)
def test_errors_are_printed_to_stderr(
    day: Room, folder: Path, arguments: list[str], exit_code: int, said: str
) -> None:
    result = export(*[day.code if one == "CODE" else one for one in arguments])
    assert (result.exit_code, result.stdout) == (exit_code, "")
    assert said in result.stderr


def test_an_old_file_stays_whole_if_the_new_one_cannot_be_made(day: Room, folder: Path) -> None:
    path = folder / "report.md"
    path.write_text("old")
    export("nowhere", "--format", "md", "--output", str(path))
    assert path.read_text() == "old"
