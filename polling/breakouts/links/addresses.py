"""A facilitator's personal link."""

from flask import url_for

from polling.breakouts.models import Group
from polling.people.addresses import base, links
from polling.people.links import FACILITATOR


def facilitator_address(group: Group) -> str:
    """The link that opens the facilitator's page of this group."""
    token = links().make(FACILITATOR, group.id, group.link_token_version)
    return base() + url_for("breakouts.enter_facilitator", token=token)
