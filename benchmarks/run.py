"""Run the scenarios, one after another, and print the measurements."""

import asyncio
import json
import os
import platform
import sqlite3
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.figures import Figures, Scenario
from benchmarks.scenarios.burst import burst, node
from benchmarks.scenarios.churn import churn
from benchmarks.scenarios.counting import counting
from benchmarks.scenarios.databases import databases
from benchmarks.scenarios.drafting import drafting
from benchmarks.scenarios.exports import exports
from benchmarks.scenarios.follow import follow
from benchmarks.scenarios.growth import growth
from benchmarks.scenarios.idle import idle
from benchmarks.scenarios.join import join
from benchmarks.scenarios.messages import messages
from benchmarks.scenarios.paced import paced
from benchmarks.scenarios.pages import pages
from benchmarks.scenarios.rooms import rooms
from benchmarks.scenarios.stalled import stalled
from benchmarks.scenarios.storm import storm

Measure = Callable[[int], Coroutine[Any, Any, Scenario]]
Tell = Callable[[str], None]

FULL_ROOM = 84  # 12 groups of 7
# Each with its numbers of phones.
SCENARIOS: dict[str, tuple[Measure, Sequence[int]]] = {
    "burst": (burst, (80, 500, 2_000)),
    "node": (node, (500, 2_000)),
    "join": (join, (2_000,)),
    "follow": (follow, (80, 500, 2_000)),
    "paced": (paced, (2_000,)),
    "storm": (storm, (2_000,)),
    "stalled": (stalled, (500,)),
    "churn": (churn, (10,)),
    "growth": (growth, (3_000,)),
    "idle": (idle, (500,)),
    "drafting": (drafting, (FULL_ROOM,)),
    "pages": (pages, (FULL_ROOM,)),
    "counting": (counting, (10_000,)),
    "exports": (exports, (FULL_ROOM,)),
    "databases": (databases, (500,)),
    "rooms": (rooms, (80,)),
    "messages": (messages, (20,)),
}


def run(names: Sequence[str], phones: int | None, tell: Tell) -> list[Scenario]:
    """Run these scenarios (all by default), with `phones` instead of the default numbers."""
    measured = []
    for name in names or SCENARIOS:
        measure, usual = SCENARIOS[name]
        for number in [phones] if phones else usual:
            made = asyncio.run(measure(number))
            tell(as_text(made))
            measured.append(made)
    return measured


def machine() -> Figures:
    """Describe the machine, because figures of different machines are not comparable."""
    return {
        "cpu": _cpu(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else None,
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
    }


def as_json(measured: Sequence[Scenario]) -> str:
    """One object with all figures, for programs."""
    everything = {"machine": machine(), "scenarios": [asdict(one) for one in measured]}
    return json.dumps(everything, indent=2)


def as_text(one: Scenario) -> str:
    """One scenario as a small table: a line for each figure."""
    names = list(dict.fromkeys([*one.ours, *one.bare, *one.ratio]))
    head = f"{one.name}, {one.phones} phones"
    lines = ["{:<34}{:>10}{:>10}{:>8}".format(head, *one.names, "ratio")]
    for name in names:
        cells = (_cell(part.get(name)) for part in (one.ours, one.bare, one.ratio))
        lines.append("  {:<32}{:>10}{:>10}{:>8}".format(name, *cells))
    return "\n".join(lines)


def _cell(value: Any) -> str:
    return "" if value is None else f"{value:,}" if isinstance(value, int) else f"{value:,.5g}"


def _cpu() -> str:
    path = Path("/proc/cpuinfo")
    for line in path.read_text().splitlines() if path.exists() else []:
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
