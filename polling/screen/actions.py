"""The screen: Next and Back by a button, a key or a clicker; its link; its theme."""

from collections.abc import Callable
from typing import Any, Literal

from sqlalchemy.orm import Session

from polling.core.access import Actor, Role
from polling.live import announce, connection_control
from polling.screen import state
from polling.screen.reveal import Listed
from polling.workshop.log import record
from polling.workshop.models import Workshop
from polling.workshop.queries import workshop_of

Go = Literal["next", "back", "start", "end"]
Turn = Callable[[Session, Actor, Workshop, Go], bool]  # whether there was anything to turn to
FindList = Callable[[Session, Workshop], Listed | None]


def turn_list(find: FindList) -> Turn:
    """Turn the list returned by `find`, step by step."""

    def turn(session: Session, _actor: Actor, workshop: Workshop, go: Go) -> bool:
        listed = find(session, workshop)
        return listed is not None and _turn(session, workshop, listed, go)

    return turn


def begin(
    session: Session, workshop: Workshop, stage: str, find: FindList, new: list[str], **shown: Any
) -> None:
    """Show a list on the screen; from its first step, if some of its results are `new`.

    New results stay unshown, like older unshown ones, until the screen has shown them completely.
    """
    state.set_unshown(workshop, new)
    state.put(workshop, stage, step=None, **shown)
    listed = find(session, workshop)
    if listed and state.unshown(workshop) & set(listed.contests):
        state.set_step(workshop, 0)
        _set_shown_if_whole(workshop, listed, 0)
    announce.changed(session, workshop, "contest")


def _turn(session: Session, workshop: Workshop, listed: Listed, go: Go) -> bool:
    before = listed.plan.at(state.step(workshop))
    last = len(listed.plan.steps) - 1
    ways = {"next": min(before + 1, last), "back": max(before - 1, 0), "start": 0}
    to = ways.get(go, listed.plan.whole)
    if to == before:
        return False
    state.set_step(workshop, to)
    is_news = _set_shown_if_whole(workshop, listed, to)
    announce.changed(session, workshop, "contest" if is_news else "slide")
    return True


def _set_shown_if_whole(workshop: Workshop, listed: Listed, step: int) -> bool:
    return step >= listed.plan.whole and state.set_shown(workshop, listed.contests)


def renew_link(session: Session, actor: Actor) -> None:
    """Revoke the screen's link and disconnect all screens that used it."""
    workshop = workshop_of(session, actor)
    workshop.screen_token_version += 1
    connection_control.send_away(session, Role.SCREEN, workshop.id)
    record(session, actor, "screen-link-renewed")
    announce.changed(session, workshop, "log")


def choose_theme(session: Session, actor: Actor, theme: str) -> None:
    """Set the screen to dark or light, because dark screens are hard to read in bright rooms."""
    workshop = workshop_of(session, actor)
    workshop.settings = {**workshop.settings, "screen_theme": theme}
    announce.changed(session, workshop, "slide")
