"""Who else runs the workshop."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from polling.access import Actor, Role
from polling.errors import Conflict, NotFound
from polling.i18n import _
from polling.live import seats
from polling.people.actions import organizers as people
from polling.people.models import Organizer, Organizing
from polling.people.queries import organizers_of
from polling.setup.actions.change import begin, finish


@dataclass(frozen=True)
class Invited:
    """An account that may run the workshop now, and whether the inviter may hand on its link."""

    account: Organizer
    needs_link: bool


def invite(session: Session, actor: Actor, email: str) -> Invited:
    """Let the owner of this address run the workshop, making an account if there is none.

    The one-time link opens the whole account. It is for the inviter to hand on only while the
    account holds nothing else: no password, and no other workshop.
    """
    workshop = begin(session, actor)
    account = people.add_organizer(session, email)
    people.give_workshop(session, account, workshop)
    session.flush()
    only_ours = _workshop_ids(session, account) == [workshop.id]
    needs_link = account.password_hash is None and only_ours
    finish(session, actor, "organizer-added", email=account.email)
    return Invited(account, needs_link)


def dismiss(session: Session, actor: Actor, organizer_id: int) -> None:
    """Take the workshop from an organizer; somebody must stay to run it."""
    workshop = begin(session, actor)
    runners = {account.id: account for account in organizers_of(session, workshop.id)}
    if organizer_id not in runners:
        raise NotFound(_("This person does not run the workshop any longer."))
    if len(runners) == 1:
        raise Conflict(_("Somebody must run the workshop. Add another organizer first."))
    session.delete(session.get_one(Organizing, (workshop.id, organizer_id)))
    seats.send_away(session, Role.ORGANIZER, organizer_id)
    finish(session, actor, "organizer-removed", email=runners[organizer_id].email)


def _workshop_ids(session: Session, account: Organizer) -> list[int]:
    chosen = select(Organizing.workshop_id).where(Organizing.organizer_id == account.id)
    return list(session.scalars(chosen))
