from collections.abc import Iterator
from pathlib import Path

import pytest

import polling.models  # noqa: F401  the tables
from polling import db


@pytest.fixture
def database(tmp_path: Path) -> Iterator[None]:
    """An empty database of its own, bound to this process."""
    engine = db.connect(f"sqlite:///{tmp_path / 'workshop.db'}")
    db.Base.metadata.create_all(engine)
    yield
    engine.dispose()
