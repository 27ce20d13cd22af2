"""Issues that say nearly the same: one of them, or both; and a merge undone."""

from typing import Any

from flask import Blueprint

from polling import web
from polling.core.access import Role, allow
from polling.core.db import transaction
from polling.core.i18n import _
from polling.setup.actions import merging
from polling.setup.duplicates import actions
from polling.setup.duplicates.payloads import OneIssue, TwoIssues

blueprint = Blueprint("alike", __name__, url_prefix="/console/<code>/setup/duplicates")


@blueprint.post("/merge")
@allow(Role.ORGANIZER)
def merge(code: str) -> Any:
    """Make two issues one."""
    wanted = web.parse(OneIssue)
    with transaction() as session:
        merging.merge_pair(session, web.actor(), keep=wanted.keep, gone=wanted.gone)
    return web.done(_("Merged. Every source and both texts are kept."))


@blueprint.post("/apart")
@allow(Role.ORGANIZER)
def keep_apart(code: str) -> Any:
    """Say that they are different."""
    two = web.parse(TwoIssues)
    with transaction() as session:
        actions.keep_apart(session, web.actor(), two.first, two.second)
    return web.done(_("They stay two."))


@blueprint.post("/<int:merged_id>/undo")
@allow(Role.ORGANIZER)
def undo(code: str, merged_id: int) -> Any:
    """Let a merged issue stand for itself again."""
    with transaction() as session:
        merging.undo(session, web.actor(), merged_id)
    return web.done(_("It stands for itself again."))
