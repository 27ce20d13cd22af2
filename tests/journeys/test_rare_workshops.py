"""Days that nobody plans: all roles send random forms, at every stage and back again.

In between, people vote, draft and answer the survey, often in part. The server may refuse anything,
but must not fail. Then every page and export must work, an imported file must stay the same, and
both verifiers must agree with the votes. `DAYS=100-120 pytest` runs these seeds, with all exports.
"""

import contextlib
import io
import json
import os
import random
import re
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from polling.breakouts.models import Group
from polling.contests.counting.verify import Verdict, revealed_contests, verify
from polling.contests.electorate import asked
from polling.contests.kinds import RATING
from polling.contests.models import OPEN, Contest
from polling.core import rate_limits
from polling.core.db import reading, transaction
from polling.core.errors import WorkshopError
from polling.demo.content import demo_workshop
from polling.documents import writing
from polling.documents.binding import finder
from polling.people.actions import organizers
from polling.people.models import Organizer, Participant
from polling.report.formats import FORMATS
from polling.report.versions.queries import newest
from polling.setup.sections import PARTS
from polling.stages import KEYS
from polling.voting.ballots import BallotKind
from polling.voting.rules import OFFERED, RULES
from polling.workshop.models import Workshop
from polling.workshop_file.load import load
from polling.workshop_file.read import read
from polling.workshop_file.schema import WorkshopFile
from tests.attacks.exported_workshops import exported
from tests.journeys.random_forms import answers, filled, forms, text
from tests.report.full_day import seeded
from tests.room import Room
from tests.verifier import verifier
from tests.visitor import Visitor

# Forms that leave the workshop, upload files, or change nothing that is exported.
LEFT_ALONE = re.compile(
    r"^/(|console/(new|demo|import))$|/console/\d+/(delete|copy|template|practice|message|schedule)"
    r"|/(organizers|screen/link|clock|language|log-?out|import|logo|pictures|registration|docx)\b"
)
VIEWS = {
    "breakouts": ("wall", "people", "review", "links", "form", "history"),
    "closed": ("texts", "print", "files"),
}
VOTES = {"ranking": "ranking", "final_vote": "final-vote"}
SLOW = {"pdf", "annex-pdf", "briefs", "pptx", "zip"}
SECTIONS = [f"setup?section={section.key}" for part in PARTS for section in part.sections]
TRIES = 20  # to move to a stage
FIRST, _, LAST = os.environ.get("DAYS", "").partition("-")
SEEDS = range(int(FIRST), int(LAST or FIRST) + 1) if FIRST else (2, 3)

pytestmark = pytest.mark.slow


class Broken(AssertionError):
    """A server error, a wrong figure, or a file that an import changes."""


@dataclass
class Day:
    """One workshop; `log` has every request."""

    app: Flask
    seed: int
    log: list[str] = field(default_factory=list)
    phones: dict[int, Visitor] = field(default_factory=dict)
    tablets: list[Visitor] = field(default_factory=list)
    sent: int = 0

    def __post_init__(self) -> None:
        """Create the room."""
        self.chance = random.Random(self.seed)
        self.room = Room.of(self.app, some_workshop(self.chance), f"{self.seed}@test.example")
        self.organizer, self.screen = self.room.organizer_visitor(), self.room.screen_visitor()
        self.console, self.own = f"/console/{self.room.code}", f"/w/{self.room.code}"

    def often(self, share: float = 0.5) -> bool:
        """Toss a coin."""
        return self.chance.random() < share

    # ---- The stages ----

    def run(self) -> None:
        """Go through every stage, sometimes back and again, and check everything."""
        self.go("lobby")
        for person in self.room.join(self.chance.choice((1, 3, 7, 12))):
            self.phones[person] = self.room.participant_visitor(person)
        for stage in KEYS[2:]:
            if not (self.go(stage) and self.act(stage)):
                break
            if self.often(0.2):
                back = self.chance.choice(KEYS[1 : KEYS.index(stage) + 1])
                if not (self.go(back) and self.act(back) and self.go(stage)):
                    break
            if FIRST:
                self.check()
        self.check()

    def go(self, to: str) -> bool:
        """Move stage by stage; after a refusal, try again when something has changed."""
        for _ in range(TRIES):
            with reading() as session:
                seen = session.get_one(Workshop, self.room.workshop_id).stage
            if seen == to:
                return True
            step = to if KEYS.index(to) < KEYS.index(seen) else KEYS[KEYS.index(seen) + 1]
            answer = self.post(self.organizer, f"{self.console}/stage", {"seen": seen, "to": step})
            if answer.status_code != 200:
                self.log.append(f"    {answer.get_data(as_text=True)}")
                self.finish_votes(seen)
                self.press(self.organizer, f"{self.console}/{seen}")
                self.press(self.organizer, f"{self.console}/{self.chance.choice(SECTIONS)}")
        return False

    def act(self, stage: str) -> bool:
        """Let everybody do something at a stage."""
        if stage == "breakouts":
            self.seat()
        if stage in VOTES:
            self.post(self.organizer, f"{self.console}/{VOTES[stage]}/open", {})
        if stage == "survey":
            self.post(self.organizer, f"{self.console}/survey/open", {})
        for _ in range(3 if FIRST else 1):
            self.vote()
            self.draft()
            self.survey()
            view = self.chance.choice(VIEWS.get(stage, ("",)))
            self.press(self.organizer, f"{self.console}/{stage}?view={view}", 3)
            self.press(self.organizer, f"{self.console}/{self.chance.choice(SECTIONS)}")
            for phone in self.some(self.phones.values()):
                self.press(phone, self.own)
            for tablet in self.some(self.tablets):
                self.press(tablet, f"{self.own}/facilitator", 2)
        self.finish_votes(stage)
        return True

    def some(self, visitors: Any) -> list[Visitor]:
        """Choose up to two of the visitors."""
        return self.chance.sample(list(visitors), min(2, len(visitors)))

    def seat(self) -> None:
        """Seat most people; groups may stay empty."""
        with transaction() as session:
            here = Group.workshop_id == self.room.workshop_id
            groups = list(session.scalars(select(Group).where(here)))
            for person in self.phones:
                found = session.get(Participant, person)
                if groups and found and not found.group_id and self.often(0.9):
                    found.group_id = self.chance.choice(groups).id
            numbers = [group.number for group in groups]
        self.tablets = [self.room.facilitator_visitor(number) for number in numbers]

    def draft(self) -> None:
        """Add recommendations, and write only some of the texts."""
        for tablet in self.tablets:
            self.press(tablet, f"{self.own}/facilitator", 2, only="/drafts$")
            self.press(tablet, f"{self.own}/facilitator", only="/drafts")
        for person, phone in self.phones.items():
            actor = self.room.actor(person)
            with contextlib.suppress(WorkshopError, KeyError), writing.editing(actor) as session:
                binding = finder(session, [actor])(actor)
                binding.require_writer(actor)
                chosen = sorted(one for one in binding.texts if self.often(0.4))
                writing.rewrite(session, binding, {one: text("", self.chance) for one in chosen})
            self.press(phone, self.own, 2, only="/actors")

    def survey(self) -> None:
        """Let people answer the survey in part, if their page has it."""
        for phone in self.some(self.phones.values()):
            if given := answers(self.get(phone, self.own), self.chance):
                self.sent += 1
                payload = {"receipt": f"{self.sent:032x}", "revision": 1, "answers": given}
                self.post(phone, f"{self.own}/survey", json=payload)

    # ---- Votes ----

    def contests(self) -> list[Contest]:
        """All contests."""
        with reading() as session:
            mine = Contest.workshop_id == self.room.workshop_id
            return list(
                session.scalars(
                    select(Contest).where(mine).order_by(Contest.kind, Contest.position)
                )
            )

    def vote(self) -> None:
        """Some people vote, or vote again."""
        contests = [one for one in self.contests() if one.state == OPEN]
        rated = [one.id for one in contests if one.kind == RATING]
        with reading() as session:
            assigned = asked(session, rated, list(self.phones)) if rated else {}
        self.sent += 1
        for contest in contests:
            for person in self.phones:
                is_asked = contest.kind != RATING or contest.id in assigned.get(person, ())
                if is_asked and self.often():
                    objections = dict.fromkeys(map(str, contest.options[:1]), "Too expensive")
                    is_against = contest.kind == RATING and self.often(0.2)
                    with contextlib.suppress(WorkshopError):
                        self.room.cast(
                            person,
                            contest.id,
                            self.ballot(contest, self.room.actor(person).group_id),
                            revision=self.sent,
                            concerns=objections if is_against else {},
                        )

    def ballot(self, contest: Contest, group_id: int | None) -> dict[str, Any]:
        """An abstention, or a ballot that is short or full."""
        written_by = contest.rule.get("authors", {})
        mine = [one for one in contest.options if written_by.get(str(one), -1) != group_id]
        most = min(contest.rule["most"], len(mine))
        chosen = self.chance.sample(mine, self.chance.randint(0, most))
        if not chosen or self.often(0.15):
            return {"abstain": True}
        if contest.kind == RATING:
            cut = min(contest.rule["priorities"], len(chosen) // 2)
            parts = {"priority": chosen[:cut], "support": chosen[cut : cut + 1]}
            parts["not_now"] = chosen[cut + 1 :]
            return {"rated": {name: sorted(part) for name, part in parts.items()}}
        kind = RULES[contest.rule["rule"]].ballot_kind
        if kind is BallotKind.SCORE:
            return {"scores": {one: self.chance.randint(0, 5) for one in chosen}}
        if kind is BallotKind.POINTS:
            return {"points": {one: 100 // len(chosen) for one in chosen}}
        return {"ranking" if kind is BallotKind.RANKING else "approved": chosen}

    def finish_votes(self, stage: str) -> None:
        """Close, reopen and reveal; some votes stay uncounted."""
        path = f"{self.console}/{VOTES.get(stage)}"
        steps = ("close", "reopen", "close", "count", "finalists", "open", "close", "reveal")
        for step in steps if stage in VOTES else ():
            if step == "finalists":
                self.press(self.organizer, f"{self.console}/final_vote", only="/finalists")
            elif step != "reopen" or self.often():
                self.post(self.organizer, f"{path}/{step}", {})
                self.vote()
        for contest in self.contests() if stage in VOTES else ():
            if self.often(0.8):
                self.post(self.organizer, f"{path}/{contest.id}/reveal", {})
        self.decide_ties(path)

    def decide_ties(self, path: str) -> None:
        """Decide what the rule left to the organizers, and turn the pages of the results."""
        for contest in self.contests():
            if contest.is_tied and self.often(0.8):
                some = self.chance.sample(contest.tied_options, 1)
                decided = {"winners": some, "reason": "A coin was tossed."}
                for step, data in (("decide", decided), ("reveal", {})):
                    self.post(self.organizer, f"{path}/{contest.id}/{step}", data)
        for _ in range(self.chance.randrange(9)):
            self.post(self.organizer, f"{self.console}/screen/turn", {"go": "next"})

    # ---- Requests ----

    def press(self, visitor: Visitor, path: str, times: int = 1, *, only: str = "") -> None:
        """Send random forms of a page; each kind of form has the same chance."""
        for _ in range(times):
            found = [
                form
                for form in forms(self.get(visitor, path))
                if re.search(only, form.address) and not LEFT_ALONE.search(form.address)
            ]
            if found:
                kind = self.chance.choice(sorted({form.kind for form in found}))
                form = self.chance.choice([form for form in found if form.kind == kind])
                self.post(visitor, form.address, filled(form, self.chance))

    def post(self, visitor: Visitor, path: str, data: Any = None, **json: Any) -> TestResponse:
        """Send a form or JSON. Raises Broken if the server fails."""
        rate_limits.reset()
        answer = visitor.post(path, data, **json)
        self.log.append(f"{answer.status_code} {path} {data or json}")
        if answer.status_code >= 500:
            raise Broken(self.log[-1])
        return answer

    def get(self, visitor: Visitor, path: str) -> str:
        """Get a page or file. Raises Broken if the server fails."""
        answer = visitor.get(path)
        if answer.status_code >= 500:
            raise Broken(f"{answer.status_code} {path}")
        return bytes(answer.data).decode(errors="replace")

    # ---- Checks ----

    def check(self) -> None:
        """Check every page and export, the votes, and the file after an import."""
        self.check_console(self.console)
        for phone in self.some(self.phones.values()):
            for path in ("", "/plain", "/report"):
                self.get(phone, self.own + path)
        for tablet in self.some(self.tablets):
            self.get(tablet, f"{self.own}/facilitator")
        self.get(self.screen, f"{self.own}/screen")
        self.check_published()
        self.check_votes()
        self.check_import()

    def check_console(self, console: str) -> None:
        """Open every page of a console, and export everything."""
        views = [f"{stage}?view={view}" for stage in KEYS for view in VIEWS.get(stage, ("",))]
        exports = [f"export/{key}" for key in (*FORMATS, "zip") if FIRST or key not in SLOW]
        for path in (*views, *SECTIONS, *exports, "report", "log", "run-sheet"):
            self.get(self.organizer, f"{console}/{path}")

    def check_published(self) -> None:
        """Open the public page, and the newest frozen version."""
        with reading() as session:
            key = session.get_one(Workshop, self.room.workshop_id).public_key
            version = newest(session, self.room.workshop_id)
        if key:
            self.get(Visitor(self.app), f"/r/{key}")
        if version:
            for path in ("", "/html", "/annex-html", "/markdown"):
                address = f"{self.console}/report/versions/{version.number}{path}"
                self.get(self.organizer, address)

    def check_votes(self) -> None:
        """Count every vote again, by `polling verify` and by the published script."""
        with reading() as session:
            for contest in revealed_contests(session, self.room.workshop_id):
                for found in verify(session, contest):
                    if found.verdict in {Verdict.WRONG, Verdict.MISSED}:
                        raise Broken(f"{found.verdict} {contest.kind} {found.text}")
        tree = exported(self.room)
        if tree.get("results", {}).get("contests"):
            votes = verifier().check(tree)
            with contextlib.redirect_stdout(io.StringIO()) as told:
                frozen = verifier().check_frozen(tree, votes)
                people = verifier().check_people(tree)
                verifier().report(votes, people, verifier().unranked(votes), [], frozen)
            if "  WRONG " in told.getvalue():
                raise Broken(told.getvalue())

    def check_import(self) -> None:
        """Export, import, export: the same file, and a console that works."""
        before = exported(self.room)
        with self.app.test_request_context(), transaction() as session:
            made = load(session, read(json.dumps(before).encode(), "workshop.json"))
            account = session.get_one(Organizer, self.room.organizer_id)
            organizers.give_workshop(session, account, made)
            copy = Room(self.app, made.id, made.code)
        if json.dumps(exported(copy)) != json.dumps(before):
            raise Broken("the import changed the file")
        self.check_console(f"/console/{copy.code}")


def some_workshop(chance: random.Random) -> WorkshopFile:
    """A part of the demo, with other rules and languages."""
    file = demo_workshop()
    themes = [
        {
            **theme.model_dump(),
            "issues": theme.issues[: chance.choice((2, 3, 5))],
            "rule": chance.choice(list(OFFERED)),
            "tie_policy": chance.choice(("default", "refuse", "lot")),
        }
        for theme in chance.sample(file.themes, chance.randint(1, 3))
    ]
    titles = {theme["title"] for theme in themes}
    groups = [group for group in file.groups if group.theme in titles]
    stages = chance.choice(("one", "two"))
    change = {
        "themes": themes,
        "groups": groups[: chance.randint(1, 4)],
        "settings": {**file.settings.model_dump(), "vote_stages": stages},
        "languages": chance.sample(("en", "th", "vi"), 3),
        "practice": chance.random() < 0.2,
    }
    return WorkshopFile.model_validate({**file.model_dump(), **change})


@pytest.mark.parametrize("seed", SEEDS)
def test_rare_but_legal_actions_break_nothing(app: Flask, seed: int) -> None:
    with seeded():
        day = Day(app, seed)
        try:
            day.run()
        except Exception as error:
            raise Broken("\n".join([*day.log[-20:], repr(error)])) from error
