"""Contexts of the final vote's pages, in one stage or in two."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from polling.breakouts.queries import groups
from polling.final_vote.dissent.queries import Notes, NoteToModerate, notes, to_moderate
from polling.final_vote.queries import (
    MANY,
    expected_finalists,
    has_begun,
    recommendations,
    stages,
)
from polling.screen import state
from polling.screen.reveal import Listed, Shown
from polling.web.long_pages import complete_parts
from polling.workshop.models import Workshop

MOST_DRAWN = 120  # recommendations whose charts the console draws at once


@dataclass(frozen=True)
class StageChoice:
    """The choice of one stage or two. `chosen` cannot be changed once the vote `has_begun`.

    `written` is the number of recommendations. One stage suits up to `many`. In two stages, about
    `finalists` of them are voted on again.
    """

    chosen: int
    written: int
    many: int
    finalists: int
    has_begun: bool


@dataclass(frozen=True, kw_only=True)
class ScreenPage:
    """`shown` is the revealed part of the result on the screen."""

    stage_count: int
    shown: Shown | None


@dataclass(frozen=True, kw_only=True)
class ConsolePage(ScreenPage):
    """The common parts of the console: the stages, the groups, and the dissent notes."""

    choice: StageChoice
    group_numbers: list[int]
    dissent: Notes
    notes: list[NoteToModerate]


def console_page(session: Session, workshop: Workshop, listed: Listed | None) -> ConsolePage:
    """Return the common parts of the console. `listed` is the result on the screen."""
    return ConsolePage(
        stage_count=stages(session, workshop),
        shown=listed.shown(state.step(workshop)) if listed else None,
        choice=_stage_choice(session, workshop),
        group_numbers=[group.number for group in groups(session, workshop.id)],
        dissent=notes(session, workshop.id),
        notes=to_moderate(session, workshop),
    )


def drawn(recommendations: Mapping[str, int]) -> Collection[str]:
    """Return the parts whose charts the console draws, given their numbers of recommendations."""
    return complete_parts(recommendations, MOST_DRAWN)


def _stage_choice(session: Session, workshop: Workshop) -> StageChoice:
    return StageChoice(
        chosen=stages(session, workshop),
        written=len(recommendations(session, workshop)),
        many=MANY,
        finalists=expected_finalists(session, workshop),
        has_begun=has_begun(session, workshop),
    )
