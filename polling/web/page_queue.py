"""The pages of phones are made one after the other.

A change that all phones show makes all of them ask at once. Were their pages made whenever they
ask, then each round of the event loop would make as many as have asked, and a ballot, a draft or
the organizer's own page, which take a few rounds, would wait for several hundred pages. So they
take turns, and between two of them the loop serves everything else.
"""

import threading

from flask import g

from polling.core.access import Role

_turn = threading.Lock()


def take_turn(roles: tuple[Role, ...]) -> None:
    """Wait until no other phone's page is being made, if this is one."""
    if Role.PARTICIPANT in roles:
        _turn.acquire()
        g.has_turn = True


def pass_turn() -> None:
    """Let the next one begin."""
    if g.pop("has_turn", False):
        _turn.release()
