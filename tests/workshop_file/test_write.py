import json
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polling.core.text import clean_line
from polling.demo.content import demo_workshop
from polling.report.options import ReportProse
from polling.workshop.settings import Settings
from polling.workshop_file.read import read
from polling.workshop_file.schema import Group, Issue, Recommendation, Results, Theme, WorkshopFile
from polling.workshop_file.write import write

LINES = st.text(max_size=80).map(clean_line)
NAMES = LINES.filter(bool)
RECOMMENDATIONS = st.one_of(
    st.builds(lambda text: Recommendation.model_validate({"text": text}), NAMES),
    st.builds(Recommendation, actors=st.lists(NAMES, max_size=3), action=LINES, by=LINES),
)
ISSUES = st.builds(
    Issue,
    headline=NAMES,
    rationale=LINES,
    priority=st.none() | st.integers(1, 3),
    recommendations=st.lists(RECOMMENDATIONS, max_size=3),
)


@st.composite
def workshop_files(draw: st.DrawFn) -> WorkshopFile:
    """Workshop files as they may be exported from a database."""
    themes = draw(
        st.lists(st.builds(Theme, title=NAMES, issues=st.lists(ISSUES, max_size=1)), max_size=1)
    )
    groups = [Group(number=7, theme=theme.title) for theme in themes]
    return WorkshopFile(title=draw(NAMES), subtitle=draw(LINES), themes=themes, groups=groups)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(workshop_files())
def test_a_written_file_is_parsed_and_written_to_the_same_bytes(file: WorkshopFile) -> None:
    data = write(file)

    assert read(data) == file
    assert write(read(data)) == data


def test_defaults_are_left_out() -> None:
    assert write(WorkshopFile(title="T")) == (
        b'{\n  "format": "synthesis-workshop/1",\n  "title": "T"\n}\n'
    )


def test_only_what_differs_from_the_default_settings_is_written() -> None:
    file = WorkshopFile(title="T", settings=Settings(cut_places=2, rank_places=3))

    assert json.loads(write(file))["settings"] == {"cut_places": 2}


def test_the_keys_come_in_the_order_of_the_schema_whatever_the_order_in_the_file() -> None:
    text = '{"prose": {"summary": "s"}, "place": "p", "title": "T", "event": "e"}'

    assert list(json.loads(write(read(text.encode())))) == [
        "format",
        "title",
        "event",
        "place",
        "prose",
    ]


def test_free_json_is_ordered_by_its_keys() -> None:
    def written(pairs: list[tuple[str, object]]) -> bytes:
        contest = {"id": "a", "kind": "final", "present": 0, "voted": 0, "ballots": []}
        results = {"contests": [contest | {"result": dict(pairs)}]}
        return write(WorkshopFile(title="T", results=Results.model_validate(results)))

    one = written([("b", 1), ("a", {"d": 1, "c": 2})])

    assert one == written([("a", {"c": 2, "d": 1}), ("b", 1)])


@pytest.mark.parametrize("text", ["ខ្មែរ", "👩‍⚖️", "é", "<script>", "=1+1"])
def test_text_is_written_literally(text: str) -> None:
    assert text.encode() in write(WorkshopFile(title="T", prose=ReportProse(summary=text)))


def test_the_demo_is_stored_in_canonical_bytes() -> None:
    stored = (files("polling.demo") / "workshop.json").read_bytes()

    assert write(demo_workshop()) == stored
