"""Any bytes give a workshop file or a list of problems, never another error."""

import json
import random
import tracemalloc
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from polling.demo.content import demo_workshop
from polling.workshop_file import consistency
from polling.workshop_file.problems import BadWorkshopFile
from polling.workshop_file.read import read
from polling.workshop_file.schema import WorkshopFile
from polling.workshop_file.write import write

DEMO = write(demo_workshop())
KEYS = st.sampled_from(
    [
        *WorkshopFile.model_fields,
        "title",
        "issues",
        "headline",
        "recommendations",
        "text",
        "options",
        "number",
        "theme",
        "key",
        "segment",
        "group",
        "type",
    ]
)
many = settings(
    max_examples=300,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | KEYS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=30,
)


@many
@given(st.dictionaries(KEYS, VALUES, max_size=8))
def test_any_tree_is_read_or_refused(tree: dict[str, Any]) -> None:
    with suppress(BadWorkshopFile):
        read(json.dumps(tree).encode())


@many
@given(st.binary(max_size=200), st.sampled_from(["", "w.json", "w.csv", "w.md"]))
def test_any_bytes_are_read_or_refused(data: bytes, filename: str) -> None:
    with suppress(BadWorkshopFile):
        read(data, filename)


@pytest.mark.parametrize("seed", range(5))
def test_a_damaged_file_is_read_or_refused(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(40):
        damaged = bytearray(DEMO)
        for _ in range(chance.randint(1, 4)):
            start = chance.randrange(len(damaged))
            damaged[start : start + chance.randint(0, 50)] = chance.randbytes(chance.randint(0, 3))
        with suppress(BadWorkshopFile):
            read(bytes(damaged), "workshop.json")


@pytest.mark.parametrize("length", range(1, len(DEMO) - 2, 701))
def test_a_truncated_file_is_refused(length: int) -> None:
    with pytest.raises(BadWorkshopFile):
        read(DEMO[:length], "workshop.json")


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b'{"title": "T", "themes": [' + b"{}," * 1_600_000 + b"{}]}", id="objects"),
        pytest.param(b"[" + b"[]," * 1_600_000 + b"[]]", id="lists"),
        pytest.param(b"# a\n" * 1_200_000, id="headings"),
        pytest.param(b"# a\n" + (b"b" * 249 + b"\n") * 19_900, id="one endless paragraph"),
        pytest.param(b"theme,issue\n" + b"a,b\n" * 1_200_000, id="rows"),
    ],
)
def test_five_megabytes_of_nothing_cost_little_memory(data: bytes) -> None:
    tracemalloc.start()
    with pytest.raises(BadWorkshopFile):
        read(data)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 50_000_000


@pytest.mark.parametrize(
    "parts, item, place",
    [
        ("notes", {"headline": "n"}, "themes[1].issues[1].notes[1]"),
        ("merged_from", {"headline": "m"}, "themes[1].issues[1].merged_from[1]"),
        ("recommendations", {"text": "r", "merged_from": [{"text": "o"}]}, "merged_from[0]"),
    ],
)
def test_lists_are_limited_together(
    parts: str, item: dict[str, Any], place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("MOST_NOTES", "MOST_MERGED_IN_ALL", "MAX_ORIGINALS"):
        monkeypatch.setattr(consistency, name, 7)
    issues = [{"headline": str(number), parts: [item] * 2} for number in range(2)]
    themes = [{"title": title, "issues": issues} for title in "ab"]
    with pytest.raises(BadWorkshopFile) as refusal:
        read(json.dumps({"title": "T", "themes": themes}).encode(), "w.json")
    (problem,) = refusal.value.problems
    assert problem["place"].endswith(place)
    assert "no more than 7" in problem["message"]


def test_a_file_of_600_kilobytes_with_32000_merged_issues_is_refused() -> None:
    issues = [
        {"headline": str(number), "merged_from": [{"headline": "m"}] * 40} for number in range(40)
    ]
    themes = [{"title": f"t{number}", "issues": issues} for number in range(20)]
    with pytest.raises(BadWorkshopFile, match="no more than 1000"):
        read(json.dumps({"title": "T", "themes": themes}).encode(), "w.json")
