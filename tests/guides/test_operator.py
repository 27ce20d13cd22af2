"""The operator's guide only mentions what exists: commands, variables, metrics, services."""

import re
import shlex
from pathlib import Path

import click
import pytest
import yaml
from flask import Flask

from config import Config
from polling.cli import main
from polling.core.metrics import REGISTRY

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs/guides/operator.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```\n(.*?)^```$", re.MULTILINE | re.DOTALL)
INLINE = re.findall(r"`([^`\n]+)`", BLOCK.sub("", GUIDE))
COMMANDS = [line for block in BLOCK.findall(GUIDE) for line in block.splitlines()] + INLINE
INTERNAL = {"testing"}
MOST_WORDS = 930


def commands(program: str) -> list[list[str]]:
    """The arguments of each command in the guide."""
    found = [re.search(rf"(?:^|exec server-1 ){program} (.+)$", line) for line in COMMANDS]
    return [shlex.split(one[1]) for one in found if one]


def table(heading: str) -> list[list[str]]:
    """The names in the first column of the first table under a heading."""
    part = GUIDE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (`[^|]+) \|", part, re.MULTILINE)
    return [re.findall(r"`([^`]+)`", row) for row in rows]


@pytest.mark.parametrize("given", commands("polling"), ids=" ".join)
def test_a_command_and_its_options_exist(given: list[str]) -> None:
    command: click.Command = main
    words = [word for word in given if not word.startswith("-")]
    while isinstance(command, click.Group):
        command = command.commands[words.pop(0)]
    known = {name for param in command.params for name in param.opts}
    assert {word for word in given if word.startswith("--")} <= known


def test_there_are_commands_in_it() -> None:
    assert {given[0] for given in commands("polling")} == {
        *("serve", "organizer", "export", "import", "rehearse", "verify")
    }


def test_the_table_of_variables_is_complete() -> None:
    named = {name for names in table("Variables") for name in names}
    assert named == {name.upper() for name in set(Config.model_fields) - INTERNAL}


def test_the_defaults_in_the_table_are_true() -> None:
    part = GUIDE.partition("\n## Variables\n")[2]
    said = dict(re.findall(r"^\| `([A-Z_]+)` \| `([^`]+)` \|", part, re.MULTILINE))
    assert said
    for name, default in said.items():
        actual = Config.model_fields[name.lower()].default
        assert default == str(actual).lower(), name


def test_the_table_of_metrics_is_complete() -> None:
    rows = table("Health, metrics and logs")
    named = {name.removesuffix("_total") for names in rows for name in names}
    measured = {family.name for family in REGISTRY.collect()}
    assert named == {name for name in measured if name.startswith("polling_")}


def test_addresses_exist(app: Flask) -> None:
    rules = {rule.rule for rule in app.url_map.iter_rules()}
    named = set(re.findall(r"`(/(?:health/\w+|metrics))`", GUIDE))
    assert len(named) == 3
    assert named <= rules


def test_services_and_files_of_compose_exist() -> None:
    calls = commands("docker")
    assert calls
    for given in calls:
        file = ROOT / given[given.index("--file") + 1]
        services = yaml.safe_load(file.read_text(encoding="utf-8"))["services"]
        if "exec" in given:
            assert {word for word in given[given.index("exec") :] if word in services}


def test_a_dump_does_not_need_the_files_of_the_database_container() -> None:
    """The commands use standard input and output, which `docker compose exec` passes on."""
    found = [one for one in INLINE if one.startswith(("pg_dump ", "pg_restore "))]
    assert len(found) == 2
    assert all(re.search(r" [<>] polling\.dump$", one) for one in found)


def test_the_guide_is_short() -> None:
    assert len(GUIDE.replace("|", " ").split()) <= MOST_WORDS
