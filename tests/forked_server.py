"""The process of a test's server: the app is loaded once in a run, and forked for each server.

Loading takes some two seconds of a core, a fork nearly none.
"""

from gevent import monkey

monkey.patch_all()  # as `polling serve` does, before anything else is loaded

import importlib
import os
import sys
from multiprocessing.connection import Connection

import polling.app
import polling.cli.server
import polling.cli.startup_banner  # noqa: F401  what `polling serve` imports when it is called


def run(module: str, folder: str, settings: dict[str, str], output: Connection) -> None:
    """`polling serve` with these settings as its environment, by the `main` of this module."""
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(settings)
    os.dup2(output.fileno(), sys.stdout.fileno())
    output.close()
    sys.argv = ["polling", "serve"]
    importlib.import_module(module).main()
