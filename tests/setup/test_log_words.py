"""The log describes every action in words."""

import ast
from pathlib import Path

import pytest

from polling.contests.kinds import FINALISTS
from polling.contests.models import Contest
from polling.core import paths
from polling.core.db import transaction
from polling.core.i18n import in_a_command, speaking
from polling.setup.log_sentences import WORDS, sentence
from polling.setup.queries import vote_names
from polling.workshop.models import LogEntry
from tests.made_up_language import speak
from tests.room import Room


def entry(action: str, **detail: object) -> LogEntry:
    return LogEntry(actor="organizer: x", action=action, detail=detail)


def recorded_actions() -> set[str]:
    """Every action that the code records."""
    found: set[str] = set()
    for path in Path(paths.PACKAGE).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"record", "finish"}:
                found |= _names(node.args[2])
    return found


def _names(argument: ast.expr) -> set[str]:
    if isinstance(argument, ast.IfExp):
        return _names(argument.body) | _names(argument.orelse)
    return {str(argument.value)} if isinstance(argument, ast.Constant) else set()


def test_whatever_the_code_records_has_a_sentence() -> None:
    assert recorded_actions() - WORDS.keys() == set()


@pytest.mark.parametrize(
    "given, said",
    [
        pytest.param(
            entry("stage", before="lobby", now="ranking"),
            "Stage changed: “Lobby” → “Ranking”",
            id="stages by their titles",
        ),
        pytest.param(
            entry("contest-closed", contest="c1", voted=40),
            "Closed the vote “Ports (ranking)”; 40 had voted.",
            id="votes by their themes",
        ),
        pytest.param(
            entry("issues-merged", into="A", merged=["B", "C"]),
            "Issues merged: “B”, “C” → “A”",
            id="lists in quotation marks",
        ),
        pytest.param(
            entry("rules-edited", rule="borda", quorum=3),
            "Rules changed: rule: borda, quorum: 3",
            id="what was changed",
        ),
        pytest.param(
            entry("report-form", top=3, imprint={"publisher": "The Forum", "doi": ""}),
            "Report changed: top: 3, imprint: publisher: The Forum",
            id="values with several parts",
        ),
        pytest.param(
            entry("clock-start", scope="stage", seconds=90),
            "Timer started: 1.5 min",
            id="seconds in minutes",
        ),
        pytest.param(entry("danced", steps=3), "danced (steps: 3)", id="no sentence for it yet"),
        pytest.param(entry("message", words="Hello"), "message (words: Hello)", id="other words"),
        pytest.param(entry("message", text="100%"), "Message shown: “100%”", id="a per cent sign"),
    ],
)
def test_a_sentence(given: LogEntry, said: str) -> None:
    assert sentence(given, {"c1": "Ports (ranking)"}) == said


def test_recorded_keywords_are_shown_in_the_reader_s_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    speak("vi", {"apart": "khác nhóm"}, tmp_path, monkeypatch)
    with in_a_command(), speaking("vi"):
        said = sentence(entry("seating-rule", kind="apart", numbers=[3, 9]), {})
    assert said == "Seating rule added: khác nhóm"


def test_a_vote_on_all_themes_is_named_by_its_stage(room: Room) -> None:
    with transaction() as session:
        session.add(Contest(id="c1", workshop_id=room.workshop_id, kind=FINALISTS, position=1))
        session.flush()
        assert vote_names(session, room.workshop_id)["c1"] == "Second stage"
