"""Themes and issues, typed or pasted as an outline."""

import pytest

from polling.setup.list_fields import outline_as_markdown
from polling.workshop_file.problems import BadWorkshopFile
from polling.workshop_file.read import read

EXPECTED = [("Wildlife", ["Couriers", "Animals"]), ("Fraud", ["Victims"])]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Wildlife\nCouriers\nAnimals\n\nFraud\nVictims\n", id="plain lines"),
        pytest.param("Wildlife\n- Couriers\n- Animals\n\nFraud\n• Victims", id="bullets"),
        pytest.param("Wildlife\n\n- Couriers\n- Animals\n\nFraud\n\n- Victims", id="gaps"),
        pytest.param(
            "Wildlife\r\n1. Couriers\r\n2) Animals\r\n\r\nFraud\r\n1. Victims", id="numbers"
        ),
        pytest.param("# Wildlife\n- Couriers\n- Animals\n# Fraud\n- Victims", id="Markdown"),
        pytest.param("theme,issue\nWildlife,Couriers\nWildlife,Animals\nFraud,Victims", id="sheet"),
    ],
)
def test_an_outline_is_read_however_it_is_typed(text: str) -> None:
    themes = read(outline_as_markdown(text).encode()).themes
    assert [(one.title, [issue.headline for issue in one.issues]) for one in themes] == EXPECTED


def test_a_line_that_is_too_long_is_named() -> None:
    with pytest.raises(BadWorkshopFile) as refused:
        read(outline_as_markdown("Wildlife\nCouriers\n" + "x" * 301).encode())
    assert [problem["place"] for problem in refused.value.problems] == ["line 3"]
