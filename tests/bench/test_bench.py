"""The bench itself: a small run has all figures, of both servers."""

import json

import pytest
from click.testing import CliRunner

from polling.bench.run import SCENARIOS
from polling.cli import BENCH, main

pytestmark = pytest.mark.slow


def test_a_small_run_compares_both_servers() -> None:
    ran = CliRunner().invoke(main, ["bench", "--scenario", "burst", "--phones", "5", "--json"])
    assert ran.exception is None
    found = json.loads(ran.stdout)
    (burst,) = found["scenarios"]
    assert (burst["name"], burst["phones"]) == ("burst", 5)
    assert {"ballots_per_s", "ack_p95"} <= burst["ours"].keys() & burst["bare"].keys()
    assert burst["ratio"].keys() == {"ballots_per_s", "ack_p95"}
    assert found["machine"]["cores"]


def test_every_scenario_can_be_chosen() -> None:
    assert list(BENCH) == list(SCENARIOS)
