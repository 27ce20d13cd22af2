"""Our own pages and those of the configured origins may open sockets and send forms."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from config import TestConfig
from polling.app import close_database, create_app
from tests.visitor import TOKEN

HANDSHAKE = "/socket.io/?EIO=4&transport=polling"
HTTPS = {"Host": "public.example", "X-Forwarded-Proto": "https"}
FURTHER = "https://partner.example"


def opens(app: Flask, origin: str, **headers: str) -> bool:
    asked = {"Origin": origin, "Host": "workshop.example"} | headers
    return app.test_client().get(HANDSHAKE, headers=asked).status_code == 200


def posts(app: Flask, **headers: str) -> bool:
    """Send a form with its token, as a browser that adds only these headers."""
    client = app.test_client()
    asked = {"Host": "workshop.example"} | headers
    [token] = TOKEN.findall(client.get("/login", headers=asked).text)
    sent = {"csrf_token": token, "language": "en"}
    status = client.post("/language", data=sent, headers=asked).status_code
    assert status in {303, 403}
    return status == 303


@pytest.mark.parametrize(
    "origin, may",
    [
        pytest.param("http://workshop.example", True, id="our own"),
        pytest.param("https://workshop.example", False, id="our host with another scheme"),
        pytest.param("http://elsewhere.example", False, id="somebody else's"),
        pytest.param("http://workshop.example:8080", False, id="our host at another port"),
    ],
)
def test_without_further_origins_only_our_own_pages_may(app: Flask, origin: str, may: bool) -> None:
    assert (opens(app, origin), posts(app, Origin=origin)) == (may, may)


def test_a_page_whose_origin_is_not_told_opens_no_socket(app: Flask) -> None:
    assert not opens(app, "null")


def test_a_forwarded_host_is_believed_from_nobody(app: Flask) -> None:
    forged = {"X-Forwarded-Host": "evil.example"}
    assert not opens(app, "http://evil.example", **forged)
    assert not posts(app, Origin="http://evil.example", **forged)


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


@pytest.fixture
def public(tmp_path: Path) -> Iterator[Flask]:
    """An app in production, behind one proxy."""
    config = TestConfig(
        data_dir=tmp_path,
        production=True,
        secret_key=secrets.token_hex(32),
        public_url="https://public.example",
        trusted_proxies=1,
    )
    app = create_app(config)
    yield app
    close_database(app)


@pytest.mark.parametrize(
    "headers, may",
    [
        pytest.param({}, True, id="neither"),
        pytest.param({"Origin": "https://public.example"}, True, id="our own origin"),
        pytest.param({"Referer": "https://evil.example/"}, True, id="only a referrer"),
        pytest.param({"Origin": "https://evil.example"}, False, id="a foreign origin"),
        pytest.param({"Origin": "http://public.example"}, False, id="another scheme"),
        pytest.param({"Origin": "null"}, True, id="an origin that is not told"),
    ],
)
def test_over_https_a_form_needs_no_referrer(
    public: Flask, headers: dict[str, str], may: bool
) -> None:
    assert posts(public, **HTTPS, **headers) is may


def test_a_form_of_another_site_is_refused_even_if_it_claims_to_be_ours(public: Flask) -> None:
    claim = {"Origin": "https://evil.example", "Referer": "https://public.example/login"}
    assert not posts(public, **HTTPS, **claim)


def test_the_usual_port_may_be_in_the_host(public: Flask) -> None:
    other = {"Host": "Other.example:443", "X-Forwarded-Proto": "https"}
    assert posts(public, **other, Origin="https://other.example")
