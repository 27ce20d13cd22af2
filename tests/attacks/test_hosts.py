"""A forged Host header appears in no response if a public URL is configured, or causes no error."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import EnvironBuilder, run_wsgi_app

from config import TestConfig
from polling.app import close_database, create_app
from tests.shared_app import app_on

SITE, ELSEWHERE = "https://workshop.example.org", "https://second.example.org"
INVALID = ["a..b", ".", "a" * 64 + ".example", "xn--" + "a" * 50 + ".example"]
UNKNOWN = ["evil.example", "10.0.0.7:5000", "workshop.example.org.evil.example", ""]


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """An app with a public URL, without a database."""
    folder = tmp_path_factory.mktemp("public")
    config = TestConfig(data_dir=folder, public_url=SITE, origins=[ELSEWHERE], trusted_proxies=1)
    made = create_app(config)
    close_database(made)
    return made


@pytest.fixture
def app(public: Flask, database: str) -> Iterator[Flask]:
    with app_on(public, database) as app:
        yield app


@pytest.mark.parametrize("header", ["Host", "X-Forwarded-Host"])
@pytest.mark.parametrize("host", UNKNOWN)
def test_an_unknown_host_is_in_no_redirect_and_no_header(
    app: Flask, host: str, header: str
) -> None:
    client = app.test_client()
    moved = client.get("/console", headers={header: host})
    assert moved.location == f"{SITE}/console/"
    page = client.get("/", headers={header: host})
    assert page.status_code == 200  # health checks may use any name
    said = page.get_data(as_text=True) + str(page.headers)
    assert "wss://workshop.example.org;" in page.headers["Content-Security-Policy"]
    assert not host or host not in said


def test_further_origins_keep_their_name(app: Flask) -> None:
    moved = app.test_client().get("/console", headers={"Host": "second.example.org"})
    assert moved.location == "http://second.example.org/console/"


def test_without_a_public_address_the_room_may_use_any(tmp_path: Path) -> None:
    app = create_app(TestConfig(data_dir=tmp_path))
    moved = app.test_client().get("/console", headers={"Host": "10.0.0.7:5000"})
    close_database(app)
    assert moved.location == "http://10.0.0.7:5000/console/"


@pytest.mark.parametrize("header", ["HTTP_HOST", "HTTP_X_FORWARDED_HOST"])
def test_an_invalid_host_is_a_bad_request(tmp_path: Path, header: str) -> None:
    app = create_app(TestConfig(data_dir=tmp_path, trusted_proxies=1))
    requests = [{**EnvironBuilder().get_environ(), header: host} for host in INVALID]
    answers = [run_wsgi_app(app.wsgi_app, request)[1] for request in requests]
    close_database(app)
    assert answers == ["400 BAD REQUEST"] * len(INVALID)
