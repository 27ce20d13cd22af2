"""Statements, templates and URLs that tests compile only once.

Otherwise, SQLAlchemy compiles each statement again for the database of each test, Jinja each
template again in each process and server, and Werkzeug each URL again in each server.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from flask import Flask
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import Engine, event
from sqlalchemy.engine.interfaces import Dialect
from werkzeug.routing import Rule

from polling.contests.casting import ballot_box
from polling.core import db
from polling.core.engines import make_engine

if TYPE_CHECKING:
    import pytest

FOLDER = "POLLING_TEST_TEMPLATES"  # the environment variable for all processes of a test run

# By kind of database. A compiled statement can only be used with the dialect it was compiled for.
_compiled: dict[str, dict[Any, Any]] = {}
_dialects: dict[str, Dialect] = {}
_compile_builder = Rule._compile_builder


@contextmanager
def statements() -> Iterator[None]:
    """Let the databases of all tests share their compiled statements."""
    with (
        patch.object(db, "make_engine", _make_engine),
        patch.object(ballot_box, "make_engine", _make_engine),
    ):
        yield


def _make_engine(url: str, **options: Any) -> Engine:
    made = make_engine(url, **options)
    name = made.dialect.name
    made.update_execution_options(compiled_cache=_compiled.setdefault(name, {}))
    if name in _dialects:
        made.dialect = _dialects[name]
        return made

    @event.listens_for(made, "connect")
    def share(*_connected: object) -> None:  # only now, the dialect knows the database's version
        _dialects.setdefault(name, made.dialect)

    return made


def make_template_folder(config: "pytest.Config") -> None:
    """Make the folder of compiled templates, unless the process that started this one has."""
    if FOLDER not in os.environ:
        folder = TemporaryDirectory(prefix="polling-templates-")
        os.environ[FOLDER] = folder.name
        config.add_cleanup(folder.cleanup)
    share_templates()


def share_templates() -> None:
    """Let apps of this process take compiled templates from the folder, if any, and add theirs."""
    if folder := os.environ.get(FOLDER):
        Flask.jinja_options = {"bytecode_cache": FileSystemBytecodeCache(folder)}


def share_url_builders() -> None:
    """Let apps of this process share the functions that write their URLs."""
    made: dict[Any, Any] = {}

    def once(rule: Rule, append_unknown: bool = True) -> Any:
        if rule.defaults:  # these would be compiled into it
            return _compile_builder(rule, append_unknown)
        key = rule.rule, tuple(rule._trace), append_unknown
        if key not in made:
            made[key] = _compile_builder(rule, append_unknown)
        return made[key]

    Rule._compile_builder = once  # type: ignore[assignment, method-assign]
