"""Who can see the history of a recommendation."""

import pytest

from polling.core.db import transaction
from polling.workshop.models import Workshop
from polling.workshop_file.dump import dump
from tests.breakouts.drafting.group_at_work import Table
from tests.breakouts.drafting.group_members import Author, versions


@pytest.fixture
def made(table: Table) -> int:
    """A recommendation changed by the first member."""
    recommendation = table.recommend(actors=["Banks"], action="open a registry")
    Author.member(table).add(f"{recommendation}/action", " of owners")
    return recommendation


def test_a_member_reads_who_has_changed_which_words(table: Table, made: int) -> None:
    page = table.visitor(table.members[1]).get(f"/w/{table.room.code}?history={made}").text
    history = page[page.index(f'id="history-{made}"') :]
    assert '<span class="person person-0">#1</span>' in history
    assert "added: </span>registry of owners." in history
    assert history.count("Restore") == 1


def test_so_do_the_facilitator_and_the_organizers(table: Table, made: int) -> None:
    code = table.room.code
    tablet = table.room.facilitator_visitor().get(f"/w/{code}/facilitator?history={made}").text
    address = f"/console/{code}/breakouts?view=history&of={made}"
    console = table.room.organizer_visitor().get(address).text
    assert all("#1</span>" in page and "of owners." in page for page in (tablet, console))
    assert "Restore" not in console


def test_another_group_does_not(table: Table, made: int) -> None:
    page = table.visitor(table.stranger).get(f"/w/{table.room.code}?history={made}").text
    assert "of owners" not in page


def test_a_history_is_only_shown_on_request(table: Table, made: int) -> None:
    page = table.visitor(table.members[1]).get(f"/w/{table.room.code}").text
    assert f"?history={made}#history-{made}" in page
    assert f'id="history-{made}"' not in page


def test_a_version_is_brought_back_by_a_button(table: Table, made: int) -> None:
    first = versions(table, made)[0].id
    address = f"/w/{table.room.code}/drafts/{made}/versions/{first}/restore"
    assert table.visitor(table.members[1]).post(address, {}).status_code == 200
    assert table.row(made).action == "open a registry"


def test_names_are_in_no_export(table: Table, made: int) -> None:
    with transaction() as session:
        file = dump(session, session.get_one(Workshop, table.room.workshop_id))
    assert "#1" not in file.model_dump_json()
