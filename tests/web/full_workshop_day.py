"""A workshop of any size at each moment of its day, with some of all data that pages show."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from polling.breakouts import queries as breakouts
from polling.breakouts.duplicates import actions as duplicates
from polling.breakouts.duplicates.forms import Proposal
from polling.breakouts.models import Group, Idea, SeatingRule
from polling.contests.kinds import FINAL, FINALISTS, PRACTICE
from polling.contests.models import REVEALED, Contest
from polling.core.clock import now
from polling.core.db import reading, transaction
from polling.facilitation.actions import send_message
from polling.final_vote import actions as final_vote
from polling.final_vote.dissent.models import DissentNote
from polling.notes.models import Note
from polling.people.actions.badges import make_badges
from polling.people.models import Invitation, Participant
from polling.people.queries import token_hash
from polling.presentations import actions as presentations
from polling.presentations.models import Comment
from polling.recommendations.models import AgreementMark, Recommendation
from polling.report.actions import publishing
from polling.report.actions.preparation import prepare
from polling.setup.actions.issue_merging import merge_pair
from polling.survey.actions import answering, editing, showing
from polling.survey.forms import Answers
from polling.workshop import queries
from polling.workshop.models import Workshop
from polling.workshop.timers import start_clock
from polling.workshop_file.schema import WorkshopFile
from tests.final_vote import electorate, raters
from tests.room import Room
from tests.screen.shown_results import show_whole

VOTERS = 6  # enough for a sector to be counted; more people only change the turnout
RANKED = 2
ISSUES = (
    "Permits can be bought at the border",
    "Nobody answers the telephone at night",
    "Lists of members are secret",
    "The list of members is a secret",
)


def planned(size: int) -> WorkshopFile:
    """A workshop with this many themes, and one group, session and actor for each."""
    places = range(1, size + 1)
    return WorkshopFile.model_validate(
        {
            "title": "The whole day",
            "settings": {"cut_places": RANKED, "vote_stages": "one"},
            "sessions": [{"code": f"S{at}", "title": f"Session {at}"} for at in places],
            "actors": [f"Ministry {at}" for at in places],
            "themes": [
                {
                    "title": f"Theme {theme}",
                    "issues": [
                        {"headline": f"{issue}, {theme}", "sources": [f"S{theme}"]}
                        for issue in ISSUES
                    ],
                }
                for theme in places
            ],
            "groups": [{"number": at, "theme": f"Theme {at}"} for at in places],
            "survey": [
                {"key": "learned", "type": "scale", "text": "How much did you learn?"},
                {"key": "best", "type": "multiple", "text": "Best?", "options_from": "sessions"},
                {"key": "improve", "type": "text", "text": "What should be better?"},
            ],
        }
    )


def whole_day(room: Room) -> Iterator[str]:
    """Run the workshop through the day, and yield the name of each moment."""
    _prepare(room)
    yield "setup"
    electorate.gather(room, 2 * _size(room))
    _wish(room)
    yield "lobby"
    room.go("ranking")
    yield "ranking waits"
    _rank(room)
    yield "ranking is open"
    room.close_and_reveal()
    yield "ranking is revealed"
    room.go("breakouts")
    _draft(room)
    yield "breakouts"
    room.go("presentations")
    _present(room)
    yield "presentations"


def vote_in_one_stage(room: Room) -> Iterator[str]:
    """The final vote of that workshop in one stage."""
    room.go("final_vote")
    yield "final vote waits"
    electorate.open_final_vote(room)
    for contest in room.contests(FINAL):
        electorate.approve_by_taste(room, contest, room.participants[:VOTERS])
    yield "final vote is open"
    electorate.close_all(room)
    _do(room, _reveal_all)
    _do(room, _dissent)
    yield "final vote is revealed"


def vote_in_two_stages(room: Room) -> Iterator[str]:
    """The final vote of that workshop in two stages."""
    electorate.set_stages(room, "two")
    room.go("final_vote")
    raters.open_first(room)
    raters.rate_by_taste(room, room.participants[:VOTERS])
    yield "first stage is open"
    raters.close(room)
    yield "finalists are chosen"
    raters.confirm(room)
    electorate.approve_by_taste(room, raters.open_second(room), room.participants[:VOTERS])
    yield "second stage is open"
    raters.close(room, FINALISTS)
    _do(room, final_vote.reveal_overall)
    _do(room, show_whole)
    _do(room, _dissent)
    yield "finalists are revealed"


def conclude(room: Room) -> Iterator[str]:
    """The workshop after its final vote."""
    room.go("results")
    yield "results"
    room.go("survey")
    _answer_survey(room)
    yield "survey is open"
    _show_answers(room)
    yield "survey is closed"
    room.go("closed")
    _publish(room)
    yield "closed"


def invitation(room: Room) -> str:
    """The token of an open invitation."""
    return f"invitation-{room.code}"


def _do(room: Room, action: Callable[..., Any]) -> None:
    with transaction() as session:
        action(session, room.organizer)


def _size(room: Room) -> int:
    with transaction() as session:
        return len(queries.themes(session, room.workshop_id))


def _prepare(room: Room) -> None:
    """Add notes, links of note-takers, merged issues, and badges."""
    link = room.note_link()
    with transaction() as session:
        workshop = queries.by_id(session, room.workshop_id)
        for at, theme in enumerate(queries.themes(session, room.workshop_id)):
            same = {"workshop_id": workshop.id, "link_id": link.id, "theme_id": theme.id}
            sorted_as = theme.issues[0].id
            session.add(Note(**same, key=f"{2 * at:032x}", headline="Heard", issue_id=sorted_as))
            session.add(Note(**same, key=f"{2 * at + 1:032x}", headline="Waits"))
            session.flush()
            *_others, kept, gone = theme.issues
            merge_pair(session, room.organizer, keep=kept.id, gone=gone.id)
        make_badges(session, room.organizer, 2)
        session.add(
            Invitation(
                workshop_id=workshop.id,
                email="invited@test.example",
                token_hash=token_hash(invitation(room)),
                expires_at=now() + timedelta(days=1),
            )
        )
    for at in range(_size(room)):
        room.note_link(label=f"Note-taker {at}")


def _wish(room: Room) -> None:
    """Give everybody wishes, and add a rule that two people must sit together."""
    with transaction() as session:
        themes = [theme.id for theme in queries.themes(session, room.workshop_id)]
        for at, person in enumerate(room.participants):
            session.get_one(Participant, person).preferences = themes[at % len(themes) :][:3]
        for person, other in zip(room.participants[::2], room.participants[1::2], strict=True):
            session.add(
                SeatingRule(
                    workshop_id=room.workshop_id,
                    kind="together",
                    participant_id=person,
                    other_participant_id=other,
                )
            )
        send_message(session, room.organizer, "Lunch is at noon.", None)
    for contest in room.contests(PRACTICE):
        room.cast(room.participants[0], contest.id, {"ranking": contest.options[:1]})


def _rank(room: Room) -> None:
    for contest in room.open_ranking():
        room.cast_all(
            (person, contest.id, {"ranking": electorate.favourites(contest, person, 2)})
            for person in room.participants[:VOTERS]
        )


def _draft(room: Room) -> None:
    """Add two recommendations per group and issue, ideas, marks and calls for help."""
    with transaction() as session:
        for group in breakouts.groups(session, room.workshop_id):
            group.active_at, group.idea_phase = now(), "shown"
            group.help_since = now() if group.number % 2 else None
            start_clock(session, room.workshop_id, f"group:{group.id}", 600)
            for issue in queries.priority_issues(session, group.theme_id):
                _write(session, group, issue.id)
        session.flush()
        _mark(session, room)
    with transaction() as session:
        _ask_to_merge(session, room)


def _write(session: Session, group: Group, issue_id: int) -> None:
    for position, by in enumerate(("by 2027", "by 2028"), start=1):
        session.add(
            Recommendation(
                issue_id=issue_id,
                group_id=group.id,
                position=position,
                actors=[f"Ministry {group.number}"],
                action=f"publish what permits of office {group.number} cost",
                by=by,
            )
        )


def _mark(session: Session, room: Room) -> None:
    """Add members' marks for their group's work."""
    for at, person in enumerate(breakouts_members(session, room)):
        group = session.get_one(Group, person.group_id)
        own = breakouts.written_by(session, group)[0]
        where = {"group_id": group.id, "issue_id": own.issue_id}
        session.add(Idea(**where, participant_id=person.id, text="An idea", shown_position=at + 1))
        session.add(
            AgreementMark(
                recommendation_id=own.id,
                participant_id=person.id,
                group_id=group.id,
                stance="reservations",
                reason="Too late",
                wording_digest="of another wording",
            )
        )
        group.reading_back_id = own.id


def breakouts_members(session: Session, room: Room) -> list[Participant]:
    """All participants, by number."""
    return [session.get_one(Participant, person) for person in room.participants]


def _ask_to_merge(session: Session, room: Room) -> None:
    """Ask each group whether its first two recommendations should be merged."""
    for group in breakouts.groups(session, room.workshop_id):
        first, second = breakouts.written_by(session, group)[:2]
        proposal = Proposal(
            first=first.id, second=second.id, issue=first.issue_id, action="publish all prices"
        )
        duplicates.propose(session, room.organizer, proposal)


def _present(room: Room) -> None:
    with transaction() as session:
        groups = breakouts.groups(session, room.workshop_id)
        for group in groups:
            own = breakouts.written_by(session, group)
            session.add(
                Comment(
                    recommendation_id=own[0].id,
                    participant_id=room.participants[-1],
                    kind="question",
                    text="Who pays?",
                )
            )
        for person in breakouts_members(session, room)[: len(groups)]:
            person.presents = True
        presentations.present(session, room.organizer, groups[0].id)
        presentations.turn(session, room.organizer, 1)


def _reveal_all(session: Session, organizer: Any) -> None:
    query = session.query(Contest).filter_by(workshop_id=organizer.workshop_id, kind=FINAL)
    for contest in query.order_by(Contest.position):
        final_vote.reveal(session, organizer, contest)
        show_whole(session, organizer)
    final_vote.reveal_overall(session, organizer)
    show_whole(session, organizer)


def _dissent(session: Session, organizer: Any) -> None:
    """Add notes on each theme's result and on one recommendation; half are not moderated."""
    contests = session.query(Contest).filter_by(workshop_id=organizer.workshop_id, state=REVEALED)
    for at, contest in enumerate(one for one in contests if one.theme_id and one.kind != "ranking"):
        for about in (None, contest.options[0]):
            session.add(
                DissentNote(
                    contest_id=contest.id,
                    key=f"{at}-{about}",
                    theme_id=contest.theme_id,
                    recommendation_id=about,
                    revision=1,
                    text="We disagree.",
                    approved=True if about else None,
                )
            )


def _answer_survey(room: Room) -> None:
    with reading() as session:
        best = str(queries.by_id(session, room.workshop_id).sessions[0].id)
    for person in room.participants[:VOTERS]:
        answers = {"learned": "4", "best": [best], "improve": f"Less talk, {person}"}
        given = Answers(receipt=f"{person:032x}", revision=1, answers=answers)
        with transaction() as session:
            answering.answer(session, room.app.config["SECRET_KEY"], room.actor(person), given)


def _show_answers(room: Room) -> None:
    with transaction() as session:
        editing.set_open(session, room.organizer, is_open=False)
        showing.show(session, room.organizer, "learned")


def _publish(room: Room) -> None:
    """Publish two versions of the report, the newer one for everybody."""
    for title in ("The whole day", "The whole long day"):
        with transaction() as session:
            session.get_one(Workshop, room.workshop_id).title = title
            publishing.freeze(session, room.organizer, prepare(session, room.organizer))
    with transaction() as session:
        publishing.publish(session, room.organizer)
        publishing.open_to_public(session, room.organizer)
