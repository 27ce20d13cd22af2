"""deploy/ matches the code: its variables, addresses, ports and paths exist."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from flask import Flask

from config import Config
from hatch_build import BUNDLED
from polling.monitoring.routes import blueprint

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
CONTAINERFILE = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
CADDYFILE = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
COMPOSE = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
SERVICES: dict[str, Any] = yaml.safe_load(COMPOSE)["services"]
SERVERS = {name: service for name, service in SERVICES.items() if name.startswith("server-")}
EXAMPLE = re.findall(
    r"^(\w+)=(.*)$", (DEPLOY / "example.env").read_text(encoding="utf-8"), re.MULTILINE
)
OF_PYTHON = {"PATH", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"}
SETTINGS = {name.upper() for name in Config.model_fields}
STRONG = "ac55eb5e6ba293a8be6c6acc1ce0449b"


def image_settings() -> dict[str, str]:
    """The variables set by the image."""
    [block] = re.findall(r"^ENV (.*?[^\\])$", CONTAINERFILE, re.MULTILINE | re.DOTALL)
    return dict(re.findall(r"(\w+)=(\S+)", block))


def filled_in(text: str) -> str:
    """The settings as compose passes them, with a secret for each value left empty."""
    values = {name: value or STRONG for name, value in EXAMPLE}
    return re.sub(r"\$\{(\w+)[^}]*\}", lambda found: values[found[1]], text)


def test_there_are_two_servers() -> None:
    assert len(SERVERS) == 2


@pytest.mark.parametrize("name", SERVERS)
def test_a_server_is_given_only_variables_that_it_reads(name: str) -> None:
    assert set(SERVERS[name]["environment"]) <= SETTINGS
    assert set(image_settings()) - OF_PYTHON <= SETTINGS


@pytest.mark.parametrize("name", SERVERS)
def test_a_server_starts_with_the_example_filled_in(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in SETTINGS:
        monkeypatch.delenv(variable, raising=False)
    given = image_settings() | SERVERS[name]["environment"]
    for variable, value in given.items():
        monkeypatch.setenv(variable, filled_in(value))
    config = Config()
    assert config.production
    assert config.https
    assert config.redis_url
    assert config.database.startswith("postgresql+psycopg://polling:")


def test_the_example_has_every_variable_of_compose_and_no_other() -> None:
    assert {name for name, _value in EXAMPLE} == set(re.findall(r"\$\{(\w+)", COMPOSE))


def test_the_example_has_no_secret() -> None:
    assert [name for name, value in EXAMPLE if value] == ["SITE"]


def test_a_server_needs_no_writable_root_and_no_privilege() -> None:
    for server in SERVERS.values():
        assert server["read_only"] is True
        assert server["cap_drop"] == ["ALL"]
        assert "ports" not in server  # only Caddy is reachable from outside
    [user] = re.findall(r"^USER (\S+)$", CONTAINERFILE, re.MULTILINE)
    assert user.partition(":")[0] not in {"root", "0"}


def test_every_host_in_an_address_is_a_service() -> None:
    for server in SERVERS.values():
        for name in ("DATABASE_URL", "REDIS_URL"):
            assert urlsplit(filled_in(server["environment"][name])).hostname in SERVICES


def test_paths_in_compose_exist() -> None:
    for server in SERVERS.values():
        context = DEPLOY / server["build"]["context"]
        assert (context / server["build"]["dockerfile"]).is_file()
    bound = [one for one in SERVICES["caddy"]["volumes"] if one.startswith(".")]
    assert bound
    assert all((DEPLOY / one.partition(":")[0]).is_file() for one in bound)


def test_a_rehearsal_on_a_server_finds_the_site() -> None:
    caddy, server = SERVICES["caddy"], SERVERS["server-1"]
    shared = set(caddy["networks"]) & set(server["networks"])
    site = urlsplit(filled_in(server["environment"]["PUBLIC_URL"])).hostname
    assert [filled_in(caddy["networks"][one]["aliases"][0]) for one in shared] == [site]


def test_caddy_leads_to_both_servers_at_their_port() -> None:
    [upstreams] = re.findall(r"reverse_proxy (.*) \{", CADDYFILE)
    port = image_settings()["PORT"]
    assert sorted(upstreams.split()) == sorted(f"{name}:{port}" for name in SERVERS)
    assert "lb_policy cookie" in CADDYFILE


def test_caddy_keeps_the_operators_addresses_from_strangers(app: Flask) -> None:
    [hidden] = re.findall(r"@operators path (.*)", CADDYFILE)
    patterns = [re.escape(one).replace(r"\*", ".*") for one in hidden.split()]
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith(blueprint.name)]
    assert len(rules) == 3
    assert all(re.fullmatch("|".join(patterns), rule.rule) for rule in rules)


def test_health_checks_ask_addresses_that_there_are(app: Flask) -> None:
    port = image_settings()["PORT"]
    asked = re.findall(rf"127\.0\.0\.1:{port}(/[\w/]+)", CONTAINERFILE)
    asked += re.findall(r"health_uri (\S+)", CADDYFILE)
    assert len(asked) == 2
    assert set(asked) <= {rule.rule for rule in app.url_map.iter_rules()}


def test_files_copied_into_the_image_exist_and_are_not_ignored() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    given = {line.removeprefix("!") for line in ignored if line.startswith("!")}
    assert [name for name in given if not (ROOT / name).exists()] == []
    needed = {*BUNDLED, "polling", "config.py", "pyproject.toml", "hatch_build.py", "scripts"}
    needed |= {"package.json", "package-lock.json", ".npmrc", "README.md", "LICENSE"}
    needed |= set(re.findall(r"[\w-]+\.lock", CONTAINERFILE))
    assert needed == given


def test_requests_wait_until_caddy_notices_the_end_of_their_server() -> None:
    seconds = {name: int(n) for name, n in re.findall(r"(\w+) (\d+)s\n", CADDYFILE)}
    noticed = seconds["health_interval"] + seconds["health_timeout"]
    assert noticed <= 5 < seconds["lb_try_duration"]


@pytest.mark.skipif(not shutil.which("caddy"), reason="caddy is not installed")
def test_caddy_accepts_its_file() -> None:
    done = subprocess.run(
        ["caddy", "adapt", "--config", DEPLOY / "Caddyfile", "--adapter", "caddyfile"],
        env={"SITE": "workshop.example.org", "HOME": str(DEPLOY)},
        capture_output=True,
        check=True,
    )
    [server] = json.loads(done.stdout)["apps"]["http"]["servers"].values()
    assert server["listen"] == [":443"]
