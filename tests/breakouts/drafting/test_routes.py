"""The buttons of a group's page over HTTP, pressed by members and others."""

import pytest

from polling.core.access import Role
from polling.core.db import transaction
from tests.breakouts.drafting.group_at_work import Table
from tests.databases import on_postgresql
from tests.room import Room
from tests.visitor import Visitor


@pytest.fixture
def member(table: Table) -> Visitor:
    return table.visitor(table.members[0])


@pytest.fixture
def facilitator(table: Table) -> Visitor:
    workshop = table.room.workshop_id
    return Visitor(table.room.app).holding(Role.FACILITATOR, workshop, table.group_id)


def drafts(table: Table, path: str = "", *, facilitator: bool = False) -> str:
    page = "/facilitator" if facilitator else ""
    return f"/w/{table.room.code}{page}/drafts{path}"


def test_a_member_adds_moves_names_deletes_and_restores(table: Table, member: Visitor) -> None:
    below = table.recommend(position=1)
    issue, other = table.issues[:2]
    made = member.post(drafts(table), {"issue_id": str(issue)}).get_json()["made"]
    member.post(drafts(table, f"/{made}/step"), {"to": "up"})
    assert table.order(issue) == [made, below]
    member.post(drafts(table, f"/{made}/place"), {"before": ""})
    assert table.order(issue) == [below, made]
    member.post(drafts(table, f"/{made}/place"), {"before": str(below)})
    assert table.order(issue) == [made, below]
    member.post(drafts(table, f"/{made}/actors"), {"name": " Banks\t "})
    member.post(drafts(table, f"/{made}/actors"), {"name": "Prosecutors"})
    member.post(drafts(table, f"/{made}/actors/remove"), {"name": "Prosecutors"})
    assert table.row(made).actors == ["Banks"]
    member.post(drafts(table, f"/{made}/delete"))
    assert table.order(issue) == [below]
    member.post(drafts(table, f"/{made}/restore"))
    member.post(drafts(table, f"/{made}/issue"), {"issue_id": str(other)})
    assert table.order(other) == [made]


@on_postgresql
def test_a_button_does_not_wait_for_a_writer_of_another_workshop(
    table: Table, member: Visitor
) -> None:
    member.token()
    other = Room.of(table.room.app)
    with transaction(other.workshop_id):
        answer = member.post(drafts(table), {"issue_id": str(table.issues[0])})
    assert answer.status_code == 200


def test_a_facilitator_has_separate_buttons(table: Table, facilitator: Visitor) -> None:
    made = table.recommend()
    answer = facilitator.post(drafts(table, f"/{made}/actors", facilitator=True), {"name": "Banks"})
    assert (answer.status_code, table.row(made).actors) == (200, ["Banks"])


def test_a_browser_with_both_roles_acts_in_the_one_of_the_page(
    table: Table, facilitator: Visitor
) -> None:
    """A participant of group 2 opens the facilitator's link of group 1 on the same laptop."""
    facilitator.holding(Role.PARTICIPANT, table.room.workshop_id, table.stranger)
    ours, theirs = table.recommend(), table.recommend(group_id=table.other_group_id)
    for made, as_facilitator, status in (
        (ours, True, 200),
        (theirs, True, 404),
        (ours, False, 404),
        (theirs, False, 200),
    ):
        path = drafts(table, f"/{made}/actors", facilitator=as_facilitator)
        assert facilitator.post(path, {"name": "Banks"}).status_code == status


@pytest.mark.parametrize(
    "button, fields",
    [
        ("delete", {}),
        ("restore", {}),
        ("step", {"to": "up"}),
        ("place", {"before": ""}),
        ("issue", {"issue_id": "1"}),
        ("actors", {"name": "x"}),
        ("actors/remove", {"name": "x"}),
    ],
)
def test_a_member_of_another_group_presses_nothing(
    table: Table, button: str, fields: dict[str, str]
) -> None:
    made = table.recommend(actors=["x"])
    answer = table.visitor(table.stranger).post(drafts(table, f"/{made}/{button}"), fields)
    assert answer.status_code == 404
    assert table.row(made).deleted_at is None
    assert table.row(made).actors == ["x"]


@pytest.mark.parametrize(
    "path, fields",
    [
        ("", {}),
        ("", {"issue_id": "first"}),
        ("/1/step", {"to": "left"}),
        ("/1/place", {"before": "top"}),
        ("/1/actors", {"name": " \t"}),
        ("/1/actors", {"name": "x" * 121}),
        ("/1/actors", {"name": "x", "more": "y"}),
    ],
    ids=["nothing", "no number", "left", "no place", "blank", "long", "more"],
)
def test_a_form_of_another_shape_is_refused(
    table: Table, member: Visitor, path: str, fields: dict[str, str]
) -> None:
    table.recommend()
    assert member.post(drafts(table, path), fields).status_code == 400


def test_an_actor_s_name_has_no_unseen_characters(table: Table, member: Visitor) -> None:
    made = table.recommend()
    member.post(drafts(table, f"/{made}/actors"), {"name": "Ban\u202eks"})
    assert table.row(made).actors == ["Banks"]


def test_the_page_can_be_read_without_script(table: Table, member: Visitor) -> None:
    table.recommend(action="open <b>a</b> registry", actors=["Banks & <i>others</i>"])
    page = member.get(f"/w/{table.room.code}").get_data(as_text=True)
    assert "open &lt;b&gt;a&lt;/b&gt; registry</textarea>" in page
    assert "Banks &amp; &lt;i&gt;others&lt;/i&gt;" in page


def test_a_facilitator_still_has_the_buttons_at_the_presentations(
    table: Table, facilitator: Visitor
) -> None:
    made = table.recommend()
    table.stage("presentations")
    page = facilitator.get(f"/w/{table.room.code}/facilitator").get_data(as_text=True)
    assert drafts(table, f"/{made}/delete", facilitator=True) in page
