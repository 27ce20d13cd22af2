"""`polling serve` under recorder.c, which must be loaded at the start of a new program."""

import os
import sys

SERVE = "from tests import forked_server; from tests.faults import failpoints; failpoints.main()"


def main() -> None:
    """Replace this process by that program."""
    os.execv(sys.executable, [sys.executable, "-c", SERVE, "serve"])
