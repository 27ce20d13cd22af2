"""The rules for single people's seats: asking, dropping, and what each costs."""

from typing import Any

from flask import Blueprint

from polling import grouping, web
from polling.breakouts.payloads import PairRule, Pin
from polling.breakouts.seating import sentences
from polling.breakouts.seating.actions import rules
from polling.breakouts.seating.problem import seating
from polling.core.access import Role, allow
from polling.core.db import reading, transaction
from polling.core.worker_process import run_in_worker
from polling.workshop import queries as workshops

blueprint = Blueprint("seating", __name__, url_prefix="/console/<code>/groups")

BEST_SECONDS = 4
PRICE_SECONDS = 1  # for each of about ten rules and wishes; an organizer waits for all


@blueprint.post("/rules")
@allow(Role.ORGANIZER)
def add_pair(code: str) -> Any:
    """Keep two people apart, or together."""
    wanted = web.parse(PairRule)
    with transaction() as session:
        rules.pair(session, web.actor(), **wanted.model_dump())
    return web.done()


@blueprint.post("/rules/pin")
@allow(Role.ORGANIZER)
def pin(code: str) -> Any:
    """Keep somebody in a group."""
    wanted = web.parse(Pin)
    with transaction() as session:
        rules.pin(session, web.actor(), one=wanted.one, group_id=wanted.group)
    return web.done()


@blueprint.post("/rules/<int:rule_id>/drop")
@allow(Role.ORGANIZER)
def drop_rule(code: str, rule_id: int) -> Any:
    """Ask it no more of anybody's seat."""
    with transaction() as session:
        rules.drop(session, web.actor(), rule_id)
    return web.done()


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
