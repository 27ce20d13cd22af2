"""The published verifier, `docs/verify/verify.py`, as a module and as a command."""

import importlib.util
import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from polling.contests.casting import published_list
from polling.core.paths import VERIFIER
from polling.report.published_results.schema import CountedContest


@cache
def verifier() -> ModuleType:
    """The script as a module; it only imports the standard library."""
    spec = importlib.util.spec_from_file_location("verify", VERIFIER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run_verifier(folder: Path, export: Any, *receipts: str) -> tuple[int, str]:
    """Run the script alone on an export, without our packages; return exit status and output."""
    path = folder / "export.json"
    path.write_text(json.dumps(export))
    command = [sys.executable, "-I", str(VERIFIER), str(path), *receipts]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def findings(export: dict[str, Any]) -> list[str]:
    """The places where the verifier fails."""
    votes = verifier().check(export)
    return [f"{vote.contest.get('id')}:{found.place}" for vote in votes for found in vote.findings]


def rehash(contest: dict[str, Any]) -> str:
    """Give an altered vote the hash of its list, as a forger would."""
    vote = CountedContest.model_validate(contest).model_dump()
    contest["result"]["ballots_hash"] = published_list.list_digest(published_list.lines_of(vote))
    return str(contest["result"]["ballots_hash"])


def as_in_an_earlier_version(contest: dict[str, Any]) -> str:
    """Make the hash of the list cover nothing but the hashes of the ballots."""
    del contest["result"]["list_version"]
    return rehash(contest)
