"""People who vote one after another on the same phone cannot see each other's ballots."""

from sqlalchemy import func, select

from polling.contests.models import Ballot
from polling.core.access import Role
from polling.core.db import reading
from tests.plain_html.test_plain_page import send
from tests.ranking.phone_ballots import published, ranking_by
from tests.room import Room
from tests.visitor import Visitor


def test_the_second_voter_on_a_plain_page_can_choose_what_the_first_chose(room: Room) -> None:
    contest = ranking_by("approval", room)
    phone, fields = Visitor(room.app), {f"mark-{one}": 1 for one in contest.options[:2]}
    for person in room.join(2):
        phone.holding(Role.PARTICIPANT, room.workshop_id, person)
        before = phone.get(f"/w/{room.code}/plain").text
        assert "You can still make changes." not in before
        assert "Counted." in send(phone, room, contest, fields)
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(Ballot)) == 2


def test_many_voters_on_a_plain_page_do_not_fill_its_cookie(room: Room) -> None:
    contest = ranking_by("approval", room)
    phone, fields = Visitor(room.app), {f"mark-{one}": 1 for one in contest.options[:2]}
    for person in room.join(50):
        phone.holding(Role.PARTICIPANT, room.workshop_id, person)
        assert "Counted." in send(phone, room, contest, fields)
    cookie = phone.client.get_cookie("polling")
    assert cookie
    assert len(cookie.value) < 1_000  # browsers drop cookies of more than 4,093 bytes


def test_a_plain_ballot_of_an_earlier_version_can_be_changed(room: Room) -> None:
    contest = ranking_by("approval", room)
    (person,) = room.join(1)
    receipt = "5" * 32
    room.cast(person, contest.id, {"approved": contest.options[:1]}, receipt=receipt)
    phone = Visitor(room.app).holding(Role.PARTICIPANT, room.workshop_id, person)
    with phone.client.session_transaction() as cookie:
        cookie["receipts"] = {f"{person}:{contest.id}": (receipt, 1)}
    assert "You can still make changes." in phone.get(f"/w/{room.code}/plain").text
    assert "Counted." in send(phone, room, contest, {f"mark-{contest.options[1]}": 1})
    assert published(room, contest) == {"approved": contest.options[1:2]}
