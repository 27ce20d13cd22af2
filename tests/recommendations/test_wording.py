"""The wording as a value, where it is stored and read, and adding a new field."""

import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from polling.breakouts.duplicates.models import MergeProposal
from polling.core.paths import ROOT
from polling.recommendations.models import DraftVersion, Recommendation
from polling.recommendations.sentence import sentence
from polling.recommendations.wording import (
    PARTS,
    PrintWording,
    Wording,
    WordingColumns,
    WordingFields,
)

WORDING = Wording(
    actors=("Banks",), action="pay", by="soon", rationale="why", original="Banks: pay soon!"
)


def test_the_value_its_columns_and_its_form_have_the_same_fields() -> None:
    assert tuple(WordingFields.model_fields) == PARTS
    assert WordingColumns.wording_columns == tuple(each.name for each in fields(Wording))
    for model in (Recommendation, DraftVersion, MergeProposal):
        assert set(PARTS) <= set(model.__table__.columns.keys())
        assert set(model.wording_columns) <= set(model.__table__.columns.keys())


def test_a_row_gives_back_the_wording_that_it_was_given() -> None:
    assert Recommendation(wording=WORDING).wording == WORDING


def test_a_proposed_wording_has_no_original_sentence() -> None:
    assert MergeProposal(wording=WORDING).wording == WORDING.composed


def test_an_edit_for_print_changes_the_sentence_and_keeps_the_rationale() -> None:
    edited = PrintWording(actors=["All banks"], action="pay", by="in May").over(WORDING)
    assert sentence(edited) == "All banks should pay, in May."
    assert edited.rationale == "why"


def test_a_wording_of_blank_actors_is_empty() -> None:
    assert Wording.of(Recommendation(wording=Wording(actors=(" ",)))).is_empty


@pytest.mark.slow
def test_a_new_field_goes_wherever_the_others_go() -> None:
    """Runs in a separate process, which declares the field before any model is created."""
    here = Path(__file__).parent
    ran = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-p", "tests.recommendations.extra_field"),
            str(here / "new_field_journey.py"),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout
