"""Configuration from the environment; production refuses to start without its secrets."""

import hashlib
import hmac
import json
import secrets
import socket
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, ClassVar, Self
from urllib.parse import urlsplit

from pydantic import Field, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from polling.core.logs import LogFormat
from polling.core.private_files import (
    make_private_file,
    make_private_folder,
    write_private_file,
)

SHORTEST_SECRET = 32  # characters; 64 hexadecimal digits are recommended
USUAL_PORTS = {"http": ":80", "https": ":443"}
FEWEST_DIFFERENT = 8  # fewer different characters look like a key held down
DRIVERS = {"sqlite", "postgresql+psycopg"}
REDIS_SCHEMES = "redis://", "rediss://"

TOO_WEAK = (
    f"{{}} needs at least {SHORTEST_SECRET} random characters in production: "
    "generate one with openssl rand -hex 32"
)
IN_PASSWORDS = "in which passwords have %40 for @, %2F for /, %3F for ? and %23 for #"


class Config(BaseSettings):
    """The configuration. Each field is an environment variable of the same name in capitals."""

    model_config = SettingsConfigDict(extra="ignore")

    data_dir: Path = Field(default=Path("instance"), description="SQLite file and server secret")
    database_url: str = Field(default="", description="empty: SQLite in data_dir")
    redis_url: str = Field(default="", description="empty: one process, no Redis")
    host: str = "0.0.0.0"  # noqa: S104  phones on the room's Wi-Fi must reach it
    port: int = 5000
    public_url: str = Field(default="", description="the URL in QR codes and links")
    secret_key: str = ""
    production: bool = False
    trusted_proxies: int = Field(
        default=0, ge=0, description="number of proxies that set X-Forwarded-*"
    )
    origins: Annotated[list[str], NoDecode] = Field(
        default=[], description="other URLs of the server"
    )
    log_format: LogFormat = Field(default="text", description="text for people, json for programs")
    metrics_token: str = Field(default="", description="empty: no metrics")
    testing: bool = False

    @field_validator("origins", mode="before")
    @classmethod
    def _read_origins(cls, given: Any) -> Any:
        try:
            return json.loads(given or "[]") if isinstance(given, str) else given
        except ValueError:
            return [""]  # refused below, with an example

    @model_validator(mode="after")
    def _check_addresses(self) -> Self:
        if self.public_url and not _is_site(self.public_url):
            raise ValueError("PUBLIC_URL must look like https://workshop.example.org")
        if not all(map(_is_site, self.origins)):
            raise ValueError('ORIGINS must look like ["https://workshop.example.org"]')
        if not _is_database(self.database):
            raise ValueError(
                f"DATABASE_URL must look like postgresql://user:password@host/name, {IN_PASSWORDS}"
            )
        if self.redis_url and not _is_redis(self.redis_url):
            raise ValueError(
                f"REDIS_URL must look like redis://:password@host:6379/0, {IN_PASSWORDS}"
            )
        self.public_url, self.origins = as_sent(self.public_url), list(map(as_sent, self.origins))
        return self

    @model_validator(mode="after")
    def _check_production(self) -> Self:
        if self.production and not (self.secret_key and self.public_url):
            raise ValueError("PRODUCTION needs SECRET_KEY and PUBLIC_URL to be set")
        if self.production and not self.https:
            raise ValueError("PRODUCTION needs a PUBLIC_URL that begins with https://")
        if self.production and _is_weak(self.secret_key):
            raise ValueError(TOO_WEAK.format("SECRET_KEY"))
        if self.production and self.metrics_token and _is_weak(self.metrics_token):
            raise ValueError(TOO_WEAK.format("METRICS_TOKEN"))
        return self

    @property
    def https(self) -> bool:
        """Whether browsers reach this server over HTTPS."""
        return urlsplit(self.public_url).scheme == "https"

    @property
    def database(self) -> str:
        """The SQLAlchemy URL, with our driver."""
        if not self.database_url:
            return f"sqlite:///{(self.data_dir / 'workshop.sqlite').resolve()}"
        scheme, _, rest = self.database_url.partition("://")
        return (
            f"postgresql+psycopg://{rest}"
            if scheme in {"postgres", "postgresql"}
            else (self.database_url)
        )

    def address(self) -> str:
        """The server's URL: the configured public one, or this machine's in its network."""
        if self.public_url:
            return self.public_url
        host = _own_address() if self.host in {"0.0.0.0", "::"} else self.host  # noqa: S104
        return f"http://{host}:{self.port}"

    def secret(self) -> str:
        """The key that signs sessions, links and ballots; created once and stored in data_dir."""
        if self.secret_key:
            return self.secret_key
        make_private_folder(self.data_dir)
        path = self.data_dir / "secret_key"
        if not path.exists() or not path.read_text().strip():  # empty after a full disk
            write_private_file(path, secrets.token_hex(32))
        make_private_file(path)
        return path.read_text().strip()

    def in_redis(self, name: str) -> str:
        """Return the name of `name` in Redis, which may be shared; it derives from the secret."""
        own = hmac.new(self.secret().encode(), b"redis", hashlib.sha256).hexdigest()[:16]
        return f"polling:{own}:{name}"


def _is_weak(secret: str) -> bool:
    """Return whether a secret is short, one block again and again, or mostly like "abcd" or "4321".

    Those are examples that somebody has copied, or typed.
    """
    repeats = any(secret[n:] == secret[:-n] for n in range(1, len(secret) // 2 + 1))
    neighbours = sum(abs(ord(a) - ord(b)) == 1 for a, b in pairwise(secret))
    return (
        len(secret) < SHORTEST_SECRET
        or len(set(secret)) < FEWEST_DIFFERENT
        or repeats
        or neighbours > len(secret) / 2
    )


def _is_database(address: str) -> bool:
    """Return whether SQLAlchemy can read a database's URL, with no part of a password as host."""
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        return False
    return url.drivername in DRIVERS and "@" not in (url.host or "")


def _is_redis(address: str) -> bool:
    """Return whether a URL of Redis can be read, with no part of a password after the host."""
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018  raises ValueError unless it is a number
    except ValueError:
        return False
    rest = f"{parts.path}{parts.query}{parts.fragment}"
    return address.startswith(REDIS_SCHEMES) and "@" not in rest


def _is_site(address: str) -> bool:
    """Return whether a URL is a scheme and a host, with at most a port and a slash."""
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018  raises ValueError unless it is a number
    except ValueError:
        return False
    plain = not (parts.username or parts.query or parts.fragment or parts.path.strip("/"))
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and plain


def as_sent(address: str) -> str:
    """Return a site's URL as browsers send it in `Origin`: in lower case, without a usual port."""
    scheme, _, host = address.lower().rstrip("/").partition("://")
    return address and f"{scheme}://{host.removesuffix(USUAL_PORTS.get(scheme, ''))}"


def _own_address() -> str:
    """Return this machine's IP address in the network it would use; no packet is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])


class TestConfig(Config):
    """The configuration for tests: everything in one temporary folder, given as `data_dir`."""

    __test__: ClassVar[bool] = False  # prevents pytest from collecting it
    host: str = "127.0.0.1"
    testing: bool = True
    secret_key: str = "not-a-secret-only-for-tests"  # noqa: S105  only for tests
