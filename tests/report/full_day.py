"""The demo's workshop after a whole day: 78 people, a vote in two stages, the survey.

`python -m tests.report.full_day FOLDER` runs the day in FOLDER/day.sqlite, writes every export
there, and prints the duration, pages and words of each document and of all briefs. It is
reproducible: the app's random values, such as the ids of votes, come from a seed.
"""

import io
import random
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, process_time
from typing import Any
from unittest.mock import patch

from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select

from config import Config
from polling.app import create_app
from polling.core.db import reading, transaction
from polling.demo.content import concern_bank, demo_workshop
from polling.final_vote.two_stages.actions import lifecycle as two_stages
from polling.people.models import Participant
from polling.recommendations.models import Recommendation
from polling.report.formats.export import export_all
from polling.report.formats.zip_files import unpacked
from polling.survey.actions import answering as survey
from polling.survey.forms import Answers
from polling.survey.questionnaire import asked
from polling.workshop.models import Workshop
from polling.workshop.queries import by_id
from tests.final_vote import electorate, raters
from tests.room import Room, Vote

PEOPLE = 78
SECTORS = {
    "Government": 36,
    "NGO": 27,
    "International organization": 7,
    "Media": 4,
    "Academia": 4,
}
# The number of recommendations of each priority issue, by theme: 70 on 16 issues.
DRAFTED = ((5, 4, 4), (4, 4, 5), (4, 4, 4), (5, 4, 4), (5, 5), (4, 5))
# Answers to the free-text questions; some people write nothing.
SAID = {
    "missing_people": ["Border communities", "Shipping companies", "Judges", ""],
    "valuable": ["Drafting in small groups", "Meeting prosecutors", "Seeing the results", ""],
    "improve": ["More time to draft", "Send the issues earlier", "Fewer sessions", ""],
}


@contextmanager
def seeded() -> Iterator[None]:
    """Make the app's secrets reproducible. No login keys are needed here."""
    chance = random.Random(5)
    drawn: dict[str, Any] = {
        "token_hex": lambda size: chance.randbytes(size).hex(),
        "randbelow": chance.randrange,
        "randbits": chance.getrandbits,
    }
    with patch.multiple(secrets, **drawn):
        yield


@seeded()
def whole_day(app: Flask) -> Room:
    """Run everything up to the report, as a practice run, like every demo."""
    room = Room.of(app, demo_workshop())
    with transaction() as session:
        session.get_one(Workshop, room.workshop_id).practice = True
    electorate.gather(room, PEOPLE)
    _introduce(room)
    _rank(room)
    _draft(room)
    electorate.set_stages(room, "two")
    room.go("presentations", "final_vote")
    _vote(room)
    room.go("results", "survey")
    _answer(room)
    room.go("closed")
    return room


def _introduce(room: Room) -> None:
    """Everybody gives their sector, distributed as in the real dialogue; some give their gender."""
    chance = random.Random(1)
    sectors = [name for name, count in SECTORS.items() for _ in range(count)]
    chance.shuffle(sectors)
    with transaction() as session:
        for person, sector in zip(room.participants, sectors, strict=True):
            about = session.get_one(Participant, person)
            gender = chance.choice(["Woman", "Woman", "Man", "Man", ""])
            said = {"sector": sector, "gender": gender}
            about.attributes = {**about.attributes, **{k: v for k, v in said.items() if v}}


def _rank(room: Room) -> None:
    """Some abstain; the others have tastes."""
    chance = random.Random(2)
    room.go("ranking")
    for contest in room.open_ranking():
        ballots: list[Vote] = []
        for person in room.participants:
            if chance.random() < 0.05:
                ballots.append((person, contest.id, {"abstain": True}))
            else:
                liked = electorate.favourites(contest, person, contest.rule["most"], noise=1.6)
                ballots.append((person, contest.id, {"ranking": liked}))
        room.cast_all(ballots)
    room.close_and_reveal()


def _draft(room: Room) -> None:
    """As many recommendations as in the real dialogue; at most five per issue, as in the demo."""
    electorate.draft(room, each=5)
    with transaction() as session:
        chosen = select(Recommendation).order_by(Recommendation.id)
        of_issue: dict[int, list[Recommendation]] = {}
        for one in session.scalars(chosen):
            of_issue.setdefault(one.issue_id, []).append(one)
        sizes = [size for theme in DRAFTED for size in theme]
        for size, written in zip(sizes, of_issue.values(), strict=False):
            for one in written[size:]:
                session.delete(one)


def _vote(room: Room) -> None:
    """Both stages; in the second, some abstain and some object."""
    chance = random.Random(3)
    bank = [text for texts in concern_bank().values() for text in texts]
    raters.open_first(room)
    ballots: list[Vote] = []
    for person, contests in raters.asked_of_each(room, room.participants[:-3]).items():
        for contest in contests:
            marks = raters.taste(contest, person)
            said = {str(one): chance.choice(bank) for one in marks["not_now"][:1]}
            concerns = said if chance.random() < 0.08 else {}
            ballots.append((person, contest.id, {"rated": marks}, concerns))
    room.cast_all(ballots)
    raters.close(room)
    raters.confirm(room)
    final = raters.open_second(room)
    voters = room.participants[:-3]
    abstaining = [one for one in voters if chance.random() < 0.08]
    room.cast_all((one, final.id, {"abstain": True}) for one in abstaining)
    electorate.approve_by_taste(room, final, [one for one in voters if one not in abstaining])
    raters.close(room, "finalists")
    with transaction() as session:
        two_stages.reveal(session, room.organizer)


def _answer(room: Room) -> None:
    """About a third answer the survey."""
    chance = random.Random(4)
    with reading() as session:
        questions = asked(by_id(session, room.workshop_id))
    actors = room.actors(room.participants)
    for person in room.participants[::3]:
        answers: dict[str, str | list[str]] = {}
        for one in questions:
            match one.kind:
                case "scale":
                    answers[one.key] = str(chance.choice([3, 4, 4, 5, 5]))
                case "yes_no":
                    answers[one.key] = chance.choice(["yes"] * 9 + ["no"])
                case "single":
                    answers[one.key] = chance.choice(one.values)
                case "multiple":
                    answers[one.key] = chance.sample(one.values, min(2, len(one.values)))
                case "text":
                    answers[one.key] = chance.choice(SAID[one.key])
        given = Answers(receipt=f"{person:032x}", answers=answers)
        with transaction() as session:
            survey.answer(session, "a secret", actors[person], given)


def main(folder: Path) -> None:
    """Run the day, export it, and print the durations and sizes of the exports."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "day.sqlite"
    path.unlink(missing_ok=True)
    app = create_app(Config(database_url=f"sqlite:///{path}", secret_key="not a secret"))
    room = whole_day(app)
    began, worked = monotonic(), process_time()
    with reading() as session:
        workshop = session.get_one(Workshop, room.workshop_id)
        export_all(session, workshop, folder, _Seconds())
    print(f"all: {monotonic() - began:.1f} s ({process_time() - worked:.1f} s of the processor)")
    for file in sorted(folder.glob("*.pdf")):
        print(f"{file.name}: {_length([file.read_bytes()])}")
    for archive in folder.glob("*-briefs.zip"):
        files = unpacked(archive.read_bytes())
        briefs = [content for name, content in files.items() if name.endswith(".pdf")]
        print(f"{archive.name}: {len(briefs)} briefs, {_length(briefs)}")


class _Seconds:
    """Prints how long each export took, and the processor time used."""

    def __init__(self) -> None:
        self._worked = process_time()

    def __call__(self, name: str, seconds: float) -> None:
        before, self._worked = self._worked, process_time()
        print(f"{name}: {seconds:.1f} s ({self._worked - before:.1f} s of the processor)")


def _length(files: list[bytes]) -> str:
    pages = [page for file in files for page in PdfReader(io.BytesIO(file)).pages]
    words = sum(len(page.extract_text().split()) for page in pages)
    return f"{len(pages)} pages, {words} words"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
