"""The processor time of a test run, printed at its end.

Wall time depends on the load of the machine, but processor time is comparable between runs. It
includes servers and browsers started by a test, once they have ended.
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
    """Measures tests in their process, and prints the sums where reports arrive."""

    def __init__(self, show: int) -> None:
        """`show` is the number of folders, files and tests to list."""
        self._show = show
        self._before = (0.0, 0.0)
        self._ended: float | None = None
        self._servers = 0.0
        self._tests = Counter[str]()

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self) -> Iterator[None]:
        """Record the processor time before a test and its fixtures."""
        self._before = _spent(), Server.spent
        self._ended = None
        return (yield)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_teardown(self, nextitem: pytest.Item | None) -> None:
        """End the last test before its teardown, which also closes what all tests have shared.

        For example, the whole time of the browser is known only then.
        """
        if nextitem is None:
            self._ended = _spent()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> None:
        """Add the cost of a test and its fixtures to its last report."""
        if call.when == "teardown":
            spent, servers = self._before
            own = (self._ended or _spent()) - spent
            item.user_properties.append((PROPERTY, [own, Server.spent - servers]))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Collect the cost of each test."""
        if report.when == "teardown":
            cost: Any = dict(report.user_properties)[PROPERTY]
            own, servers = cost
            self._servers += servers
            self._tests[report.nodeid] += own + servers

    def pytest_terminal_summary(self, terminalreporter: TerminalReporter) -> None:
        """Print the sum and, with `--durations`, the most expensive tests."""
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
    """The processor seconds of this process and of its finished children."""
    return sum(os.times()[:4])
