"""The default questions give all figures of a published report of such a dialogue.

A third of the room answers, as at the event the questions were made for. The figures are how many
of thirty learned a lot, will use it, recommend it, …; which sessions they liked; and the subjects
of free-text answers, with counts.
"""

from collections.abc import Iterable
from itertools import chain, repeat
from typing import Any

import pytest
from flask import Flask

from polling.core.db import reading, transaction
from polling.demo.content import demo_workshop
from polling.report.document import publication as document
from polling.report.formats.markdown import markdown
from polling.report.queries import report
from polling.survey.actions import answering as survey
from polling.survey.actions import showing, tagging
from polling.survey.actions.editing import set_open
from polling.survey.actions.showing import release
from polling.survey.forms import Answers, NewTag
from polling.survey.queries import digest
from polling.survey.questionnaire import asked, minutes
from polling.workshop.queries import by_id
from tests.room import Room

PEOPLE, ANSWERED = 78, 30
# How many people gave which mark.
LEARNED = {"5": 8, "4": 12, "3": 7, "2": 3}
USE = {"5": 16, "4": 10, "3": 4}
RIGHT_PEOPLE = {"5": 9, "4": 12, "3": 6, "2": 3}
YES = {"recommend": 29, "insight": 27, "met_local": 30, "met_partners": 27}
LIKED = {"A2": 17, "D2": 12, "B2": 9}
VALUABLE = {"People from other sectors.": 9, "Meeting those who decide.": 4, "The survivors.": 5}
TAGS = {"the mix of people": ["People from other sectors.", "Meeting those who decide."]}


def spread(counts: dict[str, int], rest: Any = None) -> Iterable[Any]:
    """Return an answer for each person; those not listed give `rest`."""
    given = chain(*(repeat(answer, count) for answer, count in counts.items()))
    return chain(given, repeat(rest, ANSWERED - sum(counts.values())))


def all_answers(sessions: dict[str, str]) -> Iterable[dict[str, Any]]:
    """All answers of each person. `sessions` are ids by code."""
    columns = {
        "learned": spread(LEARNED),
        "use": spread(USE),
        "right_people": spread(RIGHT_PEOPLE),
        "valuable": spread(VALUABLE),
        **{key: spread({"yes": count}, "no") for key, count in YES.items()},
    }
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=False)]
    for number, row in enumerate(rows):
        row["best_sessions"] = [sessions[code] for code, many in LIKED.items() if number < many]
        yield {key: given for key, given in row.items() if given}


@pytest.fixture
def answered(app: Flask) -> Room:
    room = Room.of(app, demo_workshop())
    room.go("lobby")
    room.join(PEOPLE)
    with transaction() as session:
        set_open(session, room.organizer, is_open=True)
        agenda_sessions = by_id(session, room.workshop_id).sessions
        sessions = {
            agenda_session.code: str(agenda_session.id) for agenda_session in agenda_sessions
        }
    with transaction() as session:
        for person, answers in zip(room.participants, all_answers(sessions), strict=False):
            given = Answers(receipt=f"{person:032x}", answers=answers)
            survey.answer(session, "a secret", room.actor(person), given)
    with transaction() as session:
        release(session, by_id(session, room.workshop_id))
        for tag, texts in TAGS.items():
            new = NewTag(tag=tag, answers=[digest(text) for text in texts])
            tagging.tag(session, room.organizer, "valuable", new)
    return room


def test_every_published_figure_is_in_the_report(answered: Room) -> None:
    with reading() as session:
        text = markdown(document(report(session, by_id(session, answered.workshop_id))))
    feedback = text.split("## Feedback")[1].split("\n## ")[0]
    said = [
        "30 of 78 (38%) answered the survey.",
        "How much did you learn?**",
        "20 of 30 (67%) chose 4 or 5.",
        "How likely are you to use what you learned in your work?**",
        "26 of 30 (87%) chose 4 or 5.",
        "| Would you recommend this event to others? | 29 | 1 | 97% |",
        "| Did you gain new insight into the themes? | 27 | 3 | 90% |",
        "| Did you meet relevant local stakeholders? | 30 | 0 | 100% |",
        "| Did you meet people you could work with? | 27 | 3 | 90% |",
        "Which sessions were the best for you?**",
        "| A2 – Inside the scam economy | 17 | 100% |",
        "| D2 – Promises, data and courts: how to know what works | 12 | 71% |",
        "Were the right people in the room?**",
        "21 of 30 (70%) chose 4 or 5.",
        "### What was most valuable to you?",
        "| the mix of people | 13 | 72% |",
        "- People from other sectors (9 people)",
    ]
    places = [feedback.find(sentence) for sentence in said]
    assert [one for one, place in zip(said, places, strict=True) if place < 0] == []
    assert places == sorted(places)


def test_without_an_agenda_nothing_is_asked_about_sessions(app: Flask) -> None:
    room = Room.of(app, demo_workshop().model_copy(update={"sessions": []}))
    room.go("lobby")
    with transaction() as session:
        set_open(session, room.organizer, is_open=True)
    page = room.participant_visitor().get(f"/w/{room.code}/survey").text
    assert "How much did you learn?" in page
    assert "Which sessions" not in page


def test_its_length_is_shown_wherever_people_are_asked_to_answer(answered: Room) -> None:
    told = "11 questions, about 4 minutes"
    with transaction() as session:
        workshop = by_id(session, answered.workshop_id)
        workshop.stage = "survey"
    screen = answered.screen_visitor().get(f"/w/{answered.code}/screen").text
    assert (
        "Answer 11 questions on your phone. The survey takes about 4 minutes and is anonymous."
        in screen
    )
    phone = answered.participant_visitor().get(f"/w/{answered.code}/survey").text
    assert f"{told}. The survey is anonymous" in phone
    assert told in answered.facilitator_visitor().get(f"/w/{answered.code}/facilitator").text
    assert told in answered.organizer_visitor().get(f"/console/{answered.code}/survey").text


def test_the_screen_says_what_the_ends_of_a_scale_mean(answered: Room) -> None:
    with transaction() as session:
        by_id(session, answered.workshop_id).stage = "survey"
        set_open(session, answered.organizer, is_open=False)
        showing.show(session, answered.organizer, "learned")
    screen = answered.screen_visitor().get(f"/w/{answered.code}/screen").text
    assert [words for words in ("1 Nothing new", "5 A lot") if words not in screen] == []


SESSIONS = {"key": "rate", "type": "matrix", "text": "How was each?", "options_from": "sessions"}

OPEN = [{"key": f"open_{n}", "type": "text", "text": "Why?"} for n in range(4)]


@pytest.mark.parametrize(
    "more, expected",
    [
        pytest.param([], 4, id="the usual eleven"),
        pytest.param([SESSIONS], 5, id="and a mark for each of ten sessions"),
        pytest.param(
            [{"key": f"w{n}", "type": "text", "text": "Why?"} for n in range(4)],
            7,
            id="and four open ones",
        ),
    ],
)
def test_long_questions_take_longer(
    answered: Room, more: list[dict[str, str]], expected: int
) -> None:
    with transaction() as session:
        workshop = by_id(session, answered.workshop_id)
        workshop.survey = [*workshop.survey, *more]
        assert minutes(asked(workshop)) == expected
        workshop.survey = []
        assert minutes(asked(workshop)) == 1
