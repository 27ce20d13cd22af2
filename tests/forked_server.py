"""The process of a test's server: the app is loaded once, and forked for each server.

Loading takes about two seconds of processor time, a fork almost none.
"""

from gevent import monkey

monkey.patch_all()  # as in `polling serve`, before anything else is loaded

import gc
import importlib
import os
import sys
from multiprocessing.connection import Connection

import polling.app
import polling.cli.server_process
import polling.cli.startup_banner  # noqa: F401  what `polling serve` imports when it is called
from tests import compiled_once

gc.collect()
gc.freeze()  # so that no server searches all modules for garbage


def run(module: str, folder: str, settings: dict[str, str], output: Connection) -> None:
    """Run `polling serve`, or the `main` of this module, with these environment variables."""
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(settings)
    os.dup2(output.fileno(), sys.stdout.fileno())
    output.close()
    compiled_once.share_templates()
    sys.argv = ["polling", "serve"]
    importlib.import_module(module).main()
