"""Actions for the questions asked at joining, all of which are optional."""

from typing import Any

from slugify import slugify
from sqlalchemy.orm import Session

from polling.core.access import Actor
from polling.core.edit_conflicts import merged
from polling.core.errors import Conflict
from polling.core.i18n import _
from polling.people.attributes import Attribute
from polling.setup import queries
from polling.setup.actions.common import finish, place
from polling.setup.forms import AttributeText
from polling.workshop.queries import workshop_of

LONGEST_KEY = 36


def add(session: Session, actor: Actor, *, label: str) -> None:
    """Add a custom question; without options, it is free text."""
    workshop = workshop_of(session, actor)
    taken = {attribute["key"] for attribute in workshop.attributes}
    new = Attribute(key=_new_key(label, taken), label=label)
    workshop.attributes = [*workshop.attributes, new.model_dump()]
    finish(session, actor, "attribute-added", attribute=label)


def add_usual(session: Session, actor: Actor, key: str) -> None:
    """Add one of the default questions: sector, country, gender, presence, role."""
    workshop = workshop_of(session, actor)
    usual = next((one for one in queries.usual_attributes(workshop) if one.key == key), None)
    if usual is None:
        raise Conflict(_("This already exists."))
    free = not any(attribute["segment"] for attribute in workshop.attributes)
    new = usual.model_copy(update={"segment": usual.segment and free})
    workshop.attributes = [*workshop.attributes, new.model_dump()]
    finish(session, actor, "attribute-added", attribute=usual.label)


def edit(session: Session, actor: Actor, key: str, text: AttributeText) -> None:
    """Edit a question. Only one can be the segment, so choosing it here unsets it elsewhere."""
    workshop = workshop_of(session, actor)
    held = queries.attribute_text(queries.attribute(workshop, key))
    new = merged(held, text.values(), text.seen)
    workshop.attributes = [
        {"key": key, **new} if other["key"] == key else _beside(other, new)
        for other in workshop.attributes
    ]
    finish(session, actor, "attribute-edited", attribute=text.label)


def move(session: Session, actor: Actor, key: str, direction: str) -> None:
    """Move a question one place up or down on the join page."""
    workshop = workshop_of(session, actor)
    attribute = queries.attribute(workshop, key)
    workshop.attributes = place(workshop.attributes, attribute, direction)
    finish(session, actor, "attribute-moved", attribute=attribute["label"], to=direction)


def remove(session: Session, actor: Actor, key: str) -> None:
    """Delete a question; its answers are no longer shown."""
    workshop = workshop_of(session, actor)
    attribute = queries.attribute(workshop, key)
    workshop.attributes = [other for other in workshop.attributes if other is not attribute]
    finish(session, actor, "attribute-removed", attribute=attribute["label"])


def _beside(other: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    return {**other, "segment": False} if new["segment"] else other


def _new_key(label: str, taken: set[str]) -> str:
    base = slugify(label, separator="_", max_length=LONGEST_KEY)
    base = base if base[:1].isalpha() else f"q_{base}".rstrip("_")
    keys = [base, *(f"{base}_{number}" for number in range(2, len(taken) + 3))]
    return next(key for key in keys if key not in taken)
