"""PRODUCTION=true refuses to start with settings that let others read or forge a session."""

from pathlib import Path
from typing import Any

import pytest

from config import TestConfig
from polling.app import close_database, create_app

SECRET = "ac55eb5e6ba293a8be6c6acc1ce0449b"  # as of openssl, but half as long
SITE = "https://workshop.example.org"


def production(folder: Path, **given: Any) -> TestConfig:
    settings = {"secret_key": SECRET, "public_url": SITE} | given
    return TestConfig(data_dir=folder, production=True, **settings)


@pytest.mark.parametrize(
    "secret",
    [
        *("x", "x" * 64, SECRET[:31], "secret"),
        "change-me-change-me-change-me-change-me",
        "0123456789abcdef0123456789abcdef",
        "abcdefghijklmnopqrstuvwxyz0123456789",
        "zyxwvutsrqponmlkjihgfedcba9876543210",
    ],
)
def test_a_weak_secret_is_refused(tmp_path: Path, secret: str) -> None:
    with pytest.raises(ValueError, match="SECRET_KEY needs at least 32 random characters"):
        production(tmp_path, secret_key=secret)


@pytest.mark.parametrize(
    "address", ["http://workshop.example.org", "ftp://workshop.example.org", "workshop.example.org"]
)
def test_a_public_address_without_https_is_refused(tmp_path: Path, address: str) -> None:
    with pytest.raises(ValueError, match="https://"):
        production(tmp_path, public_url=address)


@pytest.mark.parametrize(
    "address",
    [
        "https://",
        "https://user@workshop.example.org",
        "https://workshop.example.org/folder",
        "https://workshop.example.org?x=1",
        "https://workshop.example.org:port",
    ],
)
def test_a_public_address_that_is_no_site_is_refused(tmp_path: Path, address: str) -> None:
    with pytest.raises(ValueError, match="PUBLIC_URL must look like"):
        TestConfig(data_dir=tmp_path, public_url=address)


@pytest.mark.parametrize("address, sent", [(SITE, "max-age=31536000"), ("", None)])
def test_browsers_must_stay_on_https(tmp_path: Path, address: str, sent: str | None) -> None:
    app = create_app(TestConfig(data_dir=tmp_path, public_url=address))
    answer = app.test_client().get("/")
    close_database(app)
    assert answer.headers.get("Strict-Transport-Security") == sent
    assert ("Secure" in answer.headers["Set-Cookie"]) is (sent is not None)
