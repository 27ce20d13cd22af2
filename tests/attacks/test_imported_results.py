"""Imported results of any form leave a readable report: votes that cannot be drawn are left out."""

import copy
import json
from typing import Any

import pytest
from flask import Flask

from polling.core.db import reading, transaction
from polling.report.data.report_data import Report
from polling.report.document import publication
from polling.report.formats.markdown import markdown
from polling.report.formats.xlsx import xlsx
from polling.report.queries import report
from polling.report.tables import tables
from polling.workshop.models import Workshop
from polling.workshop_file.load import load
from polling.workshop_file.read import read
from tests.attacks import exported_workshops
from tests.attacks.exported_workshops import hold_one_stage, hold_two_stages

pytestmark = pytest.mark.slow
Place = tuple[str | int, ...]
HUGE = 10**400
HOSTILE: list[tuple[str, Place, object]] = [
    ("rating", ("result", "abstained"), [1]),
    ("rating", ("result", "concerns"), 0.5),
    ("rating", ("result", "concerns"), [{}]),
    ("rating", ("result", "presence"), -1e308),
    ("rating", ("result", "sectors"), None),
    ("rating", ("rule", "rule"), {}),
    ("rating", ("rule", "rule"), "<script>"),
    ("rating", ("rule", "places"), None),
    ("final", ("result", "abstained"), HUGE),
    ("final", ("result", "eligible"), {}),
    ("final", ("result", "explained", "draws"), HUGE),
    ("final", ("result", "outcome", "ballots"), "9" * 4_000),
    ("finalists", ("result", "eligible"), {}),
]


def with_value(tree: dict[str, Any], kind: str, place: Place, value: object) -> dict[str, Any]:
    """The tree with another value in its first vote of this kind."""
    altered = copy.deepcopy(tree)
    node = next(one for one in altered["results"]["contests"] if one["kind"] == kind)
    for step in place[:-1]:
        node = node[step]
    node[place[-1]] = value
    return altered


def imported(tree: dict[str, Any]) -> Report:
    with transaction() as session:
        made = load(session, read(json.dumps(tree).encode())).id
    with reading() as session:
        return report(session, session.get_one(Workshop, made))


def test_a_vote_that_cannot_be_drawn_is_left_out(app: Flask) -> None:
    trees = [exported_workshops.exported(hold(app)) for hold in (hold_one_stage, hold_two_stages)]
    kinds = [{one["kind"] for one in tree["results"]["contests"]} for tree in trees]
    with app.test_request_context():
        whole = [len(imported(tree).votes) for tree in trees]
        assert whole == [len(tree["results"]["contests"]) for tree in trees]
        for kind, place, value in HOSTILE:
            at = 0 if kind in kinds[0] else 1
            made = imported(with_value(trees[at], kind, place, value))
            assert len(made.votes) == whole[at] - 1, (kind, place)
            assert markdown(publication(made))
            assert xlsx(tables(made), made.made_at)


def test_a_share_of_more_than_everybody_is_left_out(app: Flask) -> None:
    tree = exported_workshops.exported(hold_one_stage(app))
    final = next(one for one in tree["results"]["contests"] if one["kind"] == "final")
    final["result"]["eligible"] = dict.fromkeys(final["result"]["eligible"], True)
    with app.test_request_context():
        made = imported(tree)
        assert markdown(publication(made))
