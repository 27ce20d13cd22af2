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
from pathlib import Path

from flask import Flask

import polling.cli.server_process
import polling.cli.startup_banner  # noqa: F401  what `polling serve` imports when it is called
from config import Config
from polling.app import ROUTES
from polling.core.migrate import newest
from polling.web import url_numbers
from tests import compiled_once


def prepare() -> None:
    """Compile and read what each server would again: the URLs, and the migrations."""
    compiled_once.share_url_builders()
    app = Flask(__name__, static_folder=None)
    url_numbers.install(app)
    for module in ROUTES:
        app.register_blueprint(module.blueprint)
    newest()


prepare()
gc.collect()
gc.freeze()  # so that no server searches all modules for garbage


def run(
    module: str, folder: str, settings: dict[str, str], output: Connection, log_file: str
) -> None:
    """Run `polling serve`, or the `main` of this module, with these environment variables."""
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(settings)
    os.dup2(output.fileno(), sys.stdout.fileno())
    output.close()
    with Path(log_file).open("ab") as log:
        os.dup2(log.fileno(), sys.stderr.fileno())
    compiled_once.share_templates()
    _keep_apart(settings["DATABASE_URL"])
    sys.argv = ["polling", "serve"]
    importlib.import_module(module).main()


def _keep_apart(database: str) -> None:
    """Use names in Redis that other tests, and earlier runs, do not use with the same secret."""
    usual, own = Config.in_redis, database.rpartition("/")[2]

    def in_redis(config: Config, name: str) -> str:
        return usual(config, f"{own}:{name}")

    Config.in_redis = in_redis  # type: ignore[assignment]
