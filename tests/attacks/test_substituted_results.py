"""Nobody can publish results from a file as those of the people who voted here.

Organizers can prepare a file with any results, import it, and remove and let in people.
"""

import json
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from polling.breakouts.read_back.queries import agreements
from polling.core.db import reading, transaction
from polling.core.errors import Conflict
from polling.demo.content import demo_workshop
from polling.people.actions import participants
from polling.people.models import Participant
from polling.ranking import actions as ranking
from polling.recommendations.agreement import Agreement
from polling.recommendations.models import AgreementMark, Recommendation
from polling.recommendations.sentence import sentence_digest
from polling.report.actions import publishing
from polling.report.actions.preparation import prepare
from polling.report.actions.writer_erasure import forget_writers
from polling.report.document import DOCUMENTS, publication
from polling.report.formats.html import html
from polling.report.queries import report
from polling.report.versions.queries import newest
from polling.survey.actions import editing
from polling.workshop.models import Workshop
from polling.workshop_file.dump import dump
from polling.workshop_file.read import read
from polling.workshop_file.schema import WorkshopFile
from polling.workshop_file.write import write
from tests.databases import on_both
from tests.prepared_rooms import Prepared
from tests.room import Room

ORIGIN = "The results were imported from a file."
CLOSED = "imported from a file, so it stays closed"


def held(app: Flask, file: WorkshopFile | None = None) -> Room:
    """A workshop whose people have ranked the issues."""
    room = Room.of(app, file)
    if stage_of(room) == "setup":
        room.go("lobby")
    room.join(6)
    room.go("ranking")
    room.rank_everything()
    return room


def stage_of(room: Room) -> str:
    with reading() as session:
        return session.get_one(Workshop, room.workshop_id).stage


def file_of(room: Room) -> WorkshopFile:
    with room.app.test_request_context(), reading() as session:
        return dump(session, session.get_one(Workshop, room.workshop_id))


def archive_of(room: Room) -> Room:
    """The workshop's file, imported."""
    return Room.of(room.app, file_of(room), "other@test.example")


@pytest.fixture
def voted(app: Flask, prepared: Prepared) -> Room:
    return prepared.get(held, app)


@pytest.fixture
def archive(voted: Room, prepared: Prepared) -> Room:
    """Its file, imported."""
    return prepared.get(archive_of, voted)


def removed(room: Room, *, let_in: bool = False) -> None:
    """Remove everybody, or let everybody in again."""
    act = participants.let_in_again if let_in else participants.remove
    with transaction() as session:
        for one in room.participants:
            act(session, room.organizer, session.get_one(Participant, one))


def set_stage(room: Room, stage: str) -> None:
    """As an earlier version let organizers do."""
    with transaction() as session:
        session.get_one(Workshop, room.workshop_id).stage = stage


def ids(file: WorkshopFile) -> list[str]:
    return [one.id for one in file.results.contests]


def own(room: Room) -> list[str]:
    return [one.id for one in room.contests()]


@on_both
def test_removing_everybody_hides_no_results(voted: Room) -> None:
    before = file_of(voted).results.contests
    removed(voted)
    assert file_of(voted).results.contests == before
    removed(voted, let_in=True)
    assert file_of(voted).results.contests == before


@on_both
def test_a_workshop_with_imported_votes_stays_closed(archive: Room) -> None:
    for stage in ("setup", "lobby", "ranking", "survey"):
        with pytest.raises(Conflict, match=CLOSED):
            archive.go(stage)
    with pytest.raises(Conflict, match=CLOSED), transaction() as session:
        editing.set_open(session, archive.organizer, is_open=True)
    with transaction() as session:
        ranking.prepare(session, session.get_one(Workshop, archive.workshop_id))
    with pytest.raises(Conflict, match=CLOSED):
        archive.open_ranking()
    assert stage_of(archive) == "closed"


def test_the_console_says_so_and_offers_nothing_to_open(archive: Room) -> None:
    console = archive.organizer_visitor()
    for stage in ("setup", "ranking", "final_vote", "survey", "closed"):
        page = console.get(f"/console/{archive.code}/{stage}").text
        assert CLOSED in page
        assert f"/console/{archive.code}/stage" not in page
        assert f"/console/{archive.code}/survey/open" not in page
        assert f"/console/{archive.code}/{stage}/open" not in page
    assert f"/console/{archive.code}/report/publish" in page


def test_the_console_leads_from_the_stages_of_imported_results_to_the_report(archive: Room) -> None:
    for stage in ("lobby", "ranking", "breakouts", "final_vote", "survey"):
        page = archive.organizer_visitor().get(f"/console/{archive.code}/{stage}").text
        assert f'href="/console/{archive.code}/report">Read the report</a>' in page
        assert "0 people" not in page


def test_a_copy_of_an_archive_can_be_used_again(archive: Room) -> None:
    again = Room.of(archive.app, file_of(archive).without_results(), "third@test.example")
    again.go("lobby")
    assert stage_of(again) == "lobby"


def test_reports_say_that_results_were_imported(voted: Room, archive: Room) -> None:
    with voted.app.test_request_context(), reading() as session:
        for held_here, said in ((voted, False), (archive, True)):
            made = report(session, session.get_one(Workshop, held_here.workshop_id))
            for document in DOCUMENTS.values():
                assert (ORIGIN in html(document(made))) is said


def test_a_version_from_a_file_says_so_too(voted: Room) -> None:
    with voted.app.test_request_context(), transaction() as session:
        publishing.freeze(session, voted.organizer, prepare(session, voted.organizer))
    archive = archive_of(voted)
    for one, said in ((voted, False), (archive, True)):
        page = one.organizer_visitor().get(f"/console/{one.code}/report/versions/1").text
        assert (ORIGIN in page) is said


def test_a_database_in_which_an_archive_was_moved_shows_its_own_votes(archive: Room) -> None:
    set_stage(archive, "lobby")  # by an earlier version
    assert ids(file_of(archive)) == ids(file_of(Room(archive.app, archive.workshop_id)))
    held_again(archive)
    for_real = own(archive)
    assert ids(file_of(archive)) == for_real
    removed(archive)
    assert ids(file_of(archive)) == for_real
    with archive.app.test_request_context(), reading() as session:
        made = report(session, session.get_one(Workshop, archive.workshop_id))
        assert [one.id for one in made.votes] == for_real
        assert ORIGIN not in html(publication(made))
    archive.go("closed", "survey")  # it is not closed for good


def held_again(room: Room) -> None:
    room.join(6)
    room.go("ranking")
    room.rank_everything()


def test_imported_figures_without_votes_are_gone_once_somebody_has_joined(app: Flask) -> None:
    tree = {"title": "Dialogue", "results": {"participation": {"present": 99}}}
    room = Room.of(app, read(json.dumps(demo_tree() | tree).encode()))
    assert file_of(room).results.participation.present == 99
    room.go("lobby")
    room.join(3)
    removed(room)
    assert file_of(room).results.participation.present == 0


def demo_tree() -> dict[str, Any]:
    return dict(json.loads(write(demo_workshop())))


def test_a_version_from_a_file_is_not_published_once_people_have_voted(voted: Room) -> None:
    app = voted.app
    with app.test_request_context(), transaction() as session:
        publishing.freeze(session, voted.organizer, prepare(session, voted.organizer))
    forged = demo_workshop().model_copy(update={"versions": file_of(voted).versions})
    room = held(app, forged)
    with app.test_request_context(), transaction() as session:
        assert newest(session, room.workshop_id) is None
        assert (
            publishing.freeze(session, room.organizer, prepare(session, room.organizer)).number == 2
        )
    with app.test_request_context(), reading() as session:
        found = newest(session, room.workshop_id)
        assert found is not None
        assert (found.number, found.imported) == (2, False)


def marked_room(app: Flask) -> tuple[Room, int]:
    """A workshop with an agreement from its file, which its group has marked differently."""
    tree = demo_tree()
    tree["themes"][0]["issues"][0]["recommendations"] = [
        {
            "text": "Banks should act.",
            "group": tree["groups"][0]["number"],
            "agreement": {"members": 40, "agree": 40},
        }
    ]
    room = Room.of(app, read(json.dumps(tree).encode()))
    room.go("lobby")
    room.join(2)
    with transaction() as session:
        one = session.scalars(select(Recommendation)).one()
        for person in room.participants:
            session.get_one(Participant, person).group_id = one.group_id
            session.add(
                AgreementMark(
                    recommendation_id=one.id,
                    participant_id=person,
                    group_id=one.group_id,
                    stance="cannot",
                    wording_digest=sentence_digest(one),
                )
            )
        return room, one.id


@pytest.mark.parametrize("erased", [False, True])
def test_an_imported_agreement_does_not_come_back(app: Flask, *, erased: bool) -> None:
    room, marked = marked_room(app)
    removed(room)
    with transaction() as session:
        if erased:
            forget_writers(session, session.get_one(Workshop, room.workshop_id))
    with reading() as session:
        assert agreements(session, room.workshop_id)[marked] == Agreement(members=2, cannot=2)
