"""Issues that say nearly the same: one of them, or both; and a merge undone."""

from typing import Any

from flask import Blueprint

from polling import http
from polling.access import Role, allow
from polling.db import transaction
from polling.i18n import _
from polling.setup.actions import merging
from polling.setup.alike import actions
from polling.setup.alike.payloads import OneIssue, TwoIssues

blueprint = Blueprint("alike", __name__, url_prefix="/console/<code>/setup/duplicates")


@blueprint.post("/merge")
@allow(Role.ORGANIZER)
def merge(code: str) -> Any:
    """Make two issues one."""
    wanted = http.parse(OneIssue)
    with transaction() as session:
        merging.merge_pair(session, http.actor(), keep=wanted.keep, gone=wanted.gone)
    return http.done(_("Merged. Every source and both texts are kept."))


@blueprint.post("/apart")
@allow(Role.ORGANIZER)
def keep_apart(code: str) -> Any:
    """Say that they are different."""
    two = http.parse(TwoIssues)
    with transaction() as session:
        actions.keep_apart(session, http.actor(), two.first, two.second)
    return http.done(_("They stay two."))


@blueprint.post("/<int:merged_id>/undo")
@allow(Role.ORGANIZER)
def undo(code: str, merged_id: int) -> Any:
    """Let a merged issue stand for itself again."""
    with transaction() as session:
        merging.undo(session, http.actor(), merged_id)
    return http.done(_("It stands for itself again."))
