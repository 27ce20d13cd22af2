"""Sockets accept our own pages, and the configured origins."""

from pathlib import Path

import pytest
from flask import Flask

from config import TestConfig
from polling.app import close_database, create_app

HANDSHAKE = "/socket.io/?EIO=4&transport=polling"
FURTHER = "https://partner.example"


def opens(app: Flask, origin: str, **headers: str) -> bool:
    asked = {"Origin": origin, "Host": "workshop.example"} | headers
    return app.test_client().get(HANDSHAKE, headers=asked).status_code == 200


@pytest.mark.parametrize(
    "origin, may",
    [
        pytest.param("http://workshop.example", True, id="our own"),
        pytest.param("https://workshop.example", False, id="our host with another scheme"),
        pytest.param("http://elsewhere.example", False, id="somebody else's"),
        pytest.param("null", False, id="a sandboxed frame"),
    ],
)
def test_without_further_origins_only_our_own_pages_may(app: Flask, origin: str, may: bool) -> None:
    assert opens(app, origin) is may


def test_a_forwarded_host_is_believed_from_nobody(app: Flask) -> None:
    assert not opens(app, "http://evil.example", **{"X-Forwarded-Host": "evil.example"})


def test_further_origins_do_not_shut_out_our_own(tmp_path: Path) -> None:
    app = create_app(TestConfig(data_dir=tmp_path, origins=[FURTHER]))
    asked = ("http://workshop.example", FURTHER, "http://elsewhere.example")
    assert [opens(app, origin) for origin in asked] == [True, True, False]
    close_database(app)


def test_the_configured_addresses_may_be_written_otherwise_than_browsers_do(tmp_path: Path) -> None:
    configured = TestConfig(
        data_dir=tmp_path,
        public_url="https://Public.Example:443/",
        origins=["HTTP://Old.Example:80"],
    )
    app = create_app(configured)
    asked = ("https://public.example", "http://old.example", "http://public.example")
    assert [opens(app, origin) for origin in asked] == [True, True, False]
    assert configured.address() == "https://public.example"
    close_database(app)


def test_behind_a_proxy_our_own_are_those_of_the_public_address_and_of_its_scheme(
    tmp_path: Path,
) -> None:
    public = "https://public.example"
    app = create_app(TestConfig(data_dir=tmp_path, public_url=public, trusted_proxies=1))
    asked = (public, "https://workshop.example", "http://workshop.example")
    secure = {"X-Forwarded-Proto": "https"}
    assert [opens(app, origin, **secure) for origin in asked] == [True, True, False]
    close_database(app)
