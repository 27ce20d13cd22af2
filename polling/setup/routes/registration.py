"""The registration list: looked through, counted, and forgotten."""

from typing import Any

from flask import Blueprint, render_template, request

from polling import http
from polling.access import Role, allow
from polling.db import reading, transaction
from polling.i18n import _, ngettext
from polling.setup.registration import actions
from polling.setup.registration.columns import LEFT_OUT, WHO
from polling.setup.registration.listing import Listing
from polling.setup.registration.payloads import Reading
from polling.setup.registration.reading import read_list
from polling.threads import in_a_thread
from polling.workshop.queries import by_id

MOST_SHOWN = 50  # of strange cells, and of problems; more than anybody would choose for by hand

blueprint = Blueprint("registration", __name__, url_prefix="/console/<code>/setup/registration")


@blueprint.post("/preview")
@allow(Role.ORGANIZER)
def preview(code: str) -> str:
    """What the list would be counted as, and what is wrong with it. Nothing is stored."""
    given, listing = http.parse(Reading), _uploaded()
    with reading() as session:
        workshop = by_id(session, http.actor().workshop_id)
        return render_template(
            "setup/registration_preview.html",
            listing=listing,
            attributes=actions.attributes(workshop),
            columns=actions.columns(workshop, listing, given),
            counted=actions.counted(workshop, listing, given),
            who=WHO,
            left_out=LEFT_OUT,
            most=MOST_SHOWN,
        )


@blueprint.post("")
@allow(Role.ORGANIZER)
def keep(code: str) -> Any:
    """Keep its counts, in place of an earlier list's."""
    given, listing = http.parse(Reading), _uploaded()
    with transaction() as session:
        count = actions.keep(session, http.actor(), listing, given)
    return http.done(ngettext("%(num)s person counted.", "%(num)s people counted.", count))


@blueprint.post("/delete")
@allow(Role.ORGANIZER)
def forget(code: str) -> Any:
    """Delete the counts."""
    with transaction() as session:
        actions.forget(session, http.actor())
    return http.done(_("Deleted."))


def _uploaded() -> Listing:
    upload = request.files.get("file")
    return in_a_thread(read_list, upload.read() if upload else b"")
