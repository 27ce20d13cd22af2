"""Without Redis, each server closes revoked pages a few seconds later; with it, all reconnect."""

import asyncio

import pytest
from flask import Flask
from socketio.exceptions import ConnectionError as Refused

from polling.core.access import Role
from polling.core.db import transaction
from polling.people.actions import participants
from polling.people.models import Participant
from tests import databases
from tests.breakouts.drafting.group_at_work import Table
from tests.live.socket_client import Caller
from tests.redis_proxy import Narrows
from tests.room import Room
from tests.server import Server


@databases.on_postgresql
def test_what_another_server_did_while_redis_was_away_holds_once_it_is_back(app: Flask) -> None:
    databases.require_redis()
    room = Room.of(app)
    room.go("lobby")
    room.join(2)
    with Narrows(databases.REDIS) as way, Server(REDIS_URL=way.url) as server:
        asyncio.run(_remove_meanwhile(way, server, Table(room)))


async def _remove_meanwhile(way: Narrows, server: Server, table: Table) -> None:
    room = table.room
    removed, stays = (
        Caller(table.visitor(person), room.code, Role.PARTICIPANT) for person in room.participants
    )
    for caller in (removed, stays):
        await caller.connect(server)
    way.close()
    with transaction() as session:  # as on a server that cannot notify this one
        person = session.get_one(Participant, room.participants[0])
        participants.remove(session, room.organizer, person)
    way.mend()
    for caller in (removed, stays):
        await caller.sent_away()
    with pytest.raises(Refused):
        await removed.connect(server)
    await stays.connect(server)
    await stays.leave()


@databases.on_postgresql
def test_a_removed_person_is_disconnected_while_redis_is_away(app: Flask) -> None:
    databases.require_redis()
    room = Room.of(app)
    room.go("lobby")
    room.join(2)
    with Narrows(databases.REDIS) as way, Server(REDIS_URL=way.url) as server:
        asyncio.run(_remove_without_redis(way, server, Table(room)))


async def _remove_without_redis(way: Narrows, server: Server, table: Table) -> None:
    room = table.room
    removed, stays = (
        Caller(table.visitor(person), room.code, Role.PARTICIPANT) for person in room.participants
    )
    for caller in (removed, stays):
        await caller.connect(server)
    way.close()
    with transaction() as session:  # as on a server that cannot notify this one
        person = session.get_one(Participant, room.participants[0])
        participants.remove(session, room.organizer, person)
    await removed.sent_away()
    assert "now" in await stays.call("clock")
    await stays.leave()
