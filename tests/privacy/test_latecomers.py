"""Figures that differ by one person disclose nothing about this person."""

import pytest

from polling.contests import actions as contests
from polling.contests.models import Contest
from polling.core.db import reading, transaction
from polling.people.actions.participants import join, let_in_again
from polling.people.actions.participants import remove as leave
from polling.people.models import Participant
from polling.ranking import actions as ranking
from polling.report.actions import publishing
from polling.report.actions.preparation import prepare
from polling.report.data.report_data import Report
from polling.report.document import publication
from polling.report.formats.markdown import markdown
from polling.report.options import ReportProse
from polling.report.published_results.queries import own_results
from polling.report.published_results.schema import Repeated
from polling.report.queries import report_for_readers
from polling.report.versions import queries as versions
from polling.report.versions import serialization
from polling.workshop.models import Workshop
from tests.room import Room
from tests.screen.shown_results import show_whole

SECTORS = {"Government": 12, "NGO": 9, "Academia": 6, "Media": 4}


def enter(room: Room, sector: str, presence: str = "In the room", gender: str = "Woman") -> int:
    """Let a person join."""
    said = {"sector": sector, "presence": presence, "country": "Laos", "gender": gender}
    with transaction() as session:
        person = join(session, session.get_one(Workshop, room.workshop_id), said).id
    room.participants.append(person)
    return person


@pytest.fixture
def ranked(room: Room) -> Room:
    """A room with a hidden sector: Media has four people, who are counted with Academia."""
    room.go("lobby")
    for sector, people in SECTORS.items():
        for at in range(people):
            presence = "Virtual" if at == 0 else "In the room"
            enter(room, sector, presence, "Man" if at % 2 else "Woman")
    room.go("ranking")
    return room


def vote(room: Room, number: int) -> dict[str, dict[str, int]]:
    """Let everybody rank a theme's issues, and return the turnout by sector and presence."""
    contest = room.contests()[number]
    with transaction() as session:
        ranking.open_theme(session, room.organizer, session.get_one(Contest, contest.id))
    options = room.contests()[number].options
    room.cast_all(
        (person, contest.id, {"ranking": [options[person % 3]]}) for person in room.participants
    )
    with transaction() as session:
        voted = session.get_one(Contest, contest.id)
        contests.close_contest(session, room.organizer, voted)
        ranking.reveal(session, room.organizer, voted)
        show_whole(session, room.organizer)
    with reading() as session:
        found = own_results(session, session.get_one(Workshop, room.workshop_id))
    (result,) = (one["result"] for one in found["contests"] if one["id"] == contest.id)
    return {
        table: {row["sector"]: row["present"] for row in result[table]}
        for table in ("sectors", "presence")
    }


def test_one_more_person_makes_no_sector_visible(ranked: Room) -> None:
    first = vote(ranked, 0)
    assert first == {"sectors": {"Government": 12, "Other": 10, "NGO": 9}, "presence": {}}
    enter(ranked, "Media", "Virtual")
    assert vote(ranked, 1)["sectors"] == {"Government": 12, "Other": 11, "NGO": 9}


def test_one_more_person_online_makes_the_people_online_no_more_visible(ranked: Room) -> None:
    vote(ranked, 0)
    enter(ranked, "Media", "Virtual")
    assert vote(ranked, 1)["presence"] == {}


def test_several_more_people_make_a_sector_visible(ranked: Room) -> None:
    vote(ranked, 0)
    for sector in ("Media", "Media", "NGO", "NGO", "Government"):
        enter(ranked, sector)
    seen = {"Government": 13, "NGO": 11, "Academia": 6, "Media": 6}
    assert vote(ranked, 1)["sectors"] == seen


def test_people_without_a_sector_make_no_sector_visible(ranked: Room) -> None:
    first = vote(ranked, 0)["sectors"]
    enter(ranked, "Media")
    for _ in range(4):
        enter(ranked, "")
    assert vote(ranked, 1)["sectors"] == first | {"Government": 16, "Other": 11}


def test_people_who_join_one_by_one_are_counted_together(ranked: Room) -> None:
    first = vote(ranked, 0)["sectors"]
    for number in (1, 2):
        enter(ranked, "Media")
        enter(ranked, "Media")
        assert vote(ranked, number)["sectors"] == first | {"Other": 10 + 2 * number}


def freeze(room: Room) -> int:
    with transaction() as session:
        return publishing.freeze(session, room.organizer, prepare(session, room.organizer)).number


def participation(room: Room, number: int) -> Report:
    """Return a frozen report."""
    with reading() as session:
        version = versions.numbered(session, room.workshop_id, number)
        return serialization.load(serialization.Frozen.of(version))


def write(room: Room, summary: str) -> None:
    """Change the report, so that it can be frozen again."""
    with transaction() as session:
        workshop = session.get_one(Workshop, room.workshop_id)
        workshop.prose = ReportProse(summary=summary).model_dump()


def remove(room: Room, person: int, *, back: bool = False) -> None:
    change = let_in_again if back else leave
    with transaction() as session:
        change(session, room.organizer, session.get_one(Participant, person))


def test_tables_of_answers_are_repeated_until_several_more_have_answered(ranked: Room) -> None:
    first = participation(ranked, freeze(ranked))
    late = [enter(ranked, "Media") for _ in range(4)]
    second = participation(ranked, freeze(ranked))
    assert (second.present, second.repeated) == (35, Repeated(version=1, people=31))
    assert (second.breakdowns, second.crossings) == (first.breakdowns, first.crossings)
    assert "the numbers stay as in version 1 of this report" in markdown(publication(second))
    remove(ranked, late[0])
    remove(ranked, late[0], back=True)
    enter(ranked, "Media")
    third = participation(ranked, freeze(ranked))
    assert (third.present, third.repeated) == (36, None)
    sectors = {cell.words: cell.count for cell in third.breakdowns[0].cells}
    assert sectors == {"Government": 12, "Media": 9, "NGO": 9, "Academia": 6}
    assert first.crossings
    assert not third.crossings


def test_a_removed_person_who_comes_back_changes_no_table(ranked: Room) -> None:
    first = participation(ranked, freeze(ranked))
    for number, back in enumerate((False, True), start=2):
        remove(ranked, ranked.participants[0], back=back)
        write(ranked, f"Edited {number} times.")
        assert participation(ranked, freeze(ranked)).breakdowns == first.breakdowns
    with reading() as session:
        workshop = session.get_one(Workshop, ranked.workshop_id)
        assert own_results(session, workshop)["participation"]["repeated"] is None


def test_tables_stay_the_same_while_a_report_without_versions_is_published(ranked: Room) -> None:
    with transaction() as session:
        publishing.publish(session, ranked.organizer, prepare(session, ranked.organizer))
    for _ in range(6):
        enter(ranked, "Media")
    with ranked.app.test_request_context(), reading() as session:
        read = report_for_readers(session, session.get_one(Workshop, ranked.workshop_id))
    assert (read.present, read.counted) == (37, 31)
    assert "the numbers stay as they were when the report was published." in markdown(
        publication(read)
    )
    assert participation(ranked, freeze(ranked)).repeated is None


def test_people_who_give_no_answers_hide_nobody(ranked: Room) -> None:
    """One of five newcomers answers, so new tables would disclose this answer."""
    first = participation(ranked, freeze(ranked))
    enter(ranked, "Government")
    for _ in range(4):
        with transaction() as session:
            join(session, session.get_one(Workshop, ranked.workshop_id), {})
    second = participation(ranked, freeze(ranked))
    assert (second.present, second.repeated) == (36, Repeated(version=1, people=31))
    assert (second.breakdowns, second.crossings) == (first.breakdowns, first.crossings)
