"""The first start of one of several servers does not query tables that do not exist yet."""

import os
import subprocess
import sys

import pytest

from config import TestConfig
from tests import databases


@pytest.mark.server
def test_the_first_start_on_an_empty_database_reports_no_errors() -> None:
    databases.require_postgresql()
    databases.require_redis()
    with databases.postgresql() as url:
        own = {
            "DATABASE_URL": url,
            "REDIS_URL": databases.REDIS,
            "SECRET_KEY": TestConfig().secret_key,
            "HOST": "127.0.0.1",
            "PORT": "0",
        }
        with subprocess.Popen(
            [sys.executable, "-m", "polling.cli", "serve"],
            env=os.environ | own,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as server:
            assert server.stdout
            assert any(line.startswith("Serving on") for line in server.stdout)
            server.terminate()
            errors = server.communicate()[1]
    assert (errors, server.returncode) == ("", 0)
