"""Who else runs the workshop, and who may be handed a link to whose account."""

import pytest

from polling.db import transaction
from polling.errors import BadInput, Conflict, NotFound
from polling.people import passwords
from polling.people.actions import organizers as people
from polling.people.models import Organizer
from polling.people.queries import organizers_of
from polling.setup.actions import organizers as actions
from polling.workshop.models import Workshop
from tests.room import Room
from tests.setup.conftest import Desk


def runners(desk: Desk) -> list[Organizer]:
    return desk.ask(lambda session, workshop: organizers_of(session, workshop.id))


def emails(desk: Desk) -> list[str]:
    return [account.email for account in runners(desk)]


def test_a_new_account_comes_with_a_link(desk: Desk) -> None:
    assert desk.do(actions.invite, " New@Org.Example ").needs_link is True
    assert emails(desk) == ["new@org.example", "organizer@test.example"]


def test_inviting_again_before_they_logged_in_shows_the_link_again(desk: Desk) -> None:
    desk.do(actions.invite, "new@org.example")
    assert desk.do(actions.invite, "new@org.example").needs_link is True
    assert len(emails(desk)) == 2


def test_nobody_is_handed_the_link_of_an_account_with_a_password(desk: Desk) -> None:
    with transaction() as session:
        account = people.add_organizer(session, "busy@org.example")
        people.set_password(session, account, passwords.hashed("a long enough password"))
    assert desk.do(actions.invite, "busy@org.example").needs_link is False


def test_nobody_is_handed_the_link_of_an_account_that_opens_another_workshop(desk: Desk) -> None:
    elsewhere = Room.of(desk.room.app)
    with transaction() as session:
        account = people.add_organizer(session, "invited@org.example")
        people.give_workshop(session, account, session.get_one(Workshop, elsewhere.workshop_id))
    assert desk.do(actions.invite, "invited@org.example").needs_link is False


@pytest.mark.parametrize("email", ["", "nobody", "x" * 250 + "@y.example"])
def test_what_is_no_address_is_refused(desk: Desk, email: str) -> None:
    with pytest.raises(BadInput, match="not an e-mail address"):
        desk.do(actions.invite, email)


def test_an_organizer_can_be_removed_but_not_the_last(desk: Desk) -> None:
    desk.do(actions.invite, "new@org.example")
    desk.do(
        actions.dismiss, next(one.id for one in runners(desk) if one.email == "new@org.example")
    )
    assert emails(desk) == ["organizer@test.example"]
    with pytest.raises(Conflict, match="Somebody must run the workshop"):
        desk.do(actions.dismiss, desk.room.organizer_id)


def test_who_does_not_run_it_cannot_be_removed(desk: Desk) -> None:
    with pytest.raises(NotFound):
        desk.do(actions.dismiss, 9999)
