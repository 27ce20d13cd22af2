"""The pages of the final vote and its results, for each role, in one stage or two.

The stage "final_vote" votes and reveals theme by theme; the stage "results" shows the results.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from polling.core.access import Actor
from polling.final_vote import one_stage_pages
from polling.final_vote.one_stage_pages import OneStageConsole, OneStageScreen
from polling.final_vote.queries import stages
from polling.final_vote.two_stages import console as two_stage_console
from polling.final_vote.two_stages import pages as two_stage_pages
from polling.final_vote.two_stages.console import TwoStageConsole
from polling.final_vote.two_stages.pages import TwoStageScreen
from polling.people.models import Participant
from polling.web.shared_fragments import Mine
from polling.workshop.models import Workshop
from polling.workshop.version_cache import cached_for_phones


def mine(session: Session, workshop: Workshop, people: Sequence[Participant]) -> dict[int, Mine]:
    """Return what each person is asked and has voted on, and their group."""
    if _stages_on_phones(session, workshop) == 2:
        return two_stage_pages.mine(session, workshop, people)
    return one_stage_pages.mine(session, workshop, people)


def participant(
    session: Session, workshop: Workshop, mine: Any
) -> one_stage_pages.ParticipantPage | two_stage_pages.ParticipantPage:
    """Return the page: what to vote on, to wait for, or the results."""
    if _stages_on_phones(session, workshop) == 2:
        return two_stage_pages.participant(session, workshop, mine)
    return one_stage_pages.participant(session, workshop, mine)


def _stages_on_phones(session: Session, workshop: Workshop) -> int:
    return cached_for_phones(workshop, "vote_stages", lambda: stages(session, workshop))


def facilitator(
    session: Session, workshop: Workshop, actor: Actor
) -> one_stage_pages.FacilitatorPage | two_stage_pages.FacilitatorPage:
    """Return the turnout, and the results that are shown."""
    if stages(session, workshop) == 2:
        return two_stage_pages.facilitator(session, workshop)
    return one_stage_pages.facilitator(session, workshop)


def screen(session: Session, workshop: Workshop) -> OneStageScreen | TwoStageScreen:
    """Return the turnout during the vote, then the revealed part of the result."""
    if stages(session, workshop) == 2:
        return two_stage_pages.screen(session, workshop)
    return one_stage_pages.screen(session, workshop)


def console(session: Session, workshop: Workshop) -> OneStageConsole | TwoStageConsole:
    """Return everything that organizers need for decisions."""
    if stages(session, workshop) == 2:
        return two_stage_console.console(session, workshop)
    return one_stage_pages.console(session, workshop)
