"""The rules for single people's seats: asking, dropping, and what each costs."""

from typing import Any

from flask import Blueprint
from sqlalchemy.orm import Session

from polling import grouping, web
from polling.breakouts.payloads import PairRule, Pin
from polling.breakouts.seating import sentences
from polling.breakouts.seating.actions import rules
from polling.breakouts.seating.problem import seating
from polling.core.access import Actor, Role, allow
from polling.core.db import reading
from polling.core.worker_process import run_in_worker
from polling.web.commands import command
from polling.workshop import queries as workshops

blueprint = Blueprint("seating", __name__, url_prefix="/console/<code>/groups")

BEST_SECONDS = 4
PRICE_SECONDS = 1  # for each of about ten rules and wishes; an organizer waits for all


@command(blueprint, "/rules", Role.ORGANIZER)
def add_pair(session: Session, actor: Actor, wanted: PairRule) -> None:
    """Keep two people apart, or together."""
    rules.pair(session, actor, **wanted.model_dump())


@command(blueprint, "/rules/pin", Role.ORGANIZER)
def pin(session: Session, actor: Actor, wanted: Pin) -> None:
    """Keep somebody in a group."""
    rules.pin(session, actor, one=wanted.one, group_id=wanted.group)


@command(blueprint, "/rules/<int:rule_id>/drop", Role.ORGANIZER)
def drop_rule(session: Session, actor: Actor, rule_id: int) -> None:
    """Ask it no more of anybody's seat."""
    rules.drop(session, actor, rule_id)


@blueprint.post("/prices")
@allow(Role.ORGANIZER)
def price_rules(code: str) -> Any:
    """Say what each rule and wish costs the others: form groups without it, and compare."""
    with reading() as session:
        now = seating(session, workshops.by_id(session, web.actor().workshop_id))
    # Not against who sits where now: what people were moved by hand is no rule's cost.
    best = run_in_worker(grouping.form_groups, now.seated, seconds=BEST_SECONDS)
    prices = run_in_worker(grouping.price_rules, now.seated, best, seconds=PRICE_SECONDS)
    return web.done("\n".join(sentences.price(price, now.labels) for price in prices))
