"""Import a workshop file into the database: completely, or not at all.

The caller's transaction commits, or rolls back after an error.
"""

from base64 import b64decode
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from polling.breakouts.models import Group
from polling.breakouts.read_back.queries import as_it_came
from polling.contests.imported_results import hold_votes
from polling.core.bulk_statements import insert_all
from polling.core.clock import now
from polling.core.text import comparison_key
from polling.people.models import Registration
from polling.recommendations.models import Recommendation
from polling.report.models import ReportPicture, ReportVersion
from polling.report.pictures import ReportPicture as GivenPicture
from polling.report.published_results.schema import Registered
from polling.report.versions.schema import FrozenReport
from polling.workshop.join_codes import new_code
from polling.workshop.models import AgendaSession, Issue, Theme, Workshop
from polling.workshop.pictures import from_address
from polling.workshop_file import schema
from polling.workshop_file.issue_sources import load_provenance, load_unsorted
from polling.workshop_file.schema import WorkshopFile

# Keys with the same name in the file and in the workshop's row.
PLAIN = (
    "title",
    "subtitle",
    "event",
    "place",
    "dates",
    "time_zone",
    "languages",
    "accent",
    "actors",
    "last_references",
    "practice",
)

UNDECIDED = {"printed": None, "printed_as": None}
NOT_COPIED = {"agreement", "group", "merged_from", "printed", "printed_as"}  # of a recommendation
NOT_IN_ITS_ROW = {"recommendations", "notes", "merged_from"}  # of an issue

IssueRow = tuple[schema.Issue, int]  # an issue and its id
Row = dict[str, Any]


def load(session: Session, file: WorkshopFile) -> Workshop:
    """Create a workshop with everything in `file`, with a new code.

    A workshop whose file has counted votes is closed for good; any other is in setup.
    """
    workshop = Workshop(code=new_code(session), **_columns(file))
    workshop.stage = "closed" if hold_votes(workshop) else "setup"
    session.add(workshop)
    session.flush()
    insert_all(session, AgendaSession, list(_sessions(workshop, file.sessions)))
    session.add_all(_registration(workshop, file.registration))
    session.add_all(_version(workshop, one) for one in file.versions)
    session.add_all(_picture(workshop, one) for one in file.pictures)
    issues = _add_themes(session, workshop, file.themes)
    load_unsorted(session, workshop, file.notes)
    groups = _add_groups(session, workshop, file.groups)
    _add_recommendations(session, issues, groups, counted=bool(file.results.contests))
    return workshop


def add_themes(session: Session, workshop: Workshop, themes: list[schema.Theme]) -> None:
    """Add themes with their issues and recommendations to the existing ones.

    Issues are added to an existing theme with the same title; an issue with an existing headline is
    skipped. Added items get new references; those in the file belong to another workshop.
    """
    issues = _add_themes(session, workshop, [theme.without_references() for theme in themes])
    _add_recommendations(session, issues, {}, counted=False)


def _columns(file: WorkshopFile) -> dict[str, Any]:
    logo_type, logo = from_address(file.logo)
    return {
        **{name: getattr(file, name) for name in PLAIN},
        "logo": logo or None,
        "logo_type": logo_type,
        "settings": file.settings.model_dump(),
        "attributes": [attribute.model_dump() for attribute in file.attributes],
        "survey": [question.model_dump() for question in file.survey],
        "prose": file.prose.model_dump(),
        "report_choices": file.report.model_dump(),
        "imported_results": file.results.model_dump(exclude_defaults=True),
    }


def _sessions(workshop: Workshop, given: list[schema.Session]) -> Iterator[Row]:
    for position, agenda_session in enumerate(given, start=1):
        yield {"workshop_id": workshop.id, "position": position, **agenda_session.model_dump()}


def _version(workshop: Workshop, given: FrozenReport) -> ReportVersion:
    return ReportVersion(
        workshop_id=workshop.id,
        number=given.number,
        frozen_at=datetime.fromisoformat(given.frozen_at),
        digest=given.digest,
        data=b64decode(given.data),
        imported=True,
    )


def _picture(workshop: Workshop, given: GivenPicture) -> ReportPicture:
    media_type, content = from_address(given.picture)
    return ReportPicture(
        workshop_id=workshop.id,
        kind=given.kind,
        alt=given.alt,
        media_type=media_type,
        content=content or b"",
    )


def _registration(workshop: Workshop, given: Registered) -> Iterator[Registration]:
    """Return the list; people without a listed answer count as not having answered."""
    if not given.people:
        return
    answers = {
        key: {**counts, "": rest} if (rest := given.people - sum(counts.values())) > 0 else counts
        for key, counts in given.answers.items()
    }
    yield Registration(workshop_id=workshop.id, people=given.people, answers=answers)


def _add_themes(session: Session, workshop: Workshop, themes: list[schema.Theme]) -> list[IssueRow]:
    places = [(_theme(workshop, given), given) for given in themes]
    session.flush()
    new = [row for theme, given in places for row in _new_issues(theme, given)]
    ids = insert_all(session, Issue, [row for _, row in new])
    for theme, _ in places:
        session.expire(theme, ["issues"])
    added = [(issue, made) for (issue, _), made in zip(new, ids, strict=True)]
    load_provenance(session, workshop, added)
    return added


def _new_issues(theme: Theme, given: schema.Theme) -> Iterator[tuple[schema.Issue, Row]]:
    known = {comparison_key(issue.headline) for issue in theme.issues}
    new = [issue for issue in given.issues if comparison_key(issue.headline) not in known]
    for position, issue in enumerate(new, start=len(theme.issues) + 1):
        row = issue.model_dump(exclude=NOT_IN_ITS_ROW)
        yield issue, {"theme_id": theme.id, "position": position, **row}


def _theme(workshop: Workshop, given: schema.Theme) -> Theme:
    for theme in workshop.themes:
        if comparison_key(theme.title) == comparison_key(given.title):
            return theme
    position = len(workshop.themes) + 1
    theme = Theme(position=position, issues=[], **given.model_dump(exclude={"issues"}))
    workshop.themes.append(theme)
    return theme


def _add_groups(session: Session, workshop: Workshop, groups: list[schema.Group]) -> dict[int, int]:
    """Add the groups; return their ids by number."""
    theme_ids = {comparison_key(theme.title): theme.id for theme in workshop.themes}
    rows = [
        {
            "workshop_id": workshop.id,
            "theme_id": theme_ids[comparison_key(group.theme)],
            "language": group.language or "",
            **group.model_dump(exclude={"theme", "language"}),
        }
        for group in groups
    ]
    numbers = [group.number for group in groups]
    return dict(zip(numbers, insert_all(session, Group, rows), strict=True))


def _add_recommendations(
    session: Session, issues: list[IssueRow], groups: dict[int, int], *, counted: bool
) -> None:
    """Add the recommendations. What was decided after a vote needs a file with `counted` votes.

    Otherwise, it would be printed with the result of the vote that this workshop may still have.
    """
    # One counter for the whole file keeps the order both within issues and within groups.
    given = ((issue, one) for part, issue in issues for one in part.recommendations)
    places: list[tuple[schema.Recommendation, Row]] = [
        (
            one if counted else one.model_copy(update=UNDECIDED),
            {"issue_id": issue, "position": at},
        )
        for at, (issue, one) in enumerate(given, start=1)
    ]
    while places:
        rows = [place | _recommendation(one, groups) for one, place in places]
        ids = insert_all(session, Recommendation, rows)
        places = [
            (part, place | {"merged_into_id": made, "deleted_at": now()})
            for made, (one, place) in zip(ids, places, strict=True)
            for part in one.merged_from
        ]


def _recommendation(one: schema.Recommendation, groups: dict[int, int]) -> Row:
    values = one.model_dump(exclude=NOT_COPIED)
    return values | {
        "group_id": groups.get(one.group or 0),
        "print_override": one.printed,
        "print_wording": one.printed_as and one.printed_as.model_dump(),
        "imported_agreement": one.agreement and as_it_came(Recommendation(**values), one.agreement),
    }
