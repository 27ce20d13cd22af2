"""What a test run costs in processor time, printed at its end.

Wall time depends on what else the machine does; processor time can be compared between two runs.
It includes the servers and browsers that a test has started, once they have ended.
"""

import os
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from _pytest.terminal import TerminalReporter

from tests.server import Server

PROPERTY = "processor seconds"


class ProcessorTime:
    """Measures tests where they run, and prints the sums where their reports arrive."""

    def __init__(self, show: int) -> None:
        """`show` is how many folders, files and tests to name."""
        self._show = show
        self._before = (0.0, 0.0)
        self._servers = 0.0
        self._tests = Counter[str]()

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self) -> Iterator[None]:
        """Note what had been spent before a test and its fixtures."""
        self._before = _spent(), Server.spent
        return (yield)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> None:
        """Add to the last report of a test what the test and its fixtures have cost."""
        if call.when == "teardown":
            spent, servers = self._before
            item.user_properties.append((PROPERTY, [_spent() - spent, Server.spent - servers]))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Collect what each test has cost."""
        if report.when == "teardown":
            cost: Any = dict(report.user_properties)[PROPERTY]
            own, servers = cost
            self._servers += servers
            self._tests[report.nodeid] += own + servers

    def pytest_terminal_summary(self, terminalreporter: TerminalReporter) -> None:
        """Print the sum and, with `--durations`, what has cost most."""
        whole = _spent() + self._servers
        tests = self._tests.total()
        text = f"processor time: {whole:.0f} s, of which {tests:.0f} s in tests"
        terminalreporter.write_sep("-", text)
        if self._show:
            for depth in ("folder", "file", "test"):
                terminalreporter.write_line(f"Most expensive by {depth}:")
                for name, cost in self._by(depth).most_common(self._show):
                    terminalreporter.write_line(f"{cost:7.1f} s  {name}")

    def _by(self, depth: str) -> Counter[str]:
        if depth == "test":
            return self._tests
        costs = Counter[str]()
        for test, cost in self._tests.items():
            file = test.partition("::")[0]
            costs[file if depth == "file" else file.rpartition("/")[0]] += cost
        return costs


def _spent() -> float:
    """The processor seconds of this process, and of its children that have ended."""
    return sum(os.times()[:4])
