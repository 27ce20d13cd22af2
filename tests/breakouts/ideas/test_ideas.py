"""Silent ideas: members write alone, ideas are shown in turn, and one becomes a draft."""

import pytest
from sqlalchemy import update

from polling.breakouts.actions import choose_issue
from polling.breakouts.drafting import actions as drafting
from polling.breakouts.ideas import actions, queries
from polling.breakouts.models import Group, Idea
from polling.breakouts.timers import ideas_scope
from polling.core.access import Actor
from polling.core.clock import now
from polling.core.db import reading, transaction
from polling.core.errors import Conflict, NotFound, WorkshopError
from polling.documents.store import forget_all
from polling.people.models import Participant
from polling.recommendations.models import Recommendation
from polling.workshop import queries as workshops
from polling.workshop.models import Issue, Timer, Workshop
from tests.breakouts.drafting.group_at_work import Table
from tests.prepared_rooms import Prepared
from tests.room import Room
from tests.visitor import Visitor


@pytest.fixture
def table(room: Room, prepared: Prepared) -> Table:
    forget_all()
    return prepared.get(Table.of, room)


def lead(table: Table, *steps: str) -> None:
    """The facilitator's buttons, over HTTP."""
    for to in steps:
        answer = facilitator(table).post(f"/w/{table.room.code}/group/ideas", {"to": to})
        assert answer.status_code == 200, answer.get_json()


def facilitator(table: Table) -> Visitor:
    return table.room.facilitator_visitor(1)


def write(table: Table, by: int, *texts: str) -> None:
    with transaction() as session:
        for text in texts:
            actions.write(session, table.member(by), text)


def shown(table: Table) -> queries.ShownIdeas:
    with reading() as session:
        return queries.shown(session, session.get_one(Group, table.group_id))


def own(table: Table, viewer: int) -> tuple[queries.OwnIdea, ...]:
    with reading() as session:
        person = session.get_one(Participant, table.members[viewer])
        workshop = session.get_one(Workshop, person.workshop_id)
        return queries.own_ideas(session, workshop, [person]).get(person.id, ())


def told(table: Table) -> list[str]:
    """The shown ideas, in the order in which they were shown."""
    return [idea.text for idea, _ in shown(table).table]


def page(table: Table, by: int) -> str:
    return table.visitor(table.members[by]).get(f"/w/{table.room.code}").get_data(as_text=True)


def test_nobody_sees_another_s_idea_before_it_is_shown(table: Table) -> None:
    lead(table, "begin")
    write(table, 0, "open a registry")
    assert "open a registry" in page(table, 0)
    assert "open a registry" not in page(table, 1)
    tablet = facilitator(table).get(f"/w/{table.room.code}/facilitator").get_data(as_text=True)
    assert "open a registry" not in tablet
    assert "from 1 of 8 members" in tablet
    lead(table, "next")
    assert "open a registry" in page(table, 1)


def test_an_idea_that_was_sent_again_is_there_once(table: Table) -> None:
    lead(table, "begin")
    write(table, 0, "open a registry", "open a registry")
    write(table, 1, "open a registry")
    lead(table, "all")
    assert told(table) == ["open a registry"] * 2


def test_one_idea_of_each_is_shown_before_the_second_of_anybody(table: Table) -> None:
    lead(table, "begin")
    write(table, 0, "a1", "a2", "a3")
    write(table, 1, "b1")
    write(table, 2, "c1", "c2")
    for count in range(1, 4):
        lead(table, "next")
        assert len(told(table)) == count
    assert {text[0] for text in told(table)} == {"a", "b", "c"}
    lead(table, "all")
    assert {text[0] for text in told(table)[3:5]} == {"a", "c"}
    assert told(table)[5][0] == "a"


def test_the_ids_on_pages_do_not_say_who_wrote_first(table: Table) -> None:
    lead(table, "begin")
    for by in range(8):
        write(table, by, f"idea {by}")
        write(table, by, f"another idea {by}")
    lead(table, "all")
    with reading() as session:
        ideas = queries.ideas_of(session, session.get_one(Group, table.group_id))
    written = sorted(ideas, key=lambda idea: (idea.text[-1], idea.text.startswith("another")))
    assert written != sorted(ideas, key=lambda idea: idea.id)


def test_the_turns_do_not_say_which_ideas_are_of_one_author(table: Table) -> None:
    lead(table, "begin")
    for by in range(8):
        write(table, by, f"first {by}", f"second {by}")
    orders = [[idea.text[-1] for idea in order] for order in possible_orders(table)]
    assert all(sorted(authors[:8]) == sorted(authors[8:]) for authors in orders)
    assert any(authors[:8] != authors[8:] for authors in orders)


def test_nobody_can_compute_whose_turn_it_is(table: Table) -> None:
    """A member's page contains the numbers and ids of the group, its members and the issue."""
    lead(table, "begin")
    for by in range(8):
        write(table, by, f"idea {by}")
    assert {order[0].text for order in possible_orders(table)} == {f"idea {by}" for by in range(8)}


def possible_orders(table: Table) -> list[list[Idea]]:
    """Many orders in which the same hidden ideas could be shown."""
    with reading() as session:
        ideas = queries.ideas_of(session, session.get_one(Group, table.group_id))
    return [queries.in_turn(ideas) for _ in range(500)]


def test_an_idea_can_be_taken_back_while_nobody_has_seen_it(table: Table) -> None:
    lead(table, "begin")
    write(table, 0, "wrong")
    (mine,) = own(table, 0)
    for by in (1, 0):
        with transaction() as session:
            actions.take_back(session, table.member(by), mine.id)
        assert shown(table).count == (1 if by else 0)
    write(table, 0, "seen")
    lead(table, "next", "begin")
    assert own(table, 0) == ()
    with transaction() as session:
        (seen,) = queries.ideas_of(session, session.get_one(Group, table.group_id))
        actions.take_back(session, table.member(0), seen.id)
    assert told(table) == ["seen"]


@pytest.mark.parametrize("steps", [(), ("begin", "end")], ids=str)
def test_ideas_are_written_when_they_are_asked_for(table: Table, steps: tuple[str, ...]) -> None:
    lead(table, *steps)
    with pytest.raises(Conflict, match="ime for ideas is up"):
        write(table, 0, "too late")


def test_an_idea_typed_when_the_silence_ends_can_still_be_sent(table: Table) -> None:
    lead(table, "begin", "next")
    write(table, 0, "a late one")
    assert (told(table), shown(table).hidden) == ([], 1)
    lead(table, "next")
    assert told(table) == ["a late one"]


def test_nothing_can_be_written_once_there_is_no_issue_to_work_on(table: Table) -> None:
    lead(table, "begin")
    with transaction() as session:
        session.execute(update(Issue).values(priority=None))
    with pytest.raises(Conflict, match="not possible right now"):
        write(table, 0, "on nothing")


def test_there_is_an_end_to_ideas(table: Table) -> None:
    lead(table, "begin")
    write(table, 0, *[f"idea {n}" for n in range(actions.MOST_IDEAS)])
    with pytest.raises(Conflict, match="reached the limit"):
        write(table, 0, "one more")
    write(table, 1, "of somebody else")


def test_grouping_an_idea_moves_the_ideas_grouped_under_it(table: Table) -> None:
    lead(table, "begin")
    write(table, 0, "a", "b", "c")
    lead(table, "all")
    one, two, three = (idea.id for idea, _ in shown(table).table)
    put(table, two, one)
    put(table, one, three)
    assert arranged(table) == {three: {one, two}}
    put(table, two, None)
    put(table, three, three)
    assert arranged(table) == {two: set(), three: {one}}
    put(table, three, one)
    assert arranged(table) == {two: set(), three: {one}}


def put(table: Table, idea: int, other: int | None) -> None:
    answer = facilitator(table).post(
        f"/w/{table.room.code}/group/ideas/{idea}/beside", {"other": str(other or "")}
    )
    assert answer.status_code == 200


def arranged(table: Table) -> dict[int, set[int]]:
    return {idea.id: {other.id for other in beside} for idea, beside in shown(table).table}


def test_a_draft_begins_with_the_idea_s_words_also_in_the_shared_document(table: Table) -> None:
    lead(table, "begin")
    write(table, 0, "open a registry")
    lead(table, "next")
    ((idea, _),) = shown(table).table
    answer = facilitator(table).post(f"/w/{table.room.code}/group/ideas/{idea.id}/draft")
    with reading() as session:
        made = session.get_one(Recommendation, answer.get_json()["made"])
    assert (made.action, made.issue_id) == ("open a registry", table.issues[0])
    assert any(b"open a registry" in update for update in table.stored())


def test_an_idea_is_drafted_once_unless_its_draft_was_deleted(table: Table) -> None:
    def draft() -> int:
        answer = facilitator(table).post(f"/w/{table.room.code}/group/ideas/{idea.id}/draft")
        made: int = answer.get_json()["made"]
        return made

    def page() -> str:
        return facilitator(table).get(f"/w/{table.room.code}/facilitator").get_data(as_text=True)

    lead(table, "begin")
    write(table, 0, "open a registry")
    lead(table, "next")
    ((idea, _),) = shown(table).table
    assert "Use as draft" in page()
    made = draft()
    assert draft() == made
    assert f'<a href="#recommendation-{made}">Used as draft</a>' in page()
    assert f'id="recommendation-{made}"' in page()
    assert "Use as draft" not in page()
    with transaction() as session:
        drafting.delete(session, table.facilitator(), made)
    assert "Use as draft" in page()
    assert draft() != made


def test_the_ideas_of_an_issue_return_with_it(table: Table) -> None:
    lead(table, "begin")
    write(table, 0, "on the first issue")
    lead(table, "next")
    turn_to(table, 1)
    assert (shown(table).phase, shown(table).count) == ("", 0)
    turn_to(table, 0)
    lead(table, "begin", "all")
    assert told(table) == ["on the first issue"]


def turn_to(table: Table, place: int) -> None:
    with transaction() as session:
        choose_issue(session, table.facilitator(), table.issues[place])


def test_the_silence_has_a_clock_that_ends_with_it(table: Table) -> None:
    def clock() -> object:
        with reading() as session:
            scope = ideas_scope(session.get_one(Group, table.group_id))
            return workshops.timer(session, table.room.workshop_id, scope)

    lead(table, "begin", "extend")
    assert clock() is not None
    lead(table, "next")
    assert clock() is None
    lead(table, "begin")
    table.room.go("presentations")
    assert clock() is None
    assert shown(table).phase == ""


def test_silent_writing_does_not_end_by_mistake(table: Table) -> None:
    """Nothing can be shown without ideas, and ending it while time is left must be confirmed."""

    def button(words: str = "Show first idea") -> str:
        page = facilitator(table).get(f"/w/{table.room.code}/facilitator").get_data(as_text=True)
        return page[: page.index(words)].rpartition("<form")[2]

    early = "Time is left. Silent writing will end for everybody."
    lead(table, "begin")
    assert "disabled" in button()
    assert early in button("End silent writing")
    write(table, 0, "open a registry")
    assert "disabled" not in button()
    assert early in button()
    with transaction() as session:
        session.execute(update(Timer).values(ends_at=now()))
    assert early not in button()


def test_a_workshop_may_do_without(table: Table) -> None:
    def offered() -> bool:
        home = f"/w/{table.room.code}/facilitator"
        return "Silent writing (" in facilitator(table).get(home).get_data(as_text=True)

    assert offered()
    with transaction() as session:
        workshop = session.get_one(Workshop, table.room.workshop_id)
        workshop.settings = {**workshop.settings, "silent_minutes": 0}
    assert not offered()


def test_another_group_s_ideas_are_none_of_their_business(table: Table) -> None:
    lead(table, "begin")
    write(table, 0, "ours")
    lead(table, "next")
    ((idea, _),) = shown(table).table
    other = Actor(table.facilitator().role, table.room.workshop_id, group_id=table.other_group_id)
    with transaction() as session:
        actions.begin(session, other)
        actions.reveal(session, other, everything=True)
    with pytest.raises(NotFound), transaction() as session:
        actions.draft(session, other, idea.id)


@pytest.mark.parametrize("text", ["", " \t ", "x" * 301])
def test_an_idea_of_another_shape_is_refused(table: Table, text: str) -> None:
    lead(table, "begin")
    member = table.visitor(table.members[0])
    assert member.post(f"/w/{table.room.code}/ideas", {"text": text}).status_code == 400


def test_after_the_breakouts_nothing_is_begun(table: Table) -> None:
    table.stage("presentations")
    with pytest.raises(WorkshopError), transaction() as session:
        actions.begin(session, table.facilitator())
