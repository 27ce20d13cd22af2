"""The rules for single people's seats: asking, dropping, and what each costs."""

from typing import Any

from flask import Blueprint

from polling import http
from polling.access import Role, allow
from polling.breakouts import assignment
from polling.breakouts.payloads import PairRule, Pin
from polling.breakouts.seating import words
from polling.breakouts.seating.actions import rules
from polling.breakouts.seating.problem import seating
from polling.db import reading, transaction
from polling.worker_process import run_in_worker
from polling.workshop import queries as workshops

blueprint = Blueprint("seating", __name__, url_prefix="/console/<code>/groups")

BEST_SECONDS = 4
PRICE_SECONDS = 1  # for each of about ten rules and wishes; an organizer waits for all


@blueprint.post("/rules")
@allow(Role.ORGANIZER)
def add_pair(code: str) -> Any:
    """Keep two people apart, or together."""
    wanted = http.parse(PairRule)
    with transaction() as session:
        rules.pair(session, http.actor(), **wanted.model_dump())
    return http.done()


@blueprint.post("/rules/pin")
@allow(Role.ORGANIZER)
def pin(code: str) -> Any:
    """Keep somebody in a group."""
    wanted = http.parse(Pin)
    with transaction() as session:
        rules.pin(session, http.actor(), one=wanted.one, group_id=wanted.group)
    return http.done()


@blueprint.post("/rules/<int:rule_id>/drop")
@allow(Role.ORGANIZER)
def drop_rule(code: str, rule_id: int) -> Any:
    """Ask it no more of anybody's seat."""
    with transaction() as session:
        rules.drop(session, http.actor(), rule_id)
    return http.done()


@blueprint.post("/prices")
@allow(Role.ORGANIZER)
def price_rules(code: str) -> Any:
    """Say what each rule and wish costs the others: form groups without it, and compare."""
    with reading() as session:
        now = seating(session, workshops.by_id(session, http.actor().workshop_id))
    # Not against who sits where now: what people were moved by hand is no rule's cost.
    best = run_in_worker(assignment.form_groups, now.seated, seconds=BEST_SECONDS)
    prices = run_in_worker(assignment.price_rules, now.seated, best, seconds=PRICE_SECONDS)
    return http.done("\n".join(words.price(price, now.labels) for price in prices))
