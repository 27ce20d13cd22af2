"""Configuration from the environment. In production the app refuses to start without its secrets."""

import secrets
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Config(BaseSettings):
    """Each field is an environment variable of the same name in capitals."""

    model_config = SettingsConfigDict(extra="ignore")

    data_dir: Path = Field(default=Path("instance"), description="SQLite file and server secret")
    database_url: str = Field(default="", description="empty: SQLite in data_dir")
    redis_url: str = Field(default="", description="empty: one process, no Redis")
    host: str = "0.0.0.0"  # noqa: S104  phones on the room's Wi-Fi must reach it
    port: int = 5000
    public_url: str = Field(default="", description="what stands in QR codes and links")
    secret_key: str = ""
    production: bool = False
    trusted_proxies: int = Field(default=0, description="proxies whose X-Forwarded-* we believe")
    origins: list[str] = Field(default=[], description="more origins that may open sockets")
    testing: bool = False

    @model_validator(mode="after")
    def _secrets_in_production(self) -> Self:
        if self.production and not (self.secret_key and self.public_url):
            raise ValueError("PRODUCTION needs SECRET_KEY and PUBLIC_URL to be set")
        return self

    @property
    def database(self) -> str:
        """The SQLAlchemy URL, with the driver that we use."""
        if not self.database_url:
            return f"sqlite:///{(self.data_dir / 'workshop.sqlite').resolve()}"
        scheme, _, rest = self.database_url.partition("://")
        return (
            f"postgresql+psycopg://{rest}"
            if scheme in {"postgres", "postgresql"}
            else (self.database_url)
        )

    def secret(self) -> str:
        """The key that signs sessions, links and ballots; made once and kept in data_dir."""
        if self.secret_key:
            return self.secret_key
        self.data_dir.mkdir(parents=True, exist_ok=True)
        path = self.data_dir / "secret_key"
        if not path.exists():
            path.touch(mode=0o600)
            path.write_text(secrets.token_hex(32))
        return path.read_text().strip()


class TestConfig(Config):
    """For tests: everything in one temporary folder, given as `data_dir`."""

    host: str = "127.0.0.1"
    testing: bool = True
    secret_key: str = "not-a-secret-only-for-tests"  # noqa: S105  only for tests
