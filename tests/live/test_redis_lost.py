"""Without Redis, each server closes revoked pages a few seconds later; with it, all reconnect."""

import asyncio
from collections.abc import Callable, Coroutine

import pytest
from flask import Flask

from polling.core.access import Role
from polling.core.db import transaction
from polling.people.actions import participants
from polling.people.models import Participant
from polling.rehearsal.socketio_client import Refused
from tests import databases
from tests.breakouts.drafting.group_at_work import Table
from tests.live.socket_client import Caller
from tests.redis_proxy import Narrows
from tests.room import Room
from tests.server import Server

Then = Callable[[Narrows, Server, Caller, Caller], Coroutine[object, object, None]]


async def _reconnected(way: Narrows, server: Server, removed: Caller, stays: Caller) -> None:
    way.mend()
    for caller in (removed, stays):
        await caller.sent_away()
    with pytest.raises(Refused):
        await removed.connect(server.address)
    await stays.connect(server.address)


async def _disconnected(_way: Narrows, _server: Server, removed: Caller, stays: Caller) -> None:
    await removed.sent_away()
    assert "now" in await stays.call("clock")


@pytest.mark.parametrize("then", [_disconnected, _reconnected], ids=["while away", "once back"])
@databases.on_postgresql
def test_who_was_removed_while_redis_was_away_is_disconnected(app: Flask, then: Then) -> None:
    databases.require_redis()
    room = Room.of(app)
    room.go("lobby")
    room.join(2)
    with Narrows(databases.REDIS) as way, Server(REDIS_URL=way.url) as server:
        asyncio.run(_remove_without_redis(way, server, Table(room), then))


async def _remove_without_redis(way: Narrows, server: Server, table: Table, then: Then) -> None:
    room = table.room
    removed, stays = (
        Caller(table.visitor(person), room.code, Role.PARTICIPANT) for person in room.participants
    )
    for caller in (removed, stays):
        await caller.connect(server.address)
    way.close()
    with transaction() as session:  # as on a server that cannot notify this one
        person = session.get_one(Participant, room.participants[0])
        participants.remove(session, room.organizer, person)
    await then(way, server, removed, stays)
    await stays.leave()
