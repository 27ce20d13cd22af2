"""The lock files are complete, hashed and consistent, and name no registry."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LOCKS = (
    "requirements.lock",
    "requirements-build.lock",
    "requirements-install.lock",
    "requirements-dev.lock",
)
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())


def pins(lock: str) -> dict[str, str]:
    """Versions by name."""
    text = (ROOT / lock).read_text()
    return dict(re.findall(r"^([a-z0-9-]+)(?:\[\w+\])?==(\S+)", text, re.MULTILINE))


def wanted(lock: str) -> list[Requirement]:
    """The requirements in pyproject.toml that a lock must pin."""
    project, groups = PROJECT["project"], PROJECT["dependency-groups"]
    extras = [line for lines in project["optional-dependencies"].values() for line in lines]
    runtime = [*project["dependencies"], *extras]
    tools = [line for line in groups["dev"] if isinstance(line, str)]
    lines = {
        "requirements.lock": runtime,
        "requirements-build.lock": groups["build"],
        "requirements-install.lock": groups["install"],
        "requirements-dev.lock": [*runtime, *groups["build"], *groups["install"], *tools],
    }
    return [Requirement(line) for line in lines[lock]]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_what_pyproject_asks_for(lock: str) -> None:
    pinned = pins(lock)

    unmet = [
        asked.name
        for asked in wanted(lock)
        if pinned.get(canonicalize_name(asked.name), "0") not in asked.specifier
    ]

    assert unmet == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_hashes(lock: str) -> None:
    entries = re.split(r"\n(?=[a-z])", (ROOT / lock).read_text())[1:]

    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
    assert len(entries) == len(pins(lock))


@pytest.mark.parametrize("lock", LOCKS[:-1])
def test_the_tools_run_with_the_versions_that_are_served(lock: str) -> None:
    assert pins(lock).items() <= pins("requirements-dev.lock").items()


def test_make_builds_with_what_the_build_system_requires() -> None:
    assert PROJECT["dependency-groups"]["build"] == PROJECT["build-system"]["requires"]


def test_every_library_of_the_front_end_is_pinned_by_hash() -> None:
    packages: dict[str, dict[str, str]] = json.loads((ROOT / "package-lock.json").read_text())[
        "packages"
    ]
    libraries = {name: entry for name, entry in packages.items() if name}

    assert [name for name, entry in libraries.items() if "integrity" not in entry] == []


@pytest.mark.parametrize("name", [*LOCKS, "package-lock.json", ".npmrc"])
def test_no_lock_names_a_registry(name: str) -> None:
    text = (ROOT / name).read_text()
    funding = r'"(url|funding)": "https?://\S+"'  # links for donations

    assert re.findall(r"https?://\S+|index[-_]url|\"resolved\"", re.sub(funding, "", text)) == []
