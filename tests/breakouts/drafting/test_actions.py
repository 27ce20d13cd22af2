"""Adding, deleting, ordering and naming actors, by several people at once."""

from collections.abc import Callable
from typing import cast

import pytest
from sqlalchemy.orm import Session

from polling.breakouts.drafting import actions
from polling.breakouts.drafting.queries import drafting
from polling.breakouts.drafting.write_access import DraftingClosed
from polling.breakouts.models import Group
from polling.core.access import Actor, Role
from polling.core.clock import now
from polling.core.db import reading, transaction
from polling.core.errors import Conflict, NotFound
from polling.recommendations.models import Recommendation
from polling.recommendations.wording import MOST_ACTORS
from polling.workshop.models import Workshop
from tests.breakouts.drafting.group_at_work import Table


def do(table: Table, action: Callable[..., object], *values: object, **named: object) -> object:
    """Run one action of the first member in its own transaction."""
    with transaction() as session:
        return action(session, table.member(), *values, **named)


def three(table: Table) -> list[int]:
    return [table.recommend(position=place, action=f"action {place}") for place in (1, 2, 3)]


def test_a_new_recommendation_comes_last_and_is_empty(table: Table) -> None:
    first = three(table)
    do(table, actions.add, issue_id=table.issues[0])
    order = table.order(table.issues[0])
    assert order[:3] == first
    assert (table.row(order[3]).action, table.row(order[3]).group_id) == ("", table.group_id)


def test_a_recommendation_is_only_written_on_an_issue_of_the_group(table: Table) -> None:
    with pytest.raises(NotFound):
        do(table, actions.add, issue_id=table.foreign_issue())


def test_a_restored_recommendation_returns_to_its_place(table: Table) -> None:
    one, two, last = three(table)
    do(table, actions.delete, two)
    assert table.order(table.issues[0]) == [one, last]
    do(table, actions.restore, two)
    assert table.order(table.issues[0]) == [one, two, last]


@pytest.mark.parametrize(
    "index, to, order",
    [(0, "down", [1, 0, 2]), (2, "up", [0, 2, 1]), (0, "up", [0, 1, 2]), (2, "down", [0, 1, 2])],
)
def test_a_step_changes_places_and_stops_at_the_ends(
    table: Table, index: int, to: str, order: list[int]
) -> None:
    made = three(table)
    do(table, actions.step, made[index], to=to)
    assert table.order(table.issues[0]) == [made[place] for place in order]


def test_a_step_passes_over_what_is_deleted(table: Table) -> None:
    one, two, last = three(table)
    do(table, actions.delete, two)
    do(table, actions.step, last, to="up")
    assert table.order(table.issues[0]) == [last, one]


@pytest.mark.parametrize(
    "moved, before, order",
    [(2, 0, [2, 0, 1]), (0, 2, [1, 0, 2]), (0, None, [1, 2, 0]), (1, 2, [0, 1, 2])],
    ids=["to the top", "down", "to the end", "nowhere"],
)
def test_a_recommendation_is_put_before_another_or_last(
    table: Table, moved: int, before: int | None, order: list[int]
) -> None:
    made = three(table)
    goal = None if before is None else made[before]
    do(table, actions.put_before, made[moved], before=goal)
    assert table.order(table.issues[0]) == [made[place] for place in order]


def test_two_who_order_at_once_end_in_one_order(table: Table) -> None:
    one, two, last = three(table)
    do(table, actions.put_before, last, before=one)
    do(table, actions.put_before, one, before=two)  # from an outdated page
    assert table.order(table.issues[0]) == [last, one, two]


@pytest.mark.parametrize("gone", [actions.delete, actions.move_to_issue], ids=["deleted", "moved"])
def test_nothing_is_put_before_a_deleted_recommendation(
    table: Table, gone: Callable[..., None]
) -> None:
    one, two, last = three(table)
    do(table, gone, two, **({"issue_id": table.issues[1]} if gone is actions.move_to_issue else {}))
    with pytest.raises(Conflict):
        do(table, actions.put_before, last, before=two)
    assert table.order(table.issues[0]) == [one, last]


def test_a_recommendation_can_go_to_another_issue(table: Table) -> None:
    one, two, last = three(table)
    do(table, actions.move_to_issue, one, issue_id=table.issues[1])
    assert table.order(table.issues[0]) == [two, last]
    assert table.order(table.issues[1]) == [one]


def test_actors_named_at_once_are_all_named_whatever_comes_first(table: Table) -> None:
    one, two, _ = three(table)
    for name in ("Banks", "Prosecutors", "banks"):
        do(table, actions.add_actor, one, name=name)
    for name in ("Prosecutors", "Banks"):
        do(table, actions.add_actor, two, name=name)
    assert table.row(one).actors == ["Banks", "Prosecutors"]
    assert set(table.row(two).actors) == set(table.row(one).actors)


def test_an_actor_taken_away_twice_is_away_once(table: Table) -> None:
    made = table.recommend(actors=["Banks", "Prosecutors"])
    for _ in range(2):
        do(table, actions.remove_actor, made, name="BANKS")
    assert table.row(made).actors == ["Prosecutors"]


def test_there_is_an_end_to_actors(table: Table) -> None:
    made = table.recommend(actors=[f"Actor {n}" for n in range(MOST_ACTORS)])
    with pytest.raises(Conflict):
        do(table, actions.add_actor, made, name="one more")


def test_there_is_an_end_to_recommendations(table: Table) -> None:
    for _ in range(actions.MOST_RECOMMENDATIONS):
        made = table.recommend(action="text")
    with pytest.raises(Conflict):
        do(table, actions.add, issue_id=table.issues[0])
    with pytest.raises(Conflict):
        do(table, actions.split, made)
    do(table, actions.delete, made)
    do(table, actions.add, issue_id=table.issues[0])
    with pytest.raises(Conflict):
        do(table, actions.restore, made)


def test_a_group_with_more_recommendations_can_still_change_and_delete_them(table: Table) -> None:
    made = [table.recommend(position=n) for n in range(actions.MOST_RECOMMENDATIONS + 2)]
    do(table, actions.add_actor, made[0], name="Banks")
    do(table, actions.step, made[0], to="down")
    do(table, actions.delete, made[0])
    assert table.order(table.issues[0]) == made[1:]


def test_who_adds_and_deletes_again_and_again_does_not_lock_the_group_out(table: Table) -> None:
    written = table.recommend(action="open a registry")
    do(table, actions.delete, written)
    for _ in range(actions.MOST_WITH_DELETED + 5):
        made = cast(Recommendation, do(table, actions.add, issue_id=table.issues[0])).id
        do(table, actions.delete, made)
    do(table, actions.add, issue_id=table.issues[1])
    assert len(table.order(table.issues[1])) == 1
    do(table, actions.restore, written)
    assert table.row(written).action == "open a registry"


def test_deleted_texts_are_never_used_again_for_others(table: Table) -> None:
    for n in range(actions.MOST_WITH_DELETED):
        do(table, actions.delete, table.recommend(action=f"action {n}"))
    with pytest.raises(Conflict, match="Restore"):
        do(table, actions.add, issue_id=table.issues[0])


def test_merged_texts_leave_room_for_others(table: Table) -> None:
    into = table.recommend(action="open a registry", group_id=table.other_group_id)
    for _ in range(actions.MOST_WITH_DELETED):
        table.recommend(action="open registries", merged_into_id=into, deleted_at=now())
    assert do(table, actions.add, issue_id=table.issues[0])


def test_an_imported_sentence_is_no_longer_printed_once_its_actors_change(table: Table) -> None:
    made = table.recommend(actors=["Banks"], original="Banks ought to.")
    do(table, actions.add_actor, made, name="Prosecutors")
    assert table.row(made).original == ""


@pytest.mark.parametrize(
    "act",
    [
        pytest.param(lambda s, a, r, i: actions.delete(s, a, r), id="delete"),
        pytest.param(lambda s, a, r, i: actions.restore(s, a, r), id="restore"),
        pytest.param(lambda s, a, r, i: actions.step(s, a, r, to="up"), id="step"),
        pytest.param(lambda s, a, r, i: actions.put_before(s, a, r, before=None), id="put"),
        pytest.param(lambda s, a, r, i: actions.move_to_issue(s, a, r, issue_id=i), id="move"),
        pytest.param(lambda s, a, r, i: actions.add_actor(s, a, r, name="x"), id="add an actor"),
        pytest.param(lambda s, a, r, i: actions.remove_actor(s, a, r, name="x"), id="remove one"),
    ],
)
class TestWhoMay:
    def test_a_member_of_another_group_may_not(
        self, table: Table, act: Callable[[Session, Actor, int, int], None]
    ) -> None:
        made, stranger = table.recommend(), table.room.actor(table.stranger)
        with pytest.raises(NotFound), transaction() as session:
            act(session, stranger, made, table.issues[0])

    def test_nobody_may_after_the_breakouts(
        self, table: Table, act: Callable[[Session, Actor, int, int], None]
    ) -> None:
        made = table.recommend()
        table.stage("presentations")
        with pytest.raises(DraftingClosed), transaction() as session:
            act(session, table.member(), made, table.issues[0])

    def test_a_facilitator_may_at_the_presentations(
        self, table: Table, act: Callable[[Session, Actor, int, int], None]
    ) -> None:
        made = table.recommend()
        table.stage("presentations")
        with transaction() as session:
            act(session, table.facilitator(), made, table.issues[1])


def test_a_change_is_announced_and_a_change_of_nothing_is_not(table: Table) -> None:
    made = table.recommend(actors=["Banks"])
    before = table.version()
    do(table, actions.add_actor, made, name="banks")
    do(table, actions.remove_actor, made, name="Prosecutors")
    do(table, actions.restore, made)
    assert table.version() == before
    do(table, actions.delete, made)
    assert table.version() == before + 1


def test_a_page_shows_the_issues_with_current_and_deleted_recommendations(table: Table) -> None:
    one, two, last = three(table)
    do(table, actions.delete, two)
    with reading() as session:
        shown = drafting(session, session.get_one(Group, table.group_id))
    assert [part.issue.id for part in shown.issues] == table.issues
    assert [one_.id for one_ in shown.issues[0].recommendations] == [one, last]
    assert [one_.id for one_ in shown.issues[0].deleted] == [two]


def test_an_issue_that_lost_its_priority_is_shown_while_something_is_written_on_it(
    table: Table,
) -> None:
    foreign = table.foreign_issue()
    table.recommend(issue_id=foreign)
    with reading() as session:
        shown = drafting(session, session.get_one(Group, table.group_id))
    assert [part.issue.id for part in shown.issues] == [*table.issues, foreign]


def test_actors_are_suggested_once_and_none_that_another_group_named(
    table: Table,
) -> None:
    table.recommend(actors=["Village heads", "banks"])
    table.recommend(group_id=table.other_group_id, actors=["Coast guards"])
    with transaction() as session:
        session.get_one(Workshop, table.room.workshop_id).actors = ["Banks"]
    with reading() as session:
        shown = drafting(session, session.get_one(Group, table.group_id))
    assert shown.suggestions == ["Banks", "Village heads"]


@pytest.mark.parametrize(
    "stage, writers",
    [
        ("ranking", ()),
        ("breakouts", (Role.PARTICIPANT, Role.FACILITATOR)),
        ("presentations", (Role.FACILITATOR,)),
        ("final_vote", ()),
    ],
)
def test_a_page_knows_who_may_write(table: Table, stage: str, writers: tuple[Role, ...]) -> None:
    table.stage(stage)
    with reading() as session:
        shown = drafting(session, session.get_one(Group, table.group_id))
    assert shown.writers == writers
