import base64
import json
from contextlib import ExitStack

import pytest
from sqlalchemy import event, func, select

from polling.core import db
from polling.core.db import Base, reading, transaction
from polling.demo.content import demo_workshop
from polling.models import (
    AgendaSession,
    Group,
    MergedIssue,
    Note,
    Recommendation,
    Theme,
    Workshop,
)
from polling.models import Issue as IssueRow
from polling.recommendations.sentence import sentence
from polling.workshop.settings import Settings
from polling.workshop_file.load import add_themes, load
from polling.workshop_file.problems import BadWorkshopFile
from polling.workshop_file.read import read
from polling.workshop_file.schema import Group as GroupPart
from polling.workshop_file.schema import Issue, WorkshopFile
from polling.workshop_file.schema import Recommendation as RecommendationPart
from polling.workshop_file.schema import Theme as ThemePart
from tests.pictures import png

pytestmark = pytest.mark.usefixtures("tables")
PNG = png()


def rows() -> dict[str, int]:
    """The number of rows in each non-empty table."""
    with reading() as session:
        counted = {
            table.name: session.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
        }
    return {name: count for name, count in counted.items() if count}


def test_a_title_becomes_a_workshop_with_every_default() -> None:
    with transaction() as session:
        workshop = load(session, WorkshopFile(title="T"))

    assert (workshop.title, workshop.stage, len(workshop.code)) == ("T", "setup", 8)
    assert Settings.model_validate(workshop.settings) == Settings()
    assert [one["key"] for one in workshop.attributes if one["segment"]] == ["sector"]
    assert rows() == {"workshop": 1}


def test_the_demo_is_loaded_whole() -> None:
    with transaction() as session:
        load(session, demo_workshop())

    assert rows() == {
        "workshop": 1,
        "agenda_session": 10,
        "theme": 6,
        "issue": 38,
        "breakout_group": 12,
    }


def test_each_import_creates_a_new_workshop() -> None:
    with transaction() as session:
        codes = {load(session, WorkshopFile(title="T")).code for _ in range(3)}

    assert len(codes) == 3


def test_a_logo_is_stored_as_its_bytes() -> None:
    logo = f"data:image/png;base64,{base64.b64encode(PNG).decode()}"

    with transaction() as session:
        workshop = load(session, WorkshopFile(title="T", logo=logo))

    assert (workshop.logo_type, workshop.logo) == ("image/png", PNG)


def test_recommendations_belong_to_their_issue_and_group_in_order() -> None:
    file = WorkshopFile(
        title="T",
        themes=[
            ThemePart(
                title="A",
                issues=[
                    Issue(
                        headline="h",
                        recommendations=[
                            RecommendationPart(action="first", group=2),
                            RecommendationPart(action="second"),
                        ],
                    )
                ],
            )
        ],
        groups=[GroupPart(number=2, theme="a")],
    )

    with transaction() as session:
        load(session, file)

    with reading() as session:
        query = select(Recommendation.action, Group.number).outerjoin(Recommendation.group)
        assert list(session.execute(query.order_by(Recommendation.position))) == [
            ("first", 2),
            ("second", None),
        ]


@pytest.mark.parametrize(
    "text",
    ["Banks and the police should act by 2027.", "banks, and others should act", "Do it  now"],
)
def test_an_imported_sentence_is_printed_unchanged(text: str) -> None:
    issue = {"headline": "h", "recommendations": [{"text": text}]}
    tree = {"title": "T", "themes": [{"title": "A", "issues": [issue]}]}

    with transaction() as session:
        load(session, read(json.dumps(tree).encode()))

    with reading() as session:
        assert [sentence(one) for one in session.scalars(select(Recommendation))] == [text]


def test_a_file_with_results_is_there_to_be_read() -> None:
    contest = {"id": "a", "kind": "final", "present": 4, "voted": 0, "result": {}, "ballots": []}
    tree = {"title": "T", "results": {"contests": [contest]}}

    with transaction() as session:
        workshop = load(session, read(json.dumps(tree).encode()))

    assert workshop.stage == "closed"
    assert workshop.imported_results["contests"] == [contest]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b'{"title": "T", "themes": [{"title": "A"}', id="truncated"),
        pytest.param(b'{"title": "T", "themes": [{"title": "A"}, {"title": "A"}]}', id="duplicate"),
        pytest.param(
            b'{"title": "T", "groups": [{"number": 1, "theme": "A"}]}', id="no such theme"
        ),
        pytest.param("{}".encode("utf-16"), id="encoding"),
    ],
)
def test_a_bad_file_changes_nothing(data: bytes) -> None:
    with pytest.raises(BadWorkshopFile), transaction() as session:
        load(session, read(data))

    assert rows() == {}


def test_an_error_half_way_leaves_nothing_behind() -> None:
    # Built by hand without validation: the error occurs after themes and sessions are stored.
    file = demo_workshop()
    file.groups.append(GroupPart(number=99, theme="No theme of this file"))

    with pytest.raises(KeyError), transaction() as session:
        load(session, file)

    assert rows() == {}


def test_issues_are_added_to_a_workshop_that_has_some() -> None:
    with transaction() as session:
        workshop = load(session, read(b"theme,issue\nA,one\nA,two\n"))
        add_themes(session, workshop, read(b"theme,issue\na,Two\na,three\nB,four\n").themes)
        code = workshop.code

    with reading() as session:
        themes = select(Theme).join(Workshop).where(Workshop.code == code)
        assert {
            (theme.position, theme.title): [(i.position, i.headline) for i in theme.issues]
            for theme in session.scalars(themes)
        } == {(1, "A"): [(1, "one"), (2, "two"), (3, "three")], (2, "B"): [(1, "four")]}


def test_each_further_recommendation_takes_one_statement() -> None:
    assert statements_to_load(400) - statements_to_load(40) <= 400 - 40
    assert rows()["recommendation"] == 440


def test_each_further_issue_takes_one_statement() -> None:
    assert statements_to_load(0, issues=40) - statements_to_load(0, issues=2) <= 40 - 2


def test_rows_are_inserted_without_an_object_for_each() -> None:
    made: list[object] = []

    def note(one: object, *_more: object) -> None:
        made.append(one)

    for model in (AgendaSession, IssueRow, Group):
        event.listen(model, "init", note)
    with transaction() as session:
        load(session, demo_workshop())
    for model in (AgendaSession, IssueRow, Group):
        event.remove(model, "init", note)
    assert made == []


def test_added_issues_are_in_their_loaded_themes() -> None:
    with transaction() as session:
        workshop = load(session, read(b"theme,issue\nA,one\n"))
        assert [issue.headline for issue in workshop.themes[0].issues] == ["one"]
        add_themes(session, workshop, read(b"theme,issue\nA,two\n").themes)
        assert [issue.headline for issue in workshop.themes[0].issues] == ["one", "two"]


def statements_to_load(recommendations: int, issues: int = 1) -> int:
    """The number of statements to load a workshop with this many recommendations and issues."""
    file, said = demo_workshop(), list[str]()
    file.themes[1].issues = [Issue(headline=f"Issue {number}") for number in range(issues)]
    issue = file.themes[0].issues[0]
    issue.recommendations = [RecommendationPart(action="act")] * recommendations
    listened_to = db.engine()

    def hear(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        said.append(statement)

    event.listen(listened_to, "before_cursor_execute", hear)
    with transaction() as session:
        load(session, file)
    event.remove(listened_to, "before_cursor_execute", hear)
    return len(said)


@pytest.mark.usefixtures("app")
def test_only_a_file_with_counted_votes_brings_decisions_about_the_print() -> None:
    """They would be printed with the result of the vote that the workshop may still have."""
    edit = {"actors": ["Banks"], "action": "do the opposite", "agreed": True}
    written = {"actors": ["Banks"], "action": "act", "printed": False, "printed_as": edit}
    theme = {"title": "Fish", "issues": [{"headline": "Nets", "recommendations": [written]}]}
    with transaction() as session:
        file = read(json.dumps({"title": "A day", "themes": [theme]}).encode(), "day.json")
        load(session, file)
        made = session.scalars(select(Recommendation)).one()
        assert made.print_override is None
        assert made.print_wording is None


def test_sources_of_issues_are_inserted_without_an_object_for_each() -> None:
    """Objects take ten times as long, in which the database is locked."""
    note, merged = {"headline": "n", "came_with": 1}, {"headline": "m"}
    written = {"text": "A should b", "merged_from": [{"text": "C should d"}] * 2}
    issue = {
        "headline": "i",
        "notes": [note] * 50,
        "merged_from": [{**merged, "came_with": 2}, merged],
        "recommendations": [written] * 50,
    }
    file = WorkshopFile.model_validate(
        {"title": "T", "themes": [{"title": "t", "issues": [issue]}]}
    )
    made: list[object] = []
    with ExitStack() as listening, transaction() as session:
        for model in (MergedIssue, Note, Recommendation):
            args = (model, "init", lambda one, *_given: made.append(one))
            event.listen(*args)
            listening.callback(event.remove, *args)
        load(session, file)
    assert made == []
    assert rows() == {
        "workshop": 1,
        "theme": 1,
        "issue": 1,
        "note": 50,
        "merged_issue": 2,
        "recommendation": 150,
    }
