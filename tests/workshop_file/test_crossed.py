"""Two attributes at once: what is shown names nobody, and nothing hidden can be worked out."""

from collections import Counter
from typing import Any

from polling.workshop_file.attributes import DEFAULT_ATTRIBUTES
from polling.workshop_file.crossed import crossed, pairs

ATTRIBUTES = [one.model_dump() for one in DEFAULT_ATTRIBUTES]
SECTOR_AND_PRESENCE = [one for one in ATTRIBUTES if one["key"] in {"sector", "presence"}]


def people(**groups: int) -> list[dict[str, str]]:
    """So many of each "sector_presence"."""
    found: list[dict[str, str]] = []
    for name, count in groups.items():
        sector, presence = name.split("_")
        found += [{"sector": sector, "presence": presence}] * count
    return found


def table(everybody: list[dict[str, str]], smallest: int = 5) -> Any:
    counts = {
        key: {
            answer: count
            for answer, count in Counter(one[key] for one in everybody).most_common()
            if answer and count >= smallest
        }
        for key in ("sector", "presence")
    }
    found = crossed(SECTOR_AND_PRESENCE, everybody, counts, smallest)
    return found[0]["people"] if found else None


def test_the_sector_is_told_with_all_that_has_a_few_answers_and_speakers_by_gender() -> None:
    assert list(pairs(ATTRIBUTES)) == [
        ("sector", "gender"),
        ("sector", "presence"),
        ("sector", "role"),
        ("role", "gender"),
    ]


def test_large_cells_are_shown_in_the_order_of_their_totals() -> None:
    everybody = people(NGO_room=12, NGO_virtual=6, Government_room=20, Government_virtual=9)
    assert table(everybody) == {
        "Government": {"room": 20, "virtual": 9},
        "NGO": {"room": 12, "virtual": 6},
    }


def test_a_small_cell_is_hidden_with_those_that_its_totals_would_give_it_away_with() -> None:
    everybody = people(
        NGO_room=12,
        NGO_virtual=3,
        Government_room=20,
        Government_virtual=9,
        Media_room=8,
        Media_virtual=11,
    )
    found = table(everybody)
    hidden = [(row, column) for row in found for column in found[row] if found[row][column] is None]
    assert ("NGO", "virtual") in hidden
    for line in ({row for row, _ in hidden}, {column for _, column in hidden}):
        assert len(line) == 2  # a rectangle: no row and no column has one hidden cell alone
    assert len(hidden) == 4
    assert [cell for row in found.values() for cell in row.values() if cell] != []


def test_nobody_in_a_cell_says_as_much_as_few() -> None:
    found = table(people(NGO_room=12, Government_room=20, Government_virtual=9, Media_virtual=7))
    assert found is None or all(
        found[row][column] is None
        for row, column in (("NGO", "virtual"), ("Media", "room"))
        if row in found
    )


def test_what_few_said_is_in_the_rest() -> None:
    everybody = people(NGO_room=12, NGO_virtual=7, Government_room=20, Government_virtual=9)
    everybody += people(Media_room=2) + people(_room=6) + people(_virtual=8)
    found = table(everybody)
    assert list(found) == ["Government", "NGO", ""]
    assert found[""] == {"room": 8, "virtual": 8}


def test_who_did_not_say_is_in_no_cell_and_protects_one_that_is_small() -> None:
    everybody = people(NGO_room=12, NGO_virtual=7, Government_room=20, Government_virtual=9)
    assert table([*everybody, *people(NGO_=2, _room=1)]) == table(everybody)
    few = people(NGO_room=12, NGO_virtual=1, Government_room=20, Government_virtual=9)
    assert table([*few, *people(NGO_=2, Government_=1)]) == {
        "Government": {"room": 20, "virtual": None},  # ten are virtual, as everybody knows
        "NGO": {"room": 12, "virtual": None},
    }


def test_the_workshop_says_what_is_few() -> None:
    everybody = people(NGO_room=12, NGO_virtual=6, Government_room=20, Government_virtual=9)
    assert table(everybody, smallest=10) is None
