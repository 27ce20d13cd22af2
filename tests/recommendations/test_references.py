"""References are fixed once, then never changed or reused."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from polling.core.clock import now
from polling.core.db import transaction
from polling.recommendations.models import Recommendation
from polling.recommendations.references import fix_references, references
from polling.recommendations.sentence import sentence
from polling.workshop.models import Workshop
from polling.workshop_file.load import add_themes
from polling.workshop_file.schema import Issue, Theme, WorkshopFile
from tests.room import Room

FILE = {
    "title": "Numbers",
    "themes": [
        {
            "title": "First",
            "issues": [
                {"headline": "Later", "priority": 2, "recommendations": [{"text": "Act."}]},
                {
                    "headline": "Sooner",
                    "priority": 1,
                    "recommendations": [{"text": "Ask."}, {"text": "Tell."}],
                },
            ],
        },
        {"title": "Second", "issues": [{"headline": "Only"}]},
    ],
}


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    Room.of(app, WorkshopFile.model_validate(FILE))
    with transaction() as session:
        yield session


@pytest.fixture
def workshop(session: Session) -> Workshop:
    return session.scalars(select(Workshop)).one()


def numbered(session: Session, workshop: Workshop) -> dict[str, str]:
    """The reference of everything that has one, by its text."""
    found = references(session, workshop, ())
    issues = [issue for theme in workshop.themes for issue in theme.issues]
    return {
        **{theme.title: found.get(theme) for theme in workshop.themes},
        **{issue.headline: found.get(issue) for issue in issues},
        **{sentence(one): found.get(one) for one in recommendations(session)},
    }


def recommendations(session: Session) -> list[Recommendation]:
    return list(session.scalars(select(Recommendation).order_by(Recommendation.id)))


def recommend(session: Session, workshop: Workshop, text: str) -> Recommendation:
    """Add a recommendation to the last issue of the first theme."""
    made = Recommendation(
        issue_id=workshop.themes[0].issues[-1].id,
        position=99,
        actors=[],
        action=text,
        original=text,
    )
    session.add(made)
    session.flush()
    return made


def test_priority_issues_are_numbered_in_the_order_of_their_rank(
    session: Session, workshop: Workshop
) -> None:
    assert numbered(session, workshop) == {
        "First": "1",
        "Second": "2",
        "Sooner": "1.1",
        "Later": "1.2",
        "Only": "2.1",
        "Ask.": "1.1.1",
        "Tell.": "1.1.2",
        "Act.": "1.2.1",
    }


def test_what_is_not_fixed_follows_the_order(session: Session, workshop: Workshop) -> None:
    first, second = workshop.themes
    first.position, second.position = 2, 1
    session.flush()
    session.expire(workshop, ["themes"])
    assert numbered(session, workshop)["First"] == "2"


def test_what_is_fixed_stays_when_it_is_moved(session: Session, workshop: Workshop) -> None:
    fix_references(session, workshop, ())
    before = numbered(session, workshop)
    first, second = workshop.themes
    first.position, second.position = 2, 1
    for issue, rank in zip(first.issues, (1, 2), strict=True):
        issue.priority = rank
    recommendations(session)[0].issue_id = second.issues[0].id
    session.flush()
    session.expire(workshop, ["themes"])
    fix_references(session, workshop, ())
    assert numbered(session, workshop) == before


def test_a_number_is_not_given_again_after_a_deletion(session: Session, workshop: Workshop) -> None:
    fix_references(session, workshop, ())
    last = next(one for one in recommendations(session) if one.reference == "1.1.2")
    session.delete(last)
    recommend(session, workshop, "Say it.")
    fix_references(session, workshop, ())
    assert numbered(session, workshop)["Say it."] == "1.1.3"


def test_a_merged_recommendation_keeps_its_reference(session: Session, workshop: Workshop) -> None:
    fix_references(session, workshop, ())
    parts = [one for one in recommendations(session) if one.reference.startswith("1.1.")]
    both = recommend(session, workshop, "Ask and tell.")
    both.merged_from = parts
    for part in parts:
        part.deleted_at = now()
    session.flush()
    fix_references(session, workshop, ())
    assert [part.reference for part in parts] == ["1.1.1", "1.1.2"]
    assert both.reference == "1.1.3"


def test_what_nobody_has_written_gets_none(session: Session, workshop: Workshop) -> None:
    empty = recommend(session, workshop, "")
    fix_references(session, workshop, ())
    assert empty.reference == ""


def test_references_without_last_numbers_are_not_given_to_others(
    session: Session, workshop: Workshop
) -> None:
    fix_references(session, workshop, ())
    workshop.last_references = {}
    made = recommend(session, workshop, "Say it.")
    fix_references(session, workshop, ())
    assert made.reference == "1.1.3"
    assert workshop.last_references == {"": 2, "1": 2, "1.1": 3, "1.2": 1, "2": 1}


def test_themes_of_another_file_do_not_bring_references(
    session: Session, workshop: Workshop
) -> None:
    fix_references(session, workshop, ())
    third = Theme(title="Third", reference="1", issues=[Issue(headline="New", reference="1.1")])
    add_themes(session, workshop, [third])
    session.expire(workshop, ["themes"])
    fix_references(session, workshop, ())
    assert workshop.themes[-1].reference == "3"
    assert workshop.themes[-1].issues[0].reference == "3.1"
