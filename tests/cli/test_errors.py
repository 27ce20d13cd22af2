"""Errors of the `polling` command that an operator can act on are one sentence."""

import pytest
from click.testing import CliRunner

from polling.cli import main


@pytest.mark.parametrize(
    "name, value, said",
    [
        ("PORT", "eighty", "PORT: Input should be a valid integer"),
        ("LOG_FORMAT", "xml", "LOG_FORMAT: Input should be 'text' or 'json'"),
        ("PRODUCTION", "true", "PRODUCTION needs SECRET_KEY and PUBLIC_URL to be set."),
    ],
)
def test_a_wrong_setting_is_named(name: str, value: str, said: str) -> None:
    result = CliRunner().invoke(main, ["verify", "12345678"], env={name: value})
    assert result.exit_code == 1
    assert result.stderr.startswith(f"Error: The settings are wrong: {said}")
