"""Organizers: who runs the workshop, who is invited, and removing them."""

import pytest

from polling.core.db import reading
from polling.core.errors import BadInput, Conflict, NotFound
from polling.people import queries
from polling.people.models import Invitation, Organizer
from polling.setup.actions import organizers as actions
from tests.setup.conftest import Desk


def runners(desk: Desk) -> list[Organizer]:
    return desk.ask(lambda session, workshop: queries.organizers_of(session, workshop.id))


def invited(desk: Desk) -> list[Invitation]:
    return desk.ask(lambda session, workshop: queries.invitations(session, workshop.id))


def emails(desk: Desk) -> list[str]:
    return [account.email for account in runners(desk)]


def test_an_invitation_gives_no_access_and_makes_no_account(desk: Desk) -> None:
    desk.do(actions.invite, " New@Org.Example ")
    assert [invitation.email for invitation in invited(desk)] == ["new@org.example"]
    assert emails(desk) == ["organizer@test.example"]
    assert desk.ask(lambda session, _: queries.account(session, "new@org.example")) is None


def test_inviting_again_replaces_the_link(desk: Desk) -> None:
    first, second = (desk.do(actions.invite, email) for email in ("a@b.example", "A@B.example"))
    with reading() as session:
        assert queries.invitation(session, first) is None
        assert queries.invitation(session, second) is not None


def test_a_withdrawn_invitation_is_deleted_and_logged(desk: Desk) -> None:
    desk.do(actions.invite, "new@org.example")
    desk.do(actions.withdraw, invited(desk)[0].id)
    assert invited(desk) == []
    assert [entry.action for entry in desk.log()][-2:] == [
        "organizer-invited",
        "invitation-withdrawn",
    ]


def test_an_organizer_of_the_workshop_is_not_invited_again(desk: Desk) -> None:
    with pytest.raises(Conflict, match="is already an organizer"):
        desk.do(actions.invite, "ORGANIZER@test.example")


@pytest.mark.parametrize(
    "email",
    [
        *("", "nobody", "@host.example", "name@", "x" * 250 + "@y.example"),
        *("a b@y.example", "a\u200b@y.example", "a@b@y.example", "A <a@y.example>"),
    ],
    ids=repr,
)
def test_an_invalid_e_mail_address_is_refused(desk: Desk, email: str) -> None:
    with pytest.raises(BadInput, match="not an e-mail address"):
        desk.do(actions.invite, email)


def test_the_last_organizer_cannot_be_removed(desk: Desk) -> None:
    with pytest.raises(Conflict, match="needs at least one organizer"):
        desk.do(actions.dismiss, desk.room.organizer_id)


def test_who_does_not_run_it_cannot_be_removed(desk: Desk) -> None:
    with pytest.raises(NotFound):
        desk.do(actions.dismiss, 9999)
