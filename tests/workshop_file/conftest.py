from collections.abc import Iterator
from pathlib import Path

import pytest

import polling.models  # noqa: F401  the tables
from polling.core import db


@pytest.fixture
def tables(tmp_path: Path) -> Iterator[None]:
    """A separate empty database for this process, without the app."""
    engine = db.connect(f"sqlite:///{tmp_path / 'alone.sqlite'}")
    db.Base.metadata.create_all(engine)
    yield
    engine.dispose()
