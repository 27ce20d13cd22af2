"""Read-back: the facilitator turns pages, members mark, and marks stay anonymous."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from polling.breakouts.models import Group
from polling.breakouts.read_back import actions
from polling.breakouts.read_back.queries import (
    RecommendationAgreement,
    agreements,
    agreements_of,
    as_seen_by,
    own_marks,
    read_back,
)
from polling.core.access import Actor, Role
from polling.core.clock import now
from polling.core.db import reading, transaction
from polling.core.errors import Conflict, NotFound, WorkshopError
from polling.people.actions import participants
from polling.people.models import Participant
from polling.recommendations.agreement import Agreement
from polling.recommendations.models import AgreementMark, Recommendation
from polling.workshop import queries as workshops
from tests.breakouts.drafting.group_at_work import Table
from tests.prepared_rooms import Prepared
from tests.room import Room


@pytest.fixture
def table(room: Room, prepared: Prepared) -> Table:
    return prepared.get(Table.of, room)


def turn(table: Table, to: str) -> int | None:
    """Press a button of the read-back; returns the current recommendation."""
    with transaction() as session:
        actions.turn(session, table.facilitator(), to)
    with reading() as session:
        shown = read_back(session, session.get_one(Group, table.group_id))
        return shown.reading.id if shown.reading else None


def mark(table: Table, made: int, stance: str, *, by: int = 0, **more: str) -> None:
    with transaction() as session:
        said = {"reason": "", "meant": ""} | more
        actions.mark(session, table.member(by), made, stance=stance, **said)


def standing(
    table: Table, made: int, viewer: int | None = None, group_id: int | None = None
) -> RecommendationAgreement:
    with reading() as session:
        group = session.get_one(Group, group_id or table.group_id)
        standings = agreements_of(session, group, [table.row(made)])
        marks = own_marks(session, [session.get_one(Participant, viewer)] if viewer else [])
        return as_seen_by(standings, marks.get(viewer or 0, ()))[made]


def counts(table: Table, made: int, group_id: int | None = None) -> list[int]:
    return list(standing(table, made, group_id=group_id).counts.values())


def in_the_report(table: Table, made: int) -> Agreement:
    with reading() as session:
        return agreements(session, table.room.workshop_id)[made]


def removed(table: Table, person: int) -> None:
    with transaction() as session:
        participants.remove(session, table.room.organizer, session.get_one(Participant, person))


def moved(table: Table, person: int) -> None:
    table.seat(person, table.other_group_id)


def unseated(table: Table, person: int) -> None:
    table.seat(person, None)


def edit(table: Table, made: int, action: str) -> None:
    with transaction() as session:
        session.merge(table.row(made)).action = action


def merged_with_another_group(table: Table) -> int:
    """Merge a text of the group into one that another group goes on writing."""
    merged = table.recommend(action="open registries", group_id=table.other_group_id)
    table.recommend(action="open a registry", merged_into_id=merged, deleted_at=now())
    return merged


class TestTurning:
    def test_it_goes_through_everything_that_says_something(self, table: Table) -> None:
        one = table.recommend(action="open a registry")
        table.recommend(action="", position=2)
        two = table.recommend(action="close a gap", issue_id=table.issues[1])
        steps = ["begin", "back", "next", "next", "back", "end"]
        assert [turn(table, to) for to in steps] == [one, one, two, two, one, None]

    def test_a_group_reads_what_its_text_has_become_however_often_it_was_merged(
        self, table: Table
    ) -> None:
        own = table.recommend(action="open a registry")
        merged, last = (
            table.recommend(action=action, group_id=table.other_group_id)
            for action in ("keep a registry", "open and keep a registry")
        )
        with transaction() as session:
            for part, into in ((own, merged), (merged, last)):
                gone = session.get_one(Recommendation, part)
                gone.merged_into_id, gone.deleted_at = into, now()
        assert turn(table, "begin") == last

    def test_nothing_written_is_nothing_to_read(self, table: Table) -> None:
        with pytest.raises(Conflict, match="No recommendations yet"):
            turn(table, "begin")
        assert turn(table, "end") is None

    def test_what_is_deleted_meanwhile_leaves_no_hole(self, table: Table) -> None:
        one = table.recommend(action="open a registry")
        two = table.recommend(action="close a gap", position=2)
        turn(table, "begin")
        assert turn(table, "next") == two
        edit(table, two, "")
        assert turn(table, "next") == one

    def test_it_is_recorded_once(self, table: Table) -> None:
        table.recommend(action="open a registry")
        for to in ("begin", "next", "end"):
            turn(table, to)
        with reading() as session:
            logged = workshops.log_entries(session, table.room.workshop_id)
        assert [entry.action for entry in logged].count("read-back") == 1

    def test_it_ends_with_the_breakouts(self, table: Table) -> None:
        table.recommend(action="open a registry")
        turn(table, "begin")
        table.room.go("presentations")
        with reading() as session:
            assert session.get_one(Group, table.group_id).reading_back_id is None
        with pytest.raises(Conflict):
            turn(table, "begin")


class TestMarking:
    def test_each_member_has_one_mark_and_may_change_it(self, table: Table) -> None:
        made = table.recommend(action="open a registry")
        mark(table, made, "agree", by=0)
        mark(table, made, "agree", by=1)
        mark(table, made, "cannot", by=1)
        mark(table, made, "reservations", by=2)
        assert counts(table, made) == [1, 1, 1]
        assert (standing(table, made).said, standing(table, made).members) == (3, 8)

    def test_reasons_come_without_names_and_in_no_order_of_arrival(self, table: Table) -> None:
        made = table.recommend(action="open a registry")
        for by, reason in enumerate(["zeal", "", "age"]):
            mark(table, made, "cannot", by=by, reason=reason)
        found = standing(table, made)
        assert found.reasons == [("cannot", "age"), ("cannot", "zeal")]

    def test_only_one_s_own_mark_is_shown_as_such(self, table: Table) -> None:
        made = table.recommend(action="open a registry")
        mark(table, made, "cannot", by=0, reason="too dear")
        own, other = (standing(table, made, table.members[by]) for by in (0, 1))
        assert (own.own, own.own_reason) == ("cannot", "too dear")
        assert (other.own, other.own_reason) == ("", "")

    def test_another_wording_must_be_marked_again(self, table: Table) -> None:
        made = table.recommend(action="open a registry")
        mark(table, made, "agree")
        edit(table, made, "close a registry")
        changed = standing(table, made, table.members[0])
        assert (changed.said, changed.own, changed.changed) == (0, "", True)
        edit(table, made, "open a registry")
        assert standing(table, made, table.members[0]).own == "agree"

    def test_a_mark_applies_to_the_wording_that_was_read(self, table: Table) -> None:
        made = table.recommend(action="open a registry")
        read = standing(table, made).wording
        edit(table, made, "close a registry")
        with pytest.raises(Conflict, match="has just changed"):
            mark(table, made, "agree", meant=read)
        mark(table, made, "agree", meant=standing(table, made).wording)
        assert counts(table, made) == [1, 0, 0]

    @pytest.mark.parametrize("leave", [removed, moved, unseated])
    def test_who_leaves_the_group_does_not_disclose_their_mark(
        self, table: Table, leave: Callable[[Table, int], None]
    ) -> None:
        made = table.recommend(action="open a registry")
        mark(table, made, "agree", by=0)
        mark(table, made, "cannot", by=1, reason="too dear")
        before, published = standing(table, made), in_the_report(table, made)
        for gone, person in enumerate(table.members[1:], start=1):  # most of them have no mark
            leave(table, person)
            members = max(8 - gone, 2)
            assert standing(table, made) == replace(before, members=members)
            assert in_the_report(table, made) == published.model_copy(update={"members": members})
        edit(table, made, "close a registry")
        mark(table, made, "agree", by=0)
        assert counts(table, made) == [1, 0, 0]
        assert standing(table, made).members == 1

    def test_a_mark_counts_only_in_the_group_where_it_was_given(self, table: Table) -> None:
        merged = merged_with_another_group(table)
        member = table.members[0]
        mark(table, merged, "cannot")
        before = in_the_report(table, merged)
        table.seat(member, table.other_group_id)
        assert counts(table, merged) == [0, 0, 1]
        assert counts(table, merged, table.other_group_id) == [0, 0, 0]
        assert standing(table, merged, member, table.other_group_id).own == "cannot"
        assert in_the_report(table, merged) == before
        mark(table, merged, "reservations")
        assert counts(table, merged) == [0, 1, 0]
        edit(table, merged, "close all registries")
        mark(table, merged, "agree")
        assert counts(table, merged) == [0, 0, 0]
        assert counts(table, merged, table.other_group_id) == [1, 0, 0]

    def test_another_group_s_recommendation_is_none_of_their_business(self, table: Table) -> None:
        theirs = table.recommend(group_id=table.other_group_id, action="theirs")
        with pytest.raises(NotFound):
            mark(table, theirs, "agree")

    def test_all_groups_that_wrote_a_merged_text_mark_it(self, table: Table) -> None:
        merged = merged_with_another_group(table)
        mark(table, merged, "cannot", by=0)
        assert counts(table, merged) == [0, 0, 1]
        with transaction() as session:
            said = {"stance": "agree", "reason": "", "meant": ""}
            actions.mark(session, table.room.actor(table.stranger), merged, **said)
        with reading() as session:
            group = session.get_one(Group, table.group_id)
            assert read_back(session, group).unread == 0
            found = agreements(session, table.room.workshop_id)[merged]
        assert (found.members, found.agree, found.cannot) == (9, 1, 1)

    @pytest.mark.parametrize("stage", ["ranking", "presentations", "final_vote"])
    def test_marks_are_given_while_the_groups_work(self, table: Table, stage: str) -> None:
        made = table.recommend(action="open a registry")
        table.stage(stage)
        with pytest.raises(WorkshopError):
            mark(table, made, "agree")

    def test_a_deleted_recommendation_takes_its_marks_with_it(self, table: Table) -> None:
        made = table.recommend(action="open a registry")
        mark(table, made, "agree")
        with transaction() as session:
            session.delete(session.merge(table.row(made)))
        with reading() as session:
            assert session.query(AgreementMark).count() == 0


class TestPages:
    def facilitator_page(self, table: Table) -> str:
        visitor = table.room.facilitator_visitor(1)
        return visitor.get(f"/w/{table.room.code}/facilitator").get_data(as_text=True)

    def member_page(self, table: Table, index: int = 0) -> str:
        visitor = table.visitor(table.members[index])
        return visitor.get(f"/w/{table.room.code}").get_data(as_text=True)

    def test_members_see_the_counts_once_they_have_marked_it_themselves(self, table: Table) -> None:
        made = table.recommend(action="open a registry")
        mark(table, made, "cannot", by=1, reason="too dear")
        assert "too dear" not in self.member_page(table)
        assert "too dear" in self.facilitator_page(table)
        mark(table, made, "agree", by=0)
        assert "too dear" in self.member_page(table)

    def test_the_page_reads_aloud_what_the_facilitator_has_turned_to(self, table: Table) -> None:
        table.recommend(actors=["Banks"], action="open a registry")
        assert "Wording check: 1 of 1" not in self.member_page(table)
        turn(table, "begin")
        for page in (self.member_page(table), self.facilitator_page(table)):
            assert "Wording check: 1 of 1" in page
            assert "Banks should open a registry." in page

    def test_the_keys_of_the_screen_turn_its_pages(self, table: Table) -> None:
        for number in range(2):
            table.recommend(position=number, action=f"action {number}")
        turn(table, "begin")
        page = self.facilitator_page(table)
        assert all(f'data-keys="{meaning}"' in page for meaning in ("back", "next"))

    def test_a_merged_text_is_edited_where_it_is_written(self, table: Table) -> None:
        merged = merged_with_another_group(table)
        turn(table, "begin")
        page = self.facilitator_page(table)
        assert "· Group 2</p>" in page
        assert f'href="#recommendation-{merged}"' not in page

    def test_being_ready_asks_for_a_read_back_and_does_not_force_it(self, table: Table) -> None:
        made = [table.recommend(action=f"do {n}", issue_id=n) for n in table.issues]
        asks = "3 recommendations have not been checked yet."
        assert asks in self.facilitator_page(table)
        for one in made:
            mark(table, one, "agree")
        assert "Mark as done?" not in self.facilitator_page(table)
        mark(table, made[0], "cannot")
        assert (
            "There is 1 recommendation that at least one group member cannot live with"
            in self.facilitator_page(table)
        )
        answer = table.room.facilitator_visitor(1).post(
            f"/w/{table.room.code}/group/ready", {"on": "true"}
        )
        assert answer.status_code == 200

    @pytest.mark.parametrize(
        "fields", [{"stance": "love"}, {}, {"stance": "agree", "reason": "x" * 201}], ids=str
    )
    def test_a_mark_of_another_shape_is_refused(self, table: Table, fields: dict[str, str]) -> None:
        made = table.recommend(action="open a registry")
        answer = table.visitor(table.members[0]).post(
            f"/w/{table.room.code}/drafts/{made}/mark", fields
        )
        assert answer.status_code == 400
        assert counts(table, made) == [0, 0, 0]


def test_a_facilitator_of_another_group_turns_their_own(table: Table) -> None:
    table.recommend(action="open a registry")
    other = Actor(Role.FACILITATOR, table.room.workshop_id, group_id=table.other_group_id)
    with pytest.raises(Conflict), transaction() as session:
        actions.turn(session, other, "begin")
    with reading() as session:
        assert session.get_one(Group, table.group_id).reading_back_id is None


def test_the_notice_on_a_phone_links_to_the_published_report(table: Table) -> None:
    made = table.recommend(action="open a registry")
    turn(table, "begin")
    page = table.visitor(table.members[0]).get(f"/w/{table.room.code}").text
    assert '<a href="#read-back">Checking the wording</a>' in page
    assert 'id="read-back"' in page
    assert f'id="recommendation-{made}"' in page
