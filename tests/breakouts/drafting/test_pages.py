"""Who can see the history of a recommendation."""

import re
from html import unescape

import pytest

from polling.breakouts.drafting.history import MOST_PIECES, STEPS_SHOWN
from polling.core.db import transaction
from polling.recommendations.models import DraftVersion
from polling.recommendations.wording import Wording
from polling.workshop.models import Workshop
from polling.workshop_file.dump import dump
from tests.breakouts.drafting.group_at_work import Table
from tests.breakouts.drafting.group_members import Author, versions_of


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
    assert "added: </span>of owners<" in history
    assert history.count("Restore") == 1


def test_so_do_the_facilitator_and_the_organizers(table: Table, made: int) -> None:
    code = table.room.code
    tablet = table.room.facilitator_visitor().get(f"/w/{code}/facilitator?history={made}").text
    address = f"/console/{code}/breakouts?view=history&of={made}"
    console = table.room.organizer_visitor().get(address).text
    assert all("#1</span>" in page and "of owners" in page for page in (tablet, console))
    assert "Restore" not in console


def test_another_group_does_not(table: Table, made: int) -> None:
    page = table.visitor(table.stranger).get(f"/w/{table.room.code}?history={made}").text
    assert "of owners" not in page


def test_a_history_is_only_shown_on_request(table: Table, made: int) -> None:
    page = table.visitor(table.members[1]).get(f"/w/{table.room.code}").text
    assert f"?history={made}#history-{made}" in page
    assert f'id="history-{made}"' not in page


def store(recommendation: int, *actions: str) -> None:
    """Store one version for each action."""
    with transaction() as session:
        for action in actions:
            version = DraftVersion(recommendation_id=recommendation, authors=["#1"], deleted=False)
            version.wording, version.min_length, version.max_length = Wording(action=action), 1, 1
            session.add(version)


@pytest.mark.parametrize("role", ["member", "facilitator", "organizer"])
def test_a_long_history_is_shown_in_parts(table: Table, role: str) -> None:
    made = table.recommend()
    every = [f"version-{n:02}-" for n in range(2 * STEPS_SHOWN + 5)]
    store(made, *every)
    visitor, base, address = {
        "member": (table.visitor(table.members[1]), "/w/{}", f"?history={made}"),
        "facilitator": (table.room.facilitator_visitor(), "/w/{}/facilitator", f"?history={made}"),
        "organizer": (
            table.room.organizer_visitor(),
            "/console/{}/breakouts",
            f"?view=history&of={made}",
        ),
    }[role]
    first, parts = address, []
    while address:
        page = visitor.get(base.format(table.room.code) + address).text
        history = page[page.index(f'id="history-{made}"') :]
        parts.append(re.findall(r"added: </span>(version-[0-9]+-)", history))
        assert ("Newest versions" in history) == (address != first)
        assert history.count(">current<") == (address == first)
        assert history.count("Restore") == (role != "organizer") * (
            len(parts[-1]) - (address == first)
        )
        link = re.search(r'href="([^"]+)#history-[0-9]+">Earlier versions', history)
        address = unescape(link[1]) if link else ""
    assert [len(part) for part in parts] == [STEPS_SHOWN, STEPS_SHOWN, 5]
    assert [one for part in parts for one in part] == every[::-1]


def test_of_two_very_different_texts_only_the_new_one_is_shown(table: Table) -> None:
    made = table.recommend()
    words = range(MOST_PIECES)
    store(made, " ".join(f"w{n}" for n in words), " ".join(f"w{n} x" for n in words))
    page = table.visitor(table.members[1]).get(f"/w/{table.room.code}?history={made}").text
    newest, _oldest = page[page.index('class="history"') :].split("<li")[1:3]
    assert "w1 x w2 x" in newest
    assert "added:" not in newest


def test_a_version_is_brought_back_by_a_button(table: Table, made: int) -> None:
    first = versions_of(table, made)[0].id
    address = f"/w/{table.room.code}/drafts/{made}/versions/{first}/restore"
    assert table.visitor(table.members[1]).post(address, {}).status_code == 200
    assert table.row(made).action == "open a registry"


def test_names_are_in_no_export(table: Table, made: int) -> None:
    with transaction() as session:
        file = dump(session, session.get_one(Workshop, table.room.workshop_id))
    assert "#1" not in file.model_dump_json()
