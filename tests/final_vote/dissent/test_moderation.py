"""A dissent note is shown only as an organizer has read it."""

import pytest
from sqlalchemy import select

from polling.contests.kinds import FINAL
from polling.contests.models import Contest
from polling.core.db import reading, transaction
from polling.workshop.log import unbroken
from polling.workshop.models import LogEntry, Workshop
from polling.workshop_file.dump import dump
from polling.workshop_file.load import load
from polling.workshop_file.read import read
from polling.workshop_file.write import write
from tests.final_vote.dissent.notes import decide, pages, reveal, send, stored
from tests.room import Room
from tests.visitor import mark_in


def test_a_note_is_on_no_page_until_it_is_admitted_and_then_on_all(
    drafted: Room, first: Contest
) -> None:
    reveal(drafted)
    organizer = drafted.organizer_visitor()
    organizer.post(f"/console/{drafted.code}/final-vote/{first.id}/reveal")
    organizer.post(f"/console/{drafted.code}/screen/turn", {"go": "end"})
    send(drafted.participant_visitor(drafted.participants[0]), drafted, first, "It costs too much.")
    console = organizer.get(f"/console/{drafted.code}/final_vote").get_data(as_text=True)
    assert "It costs too much." in console
    assert not any("It costs too much." in page for page in pages(drafted).values())
    decide(organizer, drafted, stored()[0], shown=True)
    phone, tablet, screen = pages(drafted).values()
    assert (phone.count("It costs too much."), tablet.count("It costs too much.")) == (1, 1)
    assert "1 dissent note" in screen
    assert "It costs too much." not in screen
    decide(organizer, drafted, stored()[0], shown=False)
    assert not any("It costs too much." in page for page in pages(drafted).values())


def test_other_words_are_read_again_before_they_are_shown(drafted: Room, first: Contest) -> None:
    reveal(drafted)
    phone, organizer = (
        drafted.participant_visitor(drafted.participants[0]),
        drafted.organizer_visitor(),
    )
    send(phone, drafted, first, "It costs too much.")
    decide(organizer, drafted, stored()[0], shown=True)
    send(phone, drafted, first, "It is mad.", revision=2)
    assert [(note.text, note.approved) for note in stored()] == [("It is mad.", None)]


def test_words_that_changed_while_the_organizer_read_are_not_shown_unread(
    drafted: Room, first: Contest
) -> None:
    reveal(drafted)
    phone = drafted.participant_visitor(drafted.participants[0])
    organizer = drafted.organizer_visitor()
    assert send(phone, drafted, first, "Who pays?").status_code == 200
    (read,) = stored()
    assert send(phone, drafted, first, "Minister Smith lies.", revision=2).status_code == 200
    path = f"/console/{drafted.code}/final-vote/{first.id}/dissent"
    said = {"key": read.key, "revision": read.revision}
    assert organizer.post(path, said | {"shown": "true"}).status_code == 409
    assert stored()[0].approved is None
    assert organizer.post(path, said | {"shown": "false"}).status_code == 200


@pytest.mark.parametrize("words", ["   ", " a "])
def test_nothing_is_taken_out_for_less_than_two_letters(
    drafted: Room, first: Contest, words: str
) -> None:
    reveal(drafted)
    send(drafted.participant_visitor(drafted.participants[0]), drafted, first, "It costs a lot.")
    path = f"/console/{drafted.code}/final-vote/{first.id}/dissent/shorten"
    answer = drafted.organizer_visitor().post(path, {"key": stored()[0].key, "words": words})
    assert answer.status_code == 400
    assert stored()[0].text == "It costs a lot."


def test_a_name_can_be_taken_out_and_nothing_else_changed(drafted: Room, first: Contest) -> None:
    reveal(drafted)
    organizer = drafted.organizer_visitor()
    send(
        drafted.participant_visitor(drafted.participants[0]),
        drafted,
        first,
        "Ask Jane Doe (jane doe!) (1 of 2).",
    )
    note = stored()[0]
    path = f"/console/{drafted.code}/final-vote/{first.id}/dissent/shorten"
    assert organizer.post(path, {"key": note.key, "words": "John"}).status_code == 400
    organizer.post(path, {"key": note.key, "words": "Jane Doe"})
    organizer.post(path, {"key": note.key, "words": "(1 of"})
    assert stored()[0].text == "Ask […] ([…]!) […] 2)."
    with reading() as session:
        entries = list(session.scalars(select(LogEntry).order_by(LogEntry.id)))
    assert [entry.action for entry in entries[-2:]] == ["dissent-shortened"] * 2
    assert "Doe" not in str([entry.detail for entry in entries])
    assert unbroken(entries)


def test_the_report_has_the_admitted_notes_with_their_counts_or_leaves_the_section_out(
    drafted: Room, first: Contest
) -> None:
    reveal(drafted)
    phone, organizer = (
        drafted.participant_visitor(drafted.participants[0]),
        drafted.organizer_visitor(),
    )
    send(phone, drafted, first, "It costs too much.")
    send(phone, drafted, first, "Rude.", recommendation=first.options[1])
    send(phone, drafted, first, "Too few were asked.", theme=first.theme_id)
    export = f"/console/{drafted.code}/export"
    assert "1 dissent note waits" not in organizer.get(f"/console/{drafted.code}/closed").text
    assert "Review 3 dissent notes." in organizer.get(f"/console/{drafted.code}/closed").text
    costs, rude, few = stored()
    decide(organizer, drafted, costs, shown=True)
    decide(organizer, drafted, rude, shown=False)
    decide(organizer, drafted, few, shown=True)
    report = organizer.get(f"{export}/annex-md").text
    section = report.split("## Dissent")[1].split("\n## ")[0]
    assert (
        "Participants wrote 3 dissent notes after seeing the results. "
        "The organizers approved 2 of them without" in section
    )
    assert "“It costs too much.”" in section
    assert "“Too few were asked.”" in section
    assert "Rude." not in report
    options = organizer.get(f"/console/{drafted.code}/closed?view=print").text
    form = {"left_out[]": "dissent", "top": "", "least_support": "0"}
    form["seen"] = mark_in(options, 'id="report-form"')
    organizer.post(f"/console/{drafted.code}/report/form", form)
    assert "## Dissent" not in organizer.get(f"{export}/annex-md").text


def test_the_file_has_the_admitted_notes_and_is_the_same_after_a_round_trip(
    drafted: Room, first: Contest
) -> None:
    reveal(drafted)
    send(drafted.participant_visitor(drafted.participants[0]), drafted, first, "It costs too much.")
    send(
        drafted.participant_visitor(drafted.participants[0]),
        drafted,
        first,
        "Rude.",
        recommendation=first.options[1],
    )
    decide(drafted.organizer_visitor(), drafted, stored()[0], shown=True)
    with transaction() as session:
        exported = write(dump(session, session.get_one(Workshop, drafted.workshop_id)))
        again = load(session, read(exported, "a.json"))
        session.flush()
        assert write(dump(session, again)) == exported
    assert exported.count(b"It costs too much.") == 1
    assert b'"dissent_written": 2' in exported
    assert b"Rude." not in exported
    assert drafted.contests(FINAL)[0].result["voted"] == 1
