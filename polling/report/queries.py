"""Loads the data for all formats of the report, the screen's figures and the checklist."""

from collections.abc import Collection
from datetime import datetime
from itertools import chain

from sqlalchemy import select
from sqlalchemy.orm import Session

from polling.breakouts.queries import groups
from polling.contests import imported_results
from polling.contests.kinds import VOTES
from polling.contests.queries import contests
from polling.core.clock import now
from polling.core.errors import NotFound
from polling.core.i18n import _
from polling.core.percentages import percentage
from polling.ranking.queries import unshown_themes
from polling.recommendations.models import Recommendation
from polling.report.data import report_data
from polling.report.data.load_themes import Counted, themes
from polling.report.data.load_two_stages import near_miss
from polling.report.data.people_data import Breakdown, Cell, Crossing
from polling.report.data.readable import is_readable
from polling.report.data.vote_data import Share
from polling.report.options import ReportChoices, ReportProse
from polling.report.published_results import queries
from polling.report.published_results.schema import (
    CountedContest,
    Participation,
    Registered,
    Results,
    SurveyAnswers,
)
from polling.report.report_language import speaking_as
from polling.report.stored_pictures import pictures
from polling.report.writing.placeholders import with_figures
from polling.screen import state
from polling.survey.question_types.base import QuestionTally, QuestionView
from polling.survey.questionnaire import asked
from polling.workshop.models import Workshop
from polling.workshop.pictures import to_address
from polling.workshop.practice_titles import title_of_original
from polling.workshop.settings import Settings


def report(
    session: Session,
    workshop: Workshop,
    made_at: datetime | None = None,
) -> report_data.Report:
    """Return the current report. A vote counts once it has been revealed."""
    with speaking_as(workshop.languages[0]):
        return _told(session, workshop, made_at or now())


def report_for_readers(session: Session, workshop: Workshop) -> report_data.Report:
    """Return the current report as if results that are not shown yet had not been revealed.

    It has no texts with placeholders that have no figure yet. Its tables of people's answers do not
    change while it is published, because each change could disclose one person's answers.
    """
    with speaking_as(workshop.languages[0]):
        unshown = state.unshown(workshop)
        return with_figures(_told(session, workshop, now(), unshown, repeated=True))


def freeze_refusal(session: Session, workshop: Workshop) -> str:
    """Return why the report cannot be frozen: it has results that are not shown yet; or ""."""
    unshown = state.unshown(workshop)
    if not any(one.id in unshown for one in contests(session, workshop.id, *VOTES)):
        return ""
    return _(
        "Phones do not show some results yet, because the screen has not shown them completely. "
        "Show these results on the screen and press “Next” until the end, or go on to the next "
        "stage. After that, you can freeze the report or create a public link."
    )


def _told(
    session: Session,
    workshop: Workshop,
    made_at: datetime,
    unshown: Collection[str] = frozenset(),
    *,
    repeated: bool = False,
) -> report_data.Report:
    imported = imported_results.are_shown(session, workshop)
    own = None
    if not imported:
        own = queries.own_results(session, workshop, unshown, repeated=repeated)
    results = Results.model_validate(workshop.imported_results if own is None else own)
    registered = Registered.model_validate(queries.registered(session, workshop, repeated=repeated))
    counted = _readable(results.contests) if imported else list(results.contests)
    choices = ReportChoices.model_validate(workshop.report_choices)
    without_order = unshown_themes(session, workshop) if unshown else frozenset()
    votes = Counted(counted, imported=imported, unshown_themes=without_order)
    by_theme, finalists = themes(session, workshop, votes, choices)
    return report_data.Report(
        made_at=made_at,
        title=title_of_original(workshop.title) if workshop.practice else workshop.title,
        subtitle=workshop.subtitle,
        event=workshop.event,
        place=workshop.place,
        dates=workshop.dates,
        language=workshop.languages[0],
        accent=workshop.accent,
        logo=to_address(workshop.logo_type, workshop.logo),
        smallest=Settings.model_validate(workshop.settings).smallest_cell,
        prose=ReportProse.model_validate(workshop.prose),
        present=results.participation.present,
        repeated=results.participation.repeated,
        breakdowns=_breakdowns(workshop, results.participation, registered),
        sittings=_sittings(workshop),
        themes=by_theme,
        survey=_survey(workshop, results),
        choices=choices,
        pictures=pictures(session, workshop.id),
        finalists=finalists,
        near_miss=near_miss(by_theme, finalists),
        dissent=list(results.dissent),
        dissent_written=results.dissent_written,
        registered=registered.people,
        crossings=_crossings(workshop, results.participation),
        time_zone=workshop.time_zone,
        practice=workshop.practice,
        imported=imported and imported_results.hold_votes(workshop),
    )


def recommendation(session: Session, workshop: Workshop, wanted: int) -> Recommendation:
    """Return one of the workshop's recommendations."""
    found = session.get(Recommendation, wanted)
    if found is None or found.issue.theme.workshop_id != workshop.id:
        raise NotFound(_("This item no longer exists."))
    return found


def edited_for_print(session: Session, group_id: int | None) -> list[Recommendation]:
    """Return the group's recommendations with an edited wording for print."""
    chosen = select(Recommendation).where(
        Recommendation.group_id == group_id,
        Recommendation.print_wording.is_not(None),
        Recommendation.deleted_at.is_(None),
    )
    return list(session.scalars(chosen.order_by(Recommendation.position)))


def people_named(session: Session, workshop: Workshop) -> set[str]:
    """Return the names of people in the workshop: speakers, moderators, facilitators."""
    on_stage = [[*sitting.speakers, sitting.moderator] for sitting in workshop.sessions]
    of_groups = [group.facilitator for group in groups(session, workshop.id)]
    return {name for name in [*chain(*on_stage), *of_groups] if name}


def _readable(contests: list[CountedContest]) -> list[CountedContest]:
    return [contest for contest in contests if is_readable(contest)]


def _breakdowns(workshop: Workshop, here: Participation, listed: Registered) -> list[Breakdown]:
    """Return a breakdown for each publishable attribute; its cells add up to everybody."""
    made = [
        Breakdown(
            key=attribute["key"],
            label=attribute["label"],
            cells=_cells(here.attributes.get(attribute["key"], {}), here.counted),
            registered=_cells(listed.answers.get(attribute["key"], {}), listed.people),
        )
        for attribute in workshop.attributes
    ]
    return [one for one in made if one.cells or one.registered]


def _cells(counts: dict[str, int], everybody: int) -> list[Cell]:
    if not counts:
        return []
    rest = everybody - sum(counts.values())
    rows = [*counts.items(), *([("", rest)] if rest > 0 else [])]
    return [Cell(words, count, percentage(count, everybody)) for words, count in rows]


def _crossings(workshop: Workshop, here: Participation) -> list[Crossing]:
    """A row has the same total as its answer in the breakdown."""
    labels = {attribute["key"]: attribute["label"] for attribute in workshop.attributes}
    return [
        Crossing(
            rows=labels[one.rows],
            columns=labels[one.columns],
            down=list(one.people),
            across=(across := list(next(iter(one.people.values()), {}))),
            people=[[row.get(answer) for answer in across] for row in one.people.values()],
            totals=[_total(here, one.rows, answer) for answer in one.people],
        )
        for one in here.crossed
        if {one.rows, one.columns} <= set(labels)
    ]


def _total(here: Participation, key: str, answer: str) -> int:
    counts = here.attributes.get(key, {})
    return counts.get(answer, here.counted - sum(counts.values()))


def _sittings(workshop: Workshop) -> list[report_data.AgendaSession]:
    fields = report_data.AgendaSession.__dataclass_fields__
    return [
        report_data.AgendaSession(**{name: getattr(sitting, name) for name in fields})
        for sitting in workshop.sessions
    ]


def _survey(workshop: Workshop, results: Results) -> report_data.Survey:
    found = {one.key: one for one in results.survey}
    questions = asked(workshop)
    tallies = [_tally(one, found[one.key]) for one in questions if one.key in found]
    participation = results.participation
    return report_data.Survey(
        responses=Share(participation.surveyed, participation.surveyable or participation.present),
        tallies=tallies,
        hidden=len(questions) - len(tallies),
    )


def _tally(question: QuestionView, one: SurveyAnswers) -> QuestionTally:
    return QuestionTally(
        question,
        one.answered,
        counts=dict(one.counts),
        texts=list(one.texts),
        tags=dict(one.tags),
        asked_of=one.asked,
        grid=dict(one.grid),
    )
