"""Who is online: everybody with at least one connection, to this server or another one."""

from collections.abc import Iterator

import pytest

from polling.core.access import Actor, Role
from polling.live import connection_registry

HERE, OTHER = 1, 2  # workshops


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    connection_registry.forget_all()
    yield
    connection_registry.forget_all()


def participant(person: int, workshop: int = HERE) -> Actor:
    return Actor(Role.PARTICIPANT, workshop, participant_id=person)


def test_a_person_is_online_until_their_last_tab_is_closed() -> None:
    for sid in ("one", "two"):
        connection_registry.arrive(sid, participant(7))
    connection_registry.arrive("three", participant(8, OTHER))
    connection_registry.arrive("four", Actor(Role.ORGANIZER, HERE, organizer_id=9))
    connection_registry.leave("one")
    assert connection_registry.participants_online(HERE) == {7}
    connection_registry.leave("two")
    assert connection_registry.participants_online(HERE) == set()
    assert connection_registry.participants_online(OTHER) == {8}


def test_people_on_other_servers_are_online_until_these_are_silent() -> None:
    connection_registry.arrive("one", participant(7))
    connection_registry.heard("other", [(HERE, "participant", 7), (HERE, "participant", 8)], 1.0)
    connection_registry.heard("third", [(OTHER, "participant", 9), (HERE, "screen", None)], 2.0)
    assert connection_registry.participants_online(HERE) == {7, 8}
    connection_registry.forget_silent(before=2.0)
    assert connection_registry.participants_online(HERE) == {7}
    assert connection_registry.participants_online(OTHER) == {9}
