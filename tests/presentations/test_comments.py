"""Only the presenting group gets the comments."""

import pytest

from polling.breakouts import queries as breakouts
from polling.core.access import Actor, Role
from polling.core.clock import now
from polling.core.db import reading, transaction
from polling.core.errors import Conflict, NotAllowed, NotFound
from polling.people.models import Participant
from polling.presentations import actions, pages, queries
from polling.recommendations.models import Recommendation
from polling.workshop.models import Workshop
from tests.breakouts.full_room import group
from tests.room import Room
from tests.visitor import Visitor


@pytest.fixture
def presenting(presenting: Room) -> Room:
    """All groups have presented."""
    with transaction() as session:
        for one in breakouts.groups(session, presenting.workshop_id):
            actions.present(session, presenting.organizer, one.id)
    return presenting


@pytest.fixture
def begun(presenting: Room) -> Room:
    """No group has presented."""
    with transaction() as session:
        session.get_one(Workshop, presenting.workshop_id).screen_state = {}
    return presenting


@pytest.fixture
def merged(begun: Room) -> int:
    """A text of group 1 with which one of group 2 was merged."""
    merged, part = of_group(begun, 1)[0], of_group(begun, 2)[0]
    with transaction() as session:
        gone = session.get_one(Recommendation, part)
        gone.merged_into_id, gone.deleted_at = merged, now()
    return merged


def present(room: Room, number: int) -> None:
    with transaction() as session:
        actions.present(session, room.organizer, group(room, number).id)


def phone(room: Room, number: int) -> Visitor:
    person = member(room, number).participant_id
    return Visitor(room.app).holding(Role.PARTICIPANT, room.workshop_id, person or 0)


def member(room: Room, number: int, place: int = 0) -> Actor:
    """A member of the group with this number."""
    with reading() as session:
        own = breakouts.group(session, room.workshop_id, group(room, number).id)
        person = breakouts.members_of(session, own)[place]
        return Actor(Role.PARTICIPANT, room.workshop_id, participant_id=person.id, group_id=own.id)


def of_group(room: Room, number: int) -> list[int]:
    with reading() as session:
        own = breakouts.group(session, room.workshop_id, group(room, number).id)
        return [one.id for one in breakouts.written_by(session, own)]


def say(room: Room, actor: Actor, about: int, kind: str, text: str = "") -> None:
    with transaction() as session:
        actions.comment(session, actor, recommendation=about, kind=kind, text=text)


def heard(room: Room, number: int) -> list[tuple[int, list[tuple[str, str]]]]:
    with reading() as session:
        own = breakouts.group(session, room.workshop_id, group(room, number).id)
        return [
            (one.id, [(comment.kind, comment.text) for comment in said])
            for one, said in queries.comments_on(session, own)
        ]


def test_the_group_reads_comments_on_each_recommendation(presenting: Room) -> None:
    first, second, *_rest = of_group(presenting, 3)
    say(presenting, member(presenting, 4), second, "question", "Who pays?")
    say(presenting, member(presenting, 5), first, "support")
    say(presenting, member(presenting, 6), first, "concern", "Not by 2027.")
    assert heard(presenting, 3) == [
        (first, [("support", ""), ("concern", "Not by 2027.")]),
        (second, [("question", "Who pays?")]),
    ]
    assert heard(presenting, 4) == []


def test_saying_it_again_replaces_the_words(presenting: Room) -> None:
    first = of_group(presenting, 3)[0]
    for text in ("Who?", "Who pays?"):
        say(presenting, member(presenting, 4), first, "question", text)
    assert heard(presenting, 3) == [(first, [("question", "Who pays?")])]


def test_what_is_taken_back_is_gone(presenting: Room) -> None:
    first = of_group(presenting, 3)[0]
    say(presenting, member(presenting, 4), first, "concern")
    for _time in range(2):
        with transaction() as session:
            actions.remove_comment(
                session, member(presenting, 4), recommendation=first, kind="concern"
            )
    assert heard(presenting, 3) == []


def test_nobody_takes_back_what_another_said(presenting: Room) -> None:
    first = of_group(presenting, 3)[0]
    say(presenting, member(presenting, 4), first, "concern")
    with transaction() as session:
        actions.remove_comment(session, member(presenting, 5), recommendation=first, kind="concern")
    assert heard(presenting, 3) == [(first, [("concern", "")])]


def test_a_group_does_not_comment_on_its_own_work(presenting: Room) -> None:
    with pytest.raises(NotAllowed):
        say(presenting, member(presenting, 3), of_group(presenting, 3)[0], "support")


@pytest.mark.parametrize("number", [1, 2])
def test_all_groups_that_wrote_a_merged_text_get_its_comments(
    begun: Room, merged: int, number: int
) -> None:
    with pytest.raises(Conflict):
        say(begun, member(begun, 3), merged, "support")
    present(begun, number)
    say(begun, member(begun, 3), merged, "question", "Who pays?")
    for author in (1, 2):
        assert heard(begun, author) == [(merged, [("question", "Who pays?")])]
        with pytest.raises(NotAllowed):
            say(begun, member(begun, author), merged, "support")


def test_the_console_counts_a_merged_text_for_each_of_its_groups(begun: Room, merged: int) -> None:
    with reading() as session:
        shown = pages.console(session, session.get_one(Workshop, begun.workshop_id))
    assert [shown.counts[group(begun, number).id] for number in (1, 2)] == [6, 6]
    assert merged in of_group(begun, 2)


def test_phones_show_no_form_for_a_text_of_their_own_group(begun: Room, merged: int) -> None:
    present(begun, 2)
    own, *others = of_group(begun, 2)[::-1]
    forms = [f'id="comment-{one}"' for one in (merged, others[0], own)]
    shown = [
        [form in phone(begun, number).get(f"/w/{begun.code}").text for form in forms]
        for number in (1, 2, 3)
    ]
    assert merged not in (others[0], own)
    assert shown == [[False, True, True], [False] * 3, [True] * 3]


@pytest.mark.parametrize("stage", ["breakouts", "final_vote"])
def test_comments_are_for_the_presentations(presenting: Room, stage: str) -> None:
    presenting.go(stage)
    with pytest.raises(Conflict):
        say(presenting, member(presenting, 4), of_group(presenting, 3)[0], "support")


def test_a_recommendation_of_another_workshop_or_a_deleted_one_is_not_found(
    presenting: Room,
) -> None:
    other = Actor(Role.PARTICIPANT, Room.of(presenting.app).workshop_id, participant_id=1)
    with transaction() as session:
        session.get_one(Participant, 1)
        deleted = session.get_one(Recommendation, of_group(presenting, 3)[1])
        deleted.action, deleted.group_id = "", None
    with pytest.raises(Conflict):  # its own workshop has not begun
        say(presenting, other, of_group(presenting, 3)[0], "support")
    with pytest.raises(NotFound):
        say(presenting, member(presenting, 4), deleted.id, "support")
