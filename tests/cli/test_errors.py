"""Errors of the `polling` command that an operator can act on are one sentence."""

import os
import subprocess
import sys
from pathlib import Path
from typing import LiteralString

import psycopg
import pytest
from click.testing import CliRunner

from polling.cli import main
from polling.core import db
from tests.databases import postgresql, require_postgresql

NOBODY = "postgresql://postgres:s3cr3t@127.0.0.1:9/name"  # the discard port: refused at once
DATABASE = "DATABASE_URL must look like postgresql://user:password@host/name"
REDIS = "REDIS_URL must look like redis://:password@host:6379/0"


@pytest.mark.parametrize(
    "name, value, said",
    [
        ("PORT", "eighty", "PORT: Input should be a valid integer"),
        ("LOG_FORMAT", "xml", "LOG_FORMAT: Input should be 'text' or 'json'"),
        ("TRUSTED_PROXIES", "-1", "TRUSTED_PROXIES: Input should be greater than or equal to 0"),
        ("ORIGINS", "abc", 'ORIGINS must look like ["https://workshop.example.org"]'),
        ("ORIGINS", '["*"]', 'ORIGINS must look like ["https://workshop.example.org"]'),
        ("DATABASE_URL", "postgresql://user:s3cr3t@host:54x2/name", DATABASE),
        ("DATABASE_URL", "postgresql://user:pass@s3cr3t@host/name", DATABASE),
        ("DATABASE_URL", "postgresql:s3cr3t", DATABASE),
        ("DATABASE_URL", "mysql://user:s3cr3t@host/name", DATABASE),
        ("REDIS_URL", "redis://:s3cr3t/pass@host/0", REDIS),
        ("REDIS_URL", "redis://:1234/s3cr3t@host/0", REDIS),
        ("REDIS_URL", "s3cr3t", REDIS),
        ("REDIS_URL", "unix:///run/redis.sock", REDIS),
        ("PRODUCTION", "true", "PRODUCTION needs SECRET_KEY and PUBLIC_URL to be set."),
    ],
)
def test_a_wrong_setting_is_named(name: str, value: str, said: str) -> None:
    result = CliRunner().invoke(main, ["verify", "12345678"], env={name: value})
    assert result.exit_code == 1
    assert result.stderr.startswith(f"Error: The settings are wrong: {said}")
    assert "s3cr3t" not in result.stderr


@pytest.mark.server
def test_a_server_without_its_database_says_so_in_one_sentence(tmp_path: Path) -> None:
    refused = subprocess.run(
        [sys.executable, "-m", "polling.cli", "serve"],
        env=os.environ | {"DATA_DIR": str(tmp_path), "DATABASE_URL": NOBODY, "PORT": "0"},
        capture_output=True,
        text=True,
        check=False,
    )
    (line,) = refused.stderr.splitlines()
    assert line.startswith("Error: The database (DATABASE_URL, or else DATA_DIR) cannot be used: ")
    assert "refused" in line
    assert "s3cr3t" not in line
    assert refused.returncode == 1


@pytest.mark.parametrize(
    "made, reason",
    [
        (
            "CREATE TABLE alembic_version AS SELECT 'later' AS version_num",
            "Can't locate revision identified by 'later'.",
        ),
        ("CREATE TABLE workshop (id int)", 'relation "workshop" already exists.'),
    ],
)
def test_a_database_that_cannot_be_upgraded_is_named_in_one_sentence(
    made: LiteralString, reason: str
) -> None:
    require_postgresql()
    with postgresql() as url:
        with psycopg.connect(url) as connection:
            connection.execute(made)
        result = CliRunner().invoke(main, ["verify", "12345678"], env={"DATABASE_URL": url})
        db.engine().dispose()
    assert result.exit_code == 1
    (line,) = result.stderr.splitlines()
    assert line.startswith("Error: The database cannot be upgraded. Set DATABASE_URL")
    assert line.endswith(reason)
