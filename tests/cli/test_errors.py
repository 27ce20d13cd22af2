"""Errors of the `polling` command that an operator can act on are one sentence."""

import pytest
from click.testing import CliRunner

from polling.cli import main

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
        ("PRODUCTION", "true", "PRODUCTION needs SECRET_KEY and PUBLIC_URL to be set."),
    ],
)
def test_a_wrong_setting_is_named(name: str, value: str, said: str) -> None:
    result = CliRunner().invoke(main, ["verify", "12345678"], env={name: value})
    assert result.exit_code == 1
    assert result.stderr.startswith(f"Error: The settings are wrong: {said}")
    assert "s3cr3t" not in result.stderr
