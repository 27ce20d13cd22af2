"""`polling serve` as recorder.c watches it: a new program, because it must be loaded with it."""

import os
import sys

SERVE = "from tests import forked_server; from tests.faults import planted; planted.main()"


def main() -> None:
    """Become that program."""
    os.execv(sys.executable, [sys.executable, "-c", SERVE, "serve"])
