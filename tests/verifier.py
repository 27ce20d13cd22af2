"""The published verifier, `docs/verify/verify.py`, as a module and as a command."""

import importlib.util
import json
import subprocess
import sys
from contextlib import redirect_stdout
from functools import cache
from io import StringIO
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
    """Run the script's command on an export; return exit status and output."""
    with redirect_stdout(StringIO()) as output:
        status = verifier().main(str(_written(folder, export)), list(receipts))
    return status, output.getvalue()


def run_verifier_alone(folder: Path, export: Any) -> tuple[int, str]:
    """Do the same as a reader does: in another process, without our packages."""
    command = [sys.executable, "-I", str(VERIFIER), str(_written(folder, export))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def _written(folder: Path, export: Any) -> Path:
    path = folder / "export.json"
    path.write_text(json.dumps(export))
    return path


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
