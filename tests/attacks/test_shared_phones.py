"""People who vote one after another on the same phone cannot see each other's ballots."""

from sqlalchemy import func, select

from polling.contests.models import Ballot
from polling.core.access import Role
from polling.core.db import reading
from tests.plain_html.test_plain_page import send
from tests.ranking.test_browser import ranking_by
from tests.room import Room
from tests.visitor import Visitor


def test_the_second_voter_on_a_plain_page_can_choose_what_the_first_chose(room: Room) -> None:
    contest = ranking_by("approval", room)
    phone, fields = Visitor(room.app), {"chosen": contest.options[:2]}
    for person in room.join(2):
        phone.holding(Role.PARTICIPANT, room.workshop_id, person)
        before = phone.get(f"/w/{room.code}/plain").text
        assert "You can still make changes." not in before
        assert "Counted." in send(phone, room, contest, fields)
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(Ballot)) == 2
