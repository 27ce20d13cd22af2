"""Every state of the screen, one after another, in one workshop with realistic texts."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, islice

from sqlalchemy import select

from polling.breakouts.models import Group
from polling.contests.actions import close_contest
from polling.contests.kinds import FINALISTS, RATING
from polling.contests.models import Contest
from polling.core.db import reading, transaction
from polling.core.errors import Conflict
from polling.facilitation.actions import turn_screen
from polling.final_vote import actions as final_vote
from polling.presentations import actions as presentations
from polling.ranking import actions as ranking
from polling.recommendations.models import Recommendation
from polling.report.actions.options import show_slide
from polling.screen.actions import Go
from polling.survey.actions import showing
from polling.survey.actions.editing import set_open
from polling.survey.models import SurveyResponse, SurveyTurnout
from polling.survey.on_screen import showable
from polling.survey.question_types.base import QuestionView
from polling.survey.questionnaire import asked
from polling.workshop.models import Issue, Theme, Workshop
from polling.workshop.timers import start_clock
from tests.breakouts import full_room
from tests.final_vote import electorate, raters
from tests.room import Room

PEOPLE = 24
ISSUES = {
    "en": (
        "Victims forced to run scams are still treated as offenders in court",
        "Neighbouring police forces have no quick channel to share leads",
        "Digital evidence is collected in ways that courts then reject",
        "Officials lack the tools to follow payments in cryptocurrency",
        "Platforms answer requests of the police too late or not at all",
        "Recruitment adverts reappear within hours after their removal",
        "Survivors wait for compensation longer than their visas last",
        "Small ports have neither the staff nor the scanners for checks",
    ),
    "th": (
        "เหยื่อที่ถูกบังคับให้ทำงานหลอกลวงยังถูกดำเนินคดีเหมือนผู้กระทำผิด",
        "ตำรวจของประเทศเพื่อนบ้านไม่มีช่องทางแลกเปลี่ยนเบาะแสอย่างรวดเร็ว",
        "หลักฐานดิจิทัลถูกเก็บด้วยวิธีที่ศาลไม่รับฟัง",
        "เจ้าหน้าที่ขาดเครื่องมือติดตามการชำระเงินด้วยคริปโต",
        "แพลตฟอร์มตอบคำขอของตำรวจช้าเกินไปหรือไม่ตอบเลย",
        "โฆษณารับสมัครงานกลับมาอีกภายในไม่กี่ชั่วโมงหลังถูกลบ",
        "ผู้รอดชีวิตรอค่าชดเชยนานกว่าอายุวีซ่าของตน",
        "ท่าเรือขนาดเล็กไม่มีเจ้าหน้าที่และเครื่องสแกนเพียงพอ",
    ),
    "km": (
        "ជនរងគ្រោះដែលត្រូវបានបង្ខំឱ្យបោកប្រាស់នៅតែត្រូវបានចាត់ទុកជាជនល្មើស",
        "នគរបាលប្រទេសជិតខាងគ្មានមធ្យោបាយចែករំលែកព័ត៌មានឱ្យបានរហ័ស",
        "ភស្តុតាងឌីជីថលត្រូវបានប្រមូលតាមវិធីដែលតុលាការមិនទទួលយក",
        "មន្ត្រីខ្វះឧបករណ៍តាមដានការទូទាត់ជារូបិយប័ណ្ណគ្រីបតូ",
        "វេទិកាអនឡាញឆ្លើយតបសំណើរបស់នគរបាលយឺតពេក ឬមិនឆ្លើយតប",
        "ការផ្សាយជ្រើសរើសបុគ្គលិកលេចឡើងវិញក្នុងរយៈពេលប៉ុន្មានម៉ោង",
        "អ្នករួចផុតរង់ចាំសំណងយូរជាងសុពលភាពទិដ្ឋាការរបស់ខ្លួន",
        "កំពង់ផែតូចៗគ្មានបុគ្គលិក និងម៉ាស៊ីនស្កេនគ្រប់គ្រាន់",
    ),
}
THEMES = {
    "th": "การค้ามนุษย์และอาชญากรรมไซเบอร์",
    "km": "ការជួញដូរមនុស្ស និងឧក្រិដ្ឋកម្មតាមអ៊ីនធឺណិត",
}
MESSAGE = "Please bring your empty cups back to the table at the door before the next session."


@dataclass
class Tour:
    """A workshop with texts in one language, which goes through all states of the screen."""

    room: Room
    language: str

    def states(self, stages: int) -> Iterator[str]:
        """Yield the name of each state while it is shown. `stages` is for the final vote."""
        yield from self._until_the_ranking()
        yield from self._in_the_ranking()
        yield from self._in_the_groups()
        if stages == 2:
            yield from self._vote_in_two_stages()
        else:
            yield from self._vote_in_one_stage()
        yield from self._at_the_end()

    def turn(self, go: Go) -> bool:
        """Turn the screen's pages as far as possible."""
        try:
            with transaction() as session:
                turn_screen(session, self.room.organizer, go)
        except Conflict:
            return False
        return True

    def _each_step(self, name: str) -> Iterator[str]:
        step = 0
        yield f"{name}-{step}"
        while self.turn("next"):
            step += 1
            yield f"{name}-{step}"

    def _until_the_ranking(self) -> Iterator[str]:
        room = self.room
        self._use_language()
        yield "setup"
        room.go("lobby")
        yield "lobby-empty"
        room.join(PEOPLE)
        yield "lobby"
        with transaction() as session:
            workshop = session.get_one(Workshop, room.workshop_id)
            workshop.wifi_name, workshop.wifi_password = "Riverside Conference", "mekong-2026-guest"
        yield "lobby-wifi"

    def _use_language(self) -> None:
        with transaction() as session:
            here = Theme.workshop_id == self.room.workshop_id
            for theme in session.scalars(select(Theme).where(here)):
                texts = islice(cycle(ISSUES[self.language]), len(theme.issues))
                for number, (issue, text) in enumerate(zip(theme.issues, texts, strict=True)):
                    issue.short, issue.headline = "", text
                    issue.position = number
                if self.language in THEMES:
                    theme.title, theme.short = f"{THEMES[self.language]} {theme.position}", ""
                if theme.position == 0:
                    self._to_eight(theme)

    def _to_eight(self, theme: Theme) -> None:
        for text in ISSUES[self.language][len(theme.issues) :]:
            theme.issues.append(Issue(position=len(theme.issues), headline=text))

    def _in_the_ranking(self) -> Iterator[str]:
        room = self.room
        room.go("ranking")
        yield "ranking-waiting"
        contests = room.open_ranking()
        with transaction() as session:
            start_clock(session, room.workshop_id, f"contest:{contests[0].id}", 300)
        yield "ranking-open"
        for contest in contests:
            most = contest.rule["most"]
            room.cast_all(
                (person, contest.id, {"ranking": electorate.favourites(contest, person, most)})
                for person in room.participants
            )
        self._each(contests, close_contest)
        yield "ranking-closed"
        with transaction() as session:
            first = session.get_one(Contest, contests[0].id)
            ranking.open_theme(session, room.organizer, first)
        yield "ranking-reopened"
        self._each(contests[:1], close_contest)
        with transaction() as session:
            first = session.get_one(Contest, contests[0].id)
            ranking.reveal(session, room.organizer, first)
        yield from self._each_step("ranking-reveal")
        self._each(contests[1:], ranking.reveal)
        self.turn("end")

    def _each(self, contests: list[Contest], act: object) -> None:
        assert callable(act)
        with transaction() as session:
            for contest in contests:
                act(session, self.room.organizer, session.get_one(Contest, contest.id))

    def _in_the_groups(self) -> Iterator[str]:
        room = self.room
        room.go("breakouts")
        yield "groups-forming"
        full_room.seat_in_turn(room)
        yield "groups"
        self._draft()
        room.go("presentations")
        yield "presentations"
        with transaction() as session:
            presentations.present(session, room.organizer, full_room.group(room, 1).id)
        for number in range(3):
            yield f"presenting-{number}"
            self.turn("next")

    def _draft(self) -> None:
        """Each group writes three recommendations, of one, two and three phrases."""
        phrases = cycle(ISSUES[self.language])
        with transaction() as session:
            here = Group.workshop_id == self.room.workshop_id
            for group in session.scalars(select(Group).where(here)):
                first = min(group.theme.issues, key=lambda issue: issue.priority or 99)
                for number in (1, 2, 3):
                    text = " ".join(islice(phrases, number))
                    session.add(
                        Recommendation(
                            group_id=group.id, issue_id=first.id, position=number, original=text
                        )
                    )

    def _vote_in_one_stage(self) -> Iterator[str]:
        room = self.room
        with transaction() as session:
            final_vote.choose_stages(session, room.organizer, 1)
        room.go("final_vote")
        yield "vote-waiting"
        contests = electorate.open_final_vote(room)
        yield "vote-open"
        for contest in contests:
            electorate.approve_by_taste(room, contest)
        self._each(contests, close_contest)
        yield "vote-closed"
        with transaction() as session:
            first = session.get_one(Contest, contests[0].id)
            final_vote.reveal(session, room.organizer, first)
        yield from self._each_step("vote-theme")
        with transaction() as session:
            final_vote.reveal_overall(session, room.organizer)
        yield from self._each_step("vote-overall")

    def _vote_in_two_stages(self) -> Iterator[str]:
        room = self.room
        room.go("final_vote")
        raters.open_first(room)
        yield "rating"
        raters.rate_by_taste(room)
        raters.close(room)
        yield "finalists-chosen"
        raters.confirm(room)
        raters_final = raters.open_second(room)
        yield "finalists"
        electorate.approve_by_taste(room, raters_final)
        raters.close(room, FINALISTS)
        yield "finalists-closed"
        with transaction() as session:
            final_vote.reveal_overall(session, room.organizer)
        yield from self._each_step("finalists-overall")
        with reading() as session:
            theme = room.contests(RATING)[0].theme_id
        with transaction() as session:
            final_vote.show(session, room.organizer, theme=theme)
        yield from self._each_step("tiers")

    def _at_the_end(self) -> Iterator[str]:
        room = self.room
        room.go("results")
        yield "results"
        room.go("survey")
        yield "survey"
        answer_everything(room)
        with transaction() as session:
            set_open(session, room.organizer, is_open=False)
            workshop = session.get_one(Workshop, room.workshop_id)
            key = showable(session, workshop)[0].asked.key
            showing.show(session, room.organizer, key)
        yield from self._each_step("answers")
        room.go("closed")
        yield "thanks"
        with transaction() as session:
            show_slide(session, room.organizer, 0)
        yield from self._each_step("report")


def answer_everything(room: Room) -> None:
    """Everybody answers all questions with options, with slight differences."""
    with transaction() as session:
        workshop = session.get_one(Workshop, room.workshop_id)
        for person in room.participants:
            chance = random.Random(person)
            answers = {
                view.key: answer for view in asked(workshop) if (answer := _answer(view, chance))
            }
            session.add(SurveyTurnout(workshop_id=workshop.id, participant_id=person))
            response = SurveyResponse(workshop_id=workshop.id, key=f"{person:032x}")
            response.answers, response.shown, response.revision = answers, answers, 1
            session.add(response)


def _answer(view: QuestionView, chance: random.Random) -> object:
    if view.kind == "matrix":
        return {value: chance.choice(view.steps) for value in view.values}
    if view.kind in {"ranking", "several"}:
        return chance.sample(view.values, min(3, len(view.values)))
    return chance.choice(view.values) if view.values else None
