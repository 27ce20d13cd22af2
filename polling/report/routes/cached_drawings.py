"""Drawings that all readers of a report share: participants, facilitators and the public.

Each is made once, in the readers' place of the queue, so that organizers do not wait for readers.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from flask import Response

from polling.core.db import reading
from polling.core.errors import NotFound
from polling.core.i18n import _
from polling.core.workers import drawing_place
from polling.people.queries import first_organizer
from polling.report.formats.render import pictures_of
from polling.report.models import ReportVersion
from polling.report.pictures import ReportPicture
from polling.report.versions.serialization import Frozen
from polling.web.page_queue import give_way
from polling.workshop.models import Workshop
from polling.workshop.pictures import from_address
from polling.workshop.version_cache import cached_for_frozen, cached_per_version

Made = TypeVar("Made")


def cached(
    workshop: Workshop, version: ReportVersion | None, what: Hashable, make: Callable[[], Made]
) -> Made:
    """Return `make()`, cached for a frozen version, or for the current one of the workshop.

    A public page contains its own address.
    """
    if version is None:
        return cached_per_version(workshop, what, make)
    return cached_for_frozen(workshop, (version.id, workshop.public_key), what, make)


def draw_frozen(
    workshop: Workshop, version: ReportVersion, draw_it: Callable[[Frozen], Made]
) -> Made:
    """Load and draw a version in the place of the workshop's readers."""
    with readers_place(workshop, imported=version.imported):
        with reading() as session:
            told = Frozen.of(session.get_one(ReportVersion, version.id))
        return draw_it(told)


def picture(
    workshop: Workshop,
    version: ReportVersion | None,
    at: int,
    load: Callable[[], list[ReportPicture]],
) -> Response:
    """Return a picture of a report. Raises NotFound if there is none with this number."""
    give_way()
    pictures: list[ReportPicture] = cached(workshop, version, "pictures", load)
    if at >= len(pictures):
        raise NotFound(_("This item no longer exists."))
    media_type, content = from_address(pictures[at].picture)
    response = Response(content, mimetype=media_type)
    response.add_etag()
    return response


def pictures_in(workshop: Workshop, version: ReportVersion) -> list[ReportPicture]:
    """Return the pictures of a version."""
    return draw_frozen(workshop, version, lambda told: told.drawn(pictures_of))


@contextmanager
def readers_place(workshop: Workshop, *, imported: bool = False) -> Iterator[None]:
    """Take the place of a workshop's readers in the queue, so that organizers do not wait for them.

    The readers of all workshops of an organizer share a place, so that somebody with many workshops
    delays others by one of them. Those of imported versions, which wait for each other, have a
    separate place.

    Raises:
        TooMany: too many of their calls are waiting.
    """
    with reading() as session:
        organizer = first_organizer(session, workshop.id)
    whose = ("organizer", organizer) if organizer else ("workshop", workshop.id)
    with (
        drawing_place(("readers of workshop", workshop.id)),
        drawing_place(("readers of", *whose, imported)),
    ):
        yield
