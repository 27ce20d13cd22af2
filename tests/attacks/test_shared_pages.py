"""The join page is cached for the whole room, and contains no personal data."""

import re

from polling.core.db import transaction
from polling.workshop.models import Workshop
from tests.room import Room
from tests.visitor import TOKEN, Visitor


def test_each_reader_gets_their_own_tokens_and_the_current_workshop(room: Room) -> None:
    room.go("lobby")
    tokens, nonces = set(), set()
    for _ in range(2):
        visitor = Visitor(room.app)
        page = visitor.client.get(f"/j/{room.code}")
        text = page.get_data(as_text=True)
        tokens |= set(TOKEN.findall(text))
        nonces |= set(re.findall(r'nonce="([^"]+)"', text))
        assert all(
            nonce in page.headers["Content-Security-Policy"] for nonce in nonces if nonce in text
        )
        joined = visitor.client.post(f"/j/{room.code}", data={"csrf_token": TOKEN.findall(text)[0]})
        assert joined.location == f"/w/{room.code}"
    assert (len(tokens), len(nonces)) == (2, 2)
    with transaction() as session:
        session.get_one(Workshop, room.workshop_id).title = "Another title"
    assert "Another title" in Visitor(room.app).client.get(f"/j/{room.code}").get_data(as_text=True)
