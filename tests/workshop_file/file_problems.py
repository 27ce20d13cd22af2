"""The reasons for refusing a file."""

import json
from typing import Any

import pytest

from polling.workshop_file.problems import BadWorkshopFile
from polling.workshop_file.read import read


def problems_of(data: bytes | str | dict[str, Any], filename: str = "") -> list[tuple[str, str]]:
    """Every problem as its place and message."""
    raw = json.dumps(data) if isinstance(data, dict) else data
    with pytest.raises(BadWorkshopFile) as refusal:
        read(raw if isinstance(raw, bytes) else raw.encode(), filename)
    return [(problem["place"], problem["message"]) for problem in refusal.value.problems]
