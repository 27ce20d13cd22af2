"""Export, import, export: the same bytes at every stage of the workshop."""

from collections.abc import Callable
from typing import Any

import pytest
from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from polling.contests.kinds import FINAL, PRACTICE, RANKING
from polling.contests.models import CLOSED, COUNTED, OPEN, REVEALED, Contest
from polling.core.access import Actor, Role
from polling.core.clock import now
from polling.core.db import reading, transaction
from polling.demo.content import demo_workshop, recommendation_bank
from polling.models import (
    Badge,
    Group,
    Issue,
    Note,
    Participant,
    Recommendation,
    SurveyResponse,
    Workshop,
)
from polling.recommendations.sentence import sentence
from polling.setup.actions import issue_merging, note_triage
from polling.stages import KEYS
from polling.workshop_file.dump import dump
from polling.workshop_file.load import load
from polling.workshop_file.read import read
from polling.workshop_file.schema import Results, WorkshopFile
from polling.workshop_file.write import write

pytestmark = pytest.mark.usefixtures("tables")


def exported(workshop_id: int) -> bytes:
    with reading() as session:
        return write(dump(session, session.get_one(Workshop, workshop_id)))


def imported(data: bytes) -> int:
    with transaction() as session:
        return load(session, read(data, "workshop.json")).id


def prepared(*changes: Callable[[Session, Workshop], None]) -> int:
    """A workshop made from the demo with some changes; returns its id."""
    with transaction() as session:
        workshop = load(session, demo_workshop())
        for change in changes:
            change(session, workshop)
            session.flush()
        return workshop.id


def people_join(session: Session, workshop: Workshop) -> None:
    sectors = ["Government"] * 9 + ["NGO"] * 7 + ["Media"] * 2
    session.add_all(
        Participant(workshop_id=workshop.id, number=number, attributes={"sector": sector})
        for number, sector in enumerate(sectors, start=1)
    )
    session.add(Badge(workshop_id=workshop.id, number=1))


def themes_are_ranked(session: Session, workshop: Workshop) -> None:
    for theme in workshop.themes:
        options = [issue.id for issue in theme.issues]
        session.add(contest(workshop, RANKING, options, theme_id=theme.id, state=REVEALED))
        for rank, issue in enumerate(theme.issues[1:4], start=1):
            issue.priority = rank


def groups_draft(session: Session, workshop: Workshop) -> None:
    bank = recommendation_bank()
    groups = {group.theme_id: group for group in session.scalars(select(Group))}
    for theme in workshop.themes:
        for issue in theme.issues[1:4]:
            for position, one in enumerate(bank[theme.title][issue.headline]):
                session.add(
                    Recommendation(
                        issue_id=issue.id,
                        group_id=groups[theme.id].id,
                        position=position,
                        **one.model_dump(exclude={"agreement", "group", "printed", "printed_as"}),
                    )
                )


def drafts_are_half_done(session: Session, workshop: Workshop) -> None:
    issue = workshop.themes[0].issues[1]
    drafts: list[dict[str, Any]] = [
        {},
        {"actors": [" "], "action": "  typing \n"},
        {"actors": ["Banks"]},
        {"action": "gone", "deleted_at": now()},
        {"action": "act", "actors": ["banks"], "original": "banks should act"},
    ]
    session.add_all(
        Recommendation(issue_id=issue.id, position=90 + n, **draft)
        for n, draft in enumerate(drafts)
    )


def two_become_one_and_one_becomes_two(session: Session, workshop: Workshop) -> None:
    issue = workshop.themes[-1].issues[1]
    first, second, third, *_rest = session.scalars(
        select(Recommendation).where(
            Recommendation.issue_id == issue.id, Recommendation.action != ""
        )
    )
    text = {"actors": ["Everybody"], "action": "do both"}
    merged = Recommendation(issue_id=issue.id, position=first.position, **text)
    for one in (first, second):
        one.deleted_at = now()
    merged.merged_from = [first, second]
    session.add(merged)
    third.split_from = "Everybody should do this and that."


def issues_come_from_notes_and_from_each_other(session: Session, workshop: Workshop) -> None:
    first, second = workshop.themes[:2]
    kept, outer, inner = first.issues[0], *second.issues[:2]
    actor = Actor(Role.ORGANIZER, workshop.id, label="organizer")
    notes = [
        Note(workshop_id=workshop.id, key=f"{n}" * 32, headline=f"Note {n}", source="Z9")
        for n in range(5)
    ]
    notes[0].theme_id, notes[1].detail = first.id, "Said twice."
    notes[4].dismissed, notes[4].reason = True, "of no theme"
    session.add_all(notes)
    session.flush()
    note_triage.add_to(session, actor, notes[1].id, kept.id)
    note_triage.add_to(session, actor, notes[2].id, inner.id)
    issue_merging.merge_pair(session, actor, keep=outer.id, gone=inner.id)
    note_triage.add_to(session, actor, notes[3].id, outer.id)
    issue_merging.merge_pair(session, actor, keep=kept.id, gone=outer.id)


def final_vote_is_counted(session: Session, workshop: Workshop) -> None:
    ids = list(session.scalars(select(Recommendation.id).order_by(Recommendation.id)))
    session.add(contest(workshop, FINAL, ids[:20], state=REVEALED))
    session.add(contest(workshop, FINAL, ids, state=OPEN, result={}))
    session.add(contest(workshop, FINAL, ids, state=CLOSED, result={}))
    session.add(contest(workshop, FINAL, ids, state=COUNTED))
    session.add(contest(workshop, PRACTICE, ids, state=REVEALED))


def survey_is_answered(session: Session, workshop: Workshop) -> None:
    a1, c2 = (
        str(agenda_session.id)
        for agenda_session in workshop.sessions
        if agenda_session.code in ("A1", "C2")
    )
    answers: list[dict[str, Any]] = [
        {
            "learned": "5",
            "recommend": "yes",
            "best_sessions": [a1, c2],
            "improve": "More\ncoffee",
        },
        {"learned": "4", "recommend": "yes", "best_sessions": [a1], "improve": "Less"},
        {"learned": "5", "recommend": "no"},
        {"learned": "5", "recommend": "yes"},
        {"learned": "2", "recommend": "yes"},
    ]
    session.add_all(
        SurveyResponse(workshop_id=workshop.id, key=f"{number:064x}", answers=one, shown=one)
        for number, one in enumerate(answers * 3)
    )


def contest(workshop: Workshop, kind: str, options: list[int], **more: Any) -> Contest:
    result = {
        "present": 18,
        "voted": 1,
        "abstained": 0,
        "outcome": {"winners": options[:3], "ties": []},
        "ballots": [{"hash": "ab" * 32, "choices": {"ranking": options[:3]}}],
        "ballots_hash": "cd" * 32,
    }
    rule = {"rule": "top-three", "places": 3}
    given = {"workshop_id": workshop.id, "kind": kind, "options": options, "rule": rule}
    return Contest(**{**given, "result": result, **more})


DAY: list[Callable[[Session, Workshop], None]] = [
    issues_come_from_notes_and_from_each_other,
    people_join,
    themes_are_ranked,
    groups_draft,
    drafts_are_half_done,
    two_become_one_and_one_becomes_two,
    final_vote_is_counted,
    survey_is_answered,
]


@pytest.mark.parametrize(
    "changes",
    [DAY[:length] for length in range(len(DAY) + 1)],
    ids=lambda done: f"{len(done)} steps",
)
def test_export_import_export_gives_the_same_bytes(
    changes: list[Callable[[Session, Workshop], None]],
) -> None:
    first = exported(prepared(*changes))
    # Another workshop in between, so that the copy gets other ids than the original.
    imported(b'{"title": "another", "themes": [{"title": "A", "issues": [{"headline": "h"}]}]}')

    assert exported(imported(first)) == first


@pytest.mark.parametrize("stage", KEYS)
def test_a_workshop_can_be_exported_in_every_stage(stage: str) -> None:
    def move(_session: Session, workshop: Workshop) -> None:
        workshop.stage = stage

    assert exported(prepared(move)) == write(demo_workshop())


def file_after(*changes: Callable[[Session, Workshop], None]) -> WorkshopFile:
    return read(exported(prepared(*changes)))


def test_a_contest_is_exported_with_what_its_ids_stand_for() -> None:
    file = file_after(*DAY)

    ranking = next(one for one in file.results.contests if one.theme == "Corruption")
    assert [option.name for option in ranking.options] == [
        issue.headline for issue in file.themes[4].issues
    ]
    [final] = [one for one in file.results.contests if one.kind == "final"]
    everything = {
        sentence(one)
        for theme in file.themes
        for issue in theme.issues
        for one in issue.recommendations
    }
    assert len(final.options) == 20
    assert {option.name for option in final.options} <= everything
    assert (final.present, final.voted, len(final.ballots)) == (18, 1, 1)
    assert sorted(final.result) == ["abstained", "ballots_hash", "outcome"]


def test_sources_of_issues_are_exported_and_can_be_undone_after_an_import() -> None:
    first = exported(prepared(issues_come_from_notes_and_from_each_other))
    file = read(first)
    kept = file.themes[0].issues[0]
    assert [(note.headline, note.came_with) for note in kept.notes] == [
        ("Note 1", None),
        ("Note 2", 1),
        ("Note 3", 2),
    ]
    assert [(part.theme, part.came_with) for part in kept.merged_from] == [
        (file.themes[1].title, 2),
        (file.themes[1].title, None),
    ]
    assert [(note.theme, note.aside, note.reason) for note in file.notes] == [
        (file.themes[0].title, False, ""),
        (None, True, "of no theme"),
    ]
    copy = imported(first)
    with transaction() as session:
        issue = session.get_one(Workshop, copy).themes[0].issues[0]
        issue_merging.undo(
            session, Actor(Role.ORGANIZER, copy, label="organizer"), issue.merged[1].id
        )
    after = read(exported(copy))
    assert [note.headline for note in after.themes[0].issues[0].notes] == ["Note 1"]
    back = after.themes[1].issues[-1]
    assert [(note.headline, note.came_with) for note in back.notes] == [
        ("Note 2", 1),
        ("Note 3", None),
    ]
    assert [part.headline for part in back.merged_from] == [kept.merged_from[0].headline]


def test_only_revealed_votes_are_exported_and_no_practice_vote() -> None:
    kinds = [contest.kind for contest in file_after(*DAY).results.contests]

    assert kinds == ["ranking"] * 6 + ["final"]


def test_survey_answers_are_counted_and_texts_are_in_no_order_of_arrival() -> None:
    learned, recommend, sessions, improve = file_after(
        people_join, survey_is_answered
    ).results.survey

    assert (learned.answered, learned.counts) == (15, {"5": 9, "2": 3, "4": 3})
    assert recommend.counts == {"yes": 12, "no": 3}
    assert (sessions.answered, sessions.counts) == (6, {"A1": 6, "C2": 3})
    assert (improve.answered, improve.texts) == (6, ["Less"] * 3 + ["More\ncoffee"] * 3)


def test_a_question_that_few_have_answered_is_not_exported() -> None:
    def raise_the_limit(_session: Session, workshop: Workshop) -> None:
        workshop.settings = workshop.settings | {"smallest_cell": 7}

    file = file_after(people_join, survey_is_answered, raise_the_limit)

    assert [one.key for one in file.results.survey] == ["learned", "recommend"]


def test_answers_of_few_people_are_not_exported() -> None:
    participation = file_after(people_join).results.participation

    assert participation.present == 18
    # The two others would follow from the room minus the sectors, so the NGOs join them.
    assert participation.attributes["sector"] == {"Government": 9}


def test_deleted_and_empty_drafts_are_not_exported() -> None:
    issue = file_after(drafts_are_half_done).themes[0].issues[1]

    assert [(one.actors, one.action, one.original) for one in issue.recommendations] == [
        ([], "typing", ""),
        (["Banks"], "", ""),
        (["banks"], "act", "banks should act"),
    ]


def test_votes_from_a_file_give_way_to_votes_that_opened_here() -> None:
    """Not to people alone, who may have joined by mistake, and not again after they are removed."""
    first = read(exported(prepared(people_join, themes_are_ranked)))
    copy = imported(write(first))
    with transaction() as session:
        people_join(session, session.get_one(Workshop, copy))
    assert read(exported(copy)).results == first.results

    with transaction() as session:
        themes_are_ranked(session, session.get_one(Workshop, copy))
    assert len(read(exported(copy)).results.contests) == len(first.results.contests)
    assert read(exported(copy)).results.contests != first.results.contests


def test_nothing_of_a_workshop_without_results_is_called_a_result() -> None:
    assert file_after().results == Results()


def test_what_no_file_may_have_is_not_exported() -> None:
    def write_too_much(_session: Session, workshop: Workshop) -> None:
        workshop.themes[1].issues[0].headline = "x" * 301

    with pytest.raises(ValidationError, match=r"themes\.1\.issues\.0\.headline"):
        exported(prepared(write_too_much))


def test_priorities_are_kept() -> None:
    copy = imported(exported(prepared(themes_are_ranked)))

    with reading() as session:
        theme_ids = [theme.id for theme in session.get_one(Workshop, copy).themes]
        query = (
            select(Issue.priority).where(Issue.theme_id == theme_ids[0]).order_by(Issue.position)
        )
        assert list(session.scalars(query)) == [None, 1, 2, 3, None, None]


def test_a_theme_s_own_rules_are_restored() -> None:
    def change(session: Session, workshop: Workshop) -> None:
        theme = workshop.themes[0]
        theme.rule, theme.rank_places, theme.tie_policy, theme.quorum = "schulze", 4, "lot", 0

    first = exported(prepared(change))
    again = imported(first)
    assert exported(again) == first
    with reading() as session:
        theme, other = session.get_one(Workshop, again).themes[:2]
    assert (theme.rule, theme.rank_places, theme.tie_policy, theme.quorum) == (
        "schulze",
        4,
        "lot",
        0,
    )
    assert (other.rule, other.rank_places, other.tie_policy, other.quorum) == (
        None,
        None,
        None,
        None,
    )
