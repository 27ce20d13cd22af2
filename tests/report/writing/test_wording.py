"""Edited wordings for print: the voted text is kept, and the group is asked."""

import pytest

from polling.breakouts.models import Group
from polling.core.access import Role
from polling.core.db import reading, transaction
from polling.recommendations.models import Recommendation
from polling.recommendations.sentence import sentence
from polling.report.proofreading import proofread
from polling.report.tables import tables
from polling.workshop.models import LogEntry
from polling.workshop.queries import by_id
from polling.workshop_file.dump import dump
from polling.workshop_file.load import load
from tests.report.conftest import report_of
from tests.report.document_pieces import in_both
from tests.room import Room
from tests.visitor import Visitor, mark_in

NEW = {"actors": "The Ministry of Rivers", "action": "publish every permit", "by": "by 2028"}
PRINTED = "The Ministry of Rivers should publish every permit, by 2028."


@pytest.fixture
def console(day: Room) -> Visitor:
    day.go("closed")
    return day.organizer_visitor()


@pytest.fixture
def one(day: Room) -> Recommendation:
    """A recommendation of group 1."""
    with reading() as session:
        query = session.query(Recommendation).join(Group, Recommendation.group_id == Group.id)
        return query.filter(Group.number == 1).order_by(Recommendation.id).limit(1).one()


def edit(day: Room, console: Visitor, one: Recommendation, **words: str) -> int:
    path = f"/console/{day.code}/report/recommendations/{one.id}/wording"
    seen = mark_in(options(day, console), f'id="words-{one.id}"')
    return console.post(path, NEW | {"seen": seen} | words).status_code


def options(day: Room, console: Visitor) -> str:
    return console.get(f"/console/{day.code}/closed?view=print").text


def answer(day: Room, one: Recommendation, number: int, agrees: str, page: str = "") -> int:
    """A facilitator's answer to the question on their page."""
    tablet = day.facilitator_visitor(number)
    page = page or tablet.get(f"/w/{day.code}/facilitator").text
    meant = page.split('name="meant" value="')[1].split('"')[0] if "meant" in page else "none"
    path = f"/w/{day.code}/facilitator/report/wording/{one.id}"
    return tablet.post(path, {"agrees": agrees, "meant": meant}).status_code


def text(day: Room) -> str:
    return in_both(report_of(day))


def choose(day: Room, console: Visitor, approve: str) -> None:
    form = {"least_support": "0", "top": "", "authors_approve": approve}
    form["seen"] = mark_in(options(day, console), 'id="report-form"')
    assert console.post(f"/console/{day.code}/report/form", form).status_code == 200


def test_until_its_group_agrees_the_words_voted_on_are_printed(
    day: Room, console: Visitor, one: Recommendation
) -> None:
    assert edit(day, console, one) == 200
    assert PRINTED not in text(day)
    assert "Group 1 has not answered, so this report uses the wording that was voted on." in text(
        day
    )
    assert answer(day, one, 1, "true") == 200
    written = text(day)
    assert written.count(PRINTED) == 4  # in its place, and three times in the annex
    assert f"As voted on: “{sentence(one)}”" in written
    assert "The facilitator of group 1 agreed to the edit." in written


def test_an_answer_of_an_earlier_version_is_that_of_the_group(
    day: Room, console: Visitor, one: Recommendation
) -> None:
    edit(day, console, one)
    answer(day, one, 1, "true")
    with transaction() as session:
        chosen = session.get_one(Recommendation, one.id)
        assert chosen.print_wording
        stored = {key: said for key, said in chosen.print_wording.items() if key != "answered_by"}
        chosen.print_wording = stored
    assert "Group 1 agreed to the edit." in text(day)


def test_a_group_that_declines_keeps_its_words(
    day: Room, console: Visitor, one: Recommendation
) -> None:
    edit(day, console, one)
    assert answer(day, one, 1, "false") == 200
    assert PRINTED not in text(day)
    assert "Group 1 declined the edit, so this report uses the wording that was voted on." in text(
        day
    )


def test_another_group_is_not_asked_and_may_not_answer(
    day: Room, console: Visitor, one: Recommendation
) -> None:
    edit(day, console, one)
    ours = day.facilitator_visitor(1).get(f"/w/{day.code}/facilitator").text
    theirs = day.facilitator_visitor(2).get(f"/w/{day.code}/facilitator").text
    assert "Do you agree to this edit?" in ours
    assert "Do you agree to this edit?" not in theirs
    assert answer(day, one, 2, "true", page=ours) == 403
    assert PRINTED not in text(day)


def test_an_answer_is_one_to_the_words_that_were_read(
    day: Room, console: Visitor, one: Recommendation
) -> None:
    edit(day, console, one)
    seen = day.facilitator_visitor(1).get(f"/w/{day.code}/facilitator").text
    edit(day, console, one, action="sell every permit")
    assert answer(day, one, 1, "true", page=seen) == 409
    answer(day, one, 1, "true")
    edit(day, console, one, action="give every permit away")
    assert "give every permit away" not in text(day)  # the group agreed to another text


@pytest.mark.parametrize("stage", ["results", "survey", "closed"])
def test_a_member_answers_on_their_phone_at_any_stage(
    day: Room, one: Recommendation, stage: str
) -> None:
    with transaction() as session:
        by_id(session, day.workshop_id).stage = stage
    edit(day, day.organizer_visitor(), one)
    phone = phone_of_its_group(day, one)
    page = phone.get(f"/w/{day.code}").text
    assert page.index("Do you agree to this edit?") < page.index("<h1")
    assert "<ins>" in page
    meant = page.split('name="meant" value="')[1].split('"')[0]
    path = f"/w/{day.code}/report/wording/{one.id}"
    assert phone.post(path, {"agrees": "true", "meant": meant}).status_code == 200
    written = text(day)
    assert PRINTED in written
    assert "A member of group 1 agreed to the edit." in written
    with reading() as session:
        (entry,) = session.query(LogEntry).filter(LogEntry.action == "wording-agreed")
    assert entry.actor == "participant: group 1"  # not which member


def test_answered_questions_are_below_the_page_and_can_be_changed(
    day: Room, console: Visitor, one: Recommendation
) -> None:
    edit(day, console, one)
    answer(day, one, 1, "true")
    page = phone_of_its_group(day, one).get(f"/w/{day.code}").text
    assert page.index("<h1") < page.index("Your group has agreed.")
    assert answer(day, one, 1, "false") == 200


def phone_of_its_group(day: Room, one: Recommendation) -> Visitor:
    with reading() as session:
        chosen = session.get_one(Recommendation, one.id)
        member = next(p for p in day.participants if day.actor(p).group_id == chosen.group_id)
    return Visitor(day.app).holding(Role.PARTICIPANT, day.workshop_id, member)


def test_without_asking_it_is_printed_at_once_and_says_so(
    day: Room, console: Visitor, one: Recommendation
) -> None:
    choose(day, console, "off")
    edit(day, console, one)
    assert PRINTED in text(day)
    assert "The group was not asked about this edit." in text(day)


def test_it_can_be_taken_back_and_the_log_has_it_all(
    day: Room, console: Visitor, one: Recommendation
) -> None:
    edit(day, console, one)
    answer(day, one, 1, "true")
    path = f"/console/{day.code}/report/recommendations/{one.id}/wording/withdraw"
    shown = {"seen": mark_in(options(day, console), f'{one.id}/wording/withdraw"')}
    assert console.post(path, shown).status_code == 200
    assert "Edits after the vote" not in text(day)
    with reading() as session:
        query = session.query(LogEntry).filter(LogEntry.action.like("wording-%"))
        actions = [entry.action for entry in query.order_by(LogEntry.id)]
    assert actions == ["wording-edited", "wording-agreed", "wording-withdrawn"]


def test_organizers_who_edit_the_same_part_see_each_others_text_first(
    day: Room, console: Visitor, one: Recommendation
) -> None:
    seen = mark_in(options(day, console), f'id="words-{one.id}"')
    assert edit(day, console, one, action="close every permit office", seen=seen) == 200
    path = f"/console/{day.code}/report/recommendations/{one.id}/wording"
    mine = NEW | {"action": "sell every permit", "seen": seen}
    refusal = console.post(path, mine)
    assert refusal.status_code == 409
    error = refusal.json["error"]  # type: ignore[index]
    assert error["problems"] == [
        {"place": "action", "message": "Current text: “close every permit office”"}
    ]
    assert console.post(path, mine | {"seen": error["seen"]}).status_code == 200


def test_an_edit_is_taken_back_only_as_it_was_seen(
    day: Room, console: Visitor, one: Recommendation
) -> None:
    edit(day, console, one)
    seen = mark_in(options(day, console), f'{one.id}/wording/withdraw"')
    edit(day, console, one, action="close every permit office")
    path = f"/console/{day.code}/report/recommendations/{one.id}/wording/withdraw"
    assert console.post(path, {"seen": seen}).status_code == 409
    assert ">close every permit office<" in options(day, console)


def test_before_the_vote_is_over_its_group_changes_it(day: Room, one: Recommendation) -> None:
    with transaction() as session:
        by_id(session, day.workshop_id).stage = "final_vote"
    assert edit(day, day.organizer_visitor(), one) == 409


def test_the_console_shows_the_difference(day: Room, console: Visitor, one: Recommendation) -> None:
    edit(day, console, one)
    page = console.get(f"/console/{day.code}/closed?view=print").text
    assert "<ins>" in page.split('class="reworded"')[1].split("</p>")[0]
    assert "Group 1 has not answered, so this report uses the wording that was voted on." in page
    answer(day, one, 1, "true")
    page = console.get(f"/console/{day.code}/closed?view=print").text
    assert "The facilitator of group 1 agreed to the edit." in page


def test_the_proofreader_and_the_tables_have_the_printed_words(
    day: Room, console: Visitor, one: Recommendation
) -> None:
    choose(day, console, "off")
    edit(day, console, one, actors="The Ministry of Rivers\nThe Ministery of Rivers")
    made = report_of(day)
    assert any("Ministery" in found.text for found in proofread(made, ()))
    (table,) = (one for one in tables(made) if one.name == "recommendations")
    columns = [column.name for column in table.columns]
    row = next(row for row in table.rows if "publish every permit" in str(row))
    assert row[columns.index("voted_wording")] == sentence(one)


def test_it_is_in_the_workshop_file(day: Room, console: Visitor, one: Recommendation) -> None:
    edit(day, console, one)
    answer(day, one, 1, "true")
    with transaction() as session:
        first = dump(session, by_id(session, day.workshop_id))
        second = dump(session, load(session, first))
    assert second == first
    assert PRINTED.split(" should ")[1][:10] in first.model_dump_json()
