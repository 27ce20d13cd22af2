"""The titles of practice copies, of today and of earlier versions."""

import pytest

from polling.workshop.practice_titles import LONGEST, title_of_copy, title_of_original


@pytest.mark.parametrize("prefix", ["Practice run: ", "Rehearsal: "])
def test_a_report_has_the_title_of_the_original(prefix: str) -> None:
    assert title_of_original(f"{prefix}Rivers") == "Rivers"


def test_the_title_of_a_copy_fits() -> None:
    copy = title_of_copy("x" * LONGEST)
    assert len(copy) == LONGEST
    assert copy.startswith("Practice run: x")
