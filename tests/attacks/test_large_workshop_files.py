"""The largest workshop file blocks nobody: its rows are built outside the event loop."""

import json
import threading
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from polling.core.db import reading
from polling.workshop.models import Issue, Theme, Workshop
from tests.databases import on_both
from tests.room import Room


@on_both
def test_a_file_is_loaded_in_a_thread(room: Room) -> None:
    issues = [{"headline": f"Issue {number}"} for number in range(40)]
    themes = [{"title": f"Theme {number}", "issues": issues} for number in range(5)]
    threads = set()

    def note(session: Session, *_: Any) -> None:
        if any(isinstance(row, Issue | Theme) for row in session.new):
            threads.add(threading.get_ident())

    console = room.organizer_visitor()
    event.listen(Session, "before_flush", note)
    try:
        text = json.dumps({"title": "Large", "themes": themes})
        assert console.post("/console/import", {"text": text}).status_code == 200
    finally:
        event.remove(Session, "before_flush", note)
    assert threads
    assert threading.get_ident() not in threads
    with reading() as session:
        made = session.query(Workshop).filter_by(title="Large").one()
        assert [len(theme.issues) for theme in made.themes] == [40] * 5
