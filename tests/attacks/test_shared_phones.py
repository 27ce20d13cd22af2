"""People who vote one after another on the same phone cannot see each other's ballots."""

import json
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import func, select

from polling.contests.models import Ballot
from polling.core.access import Role
from polling.core.db import reading, transaction
from polling.report.actions.preparation import prepare
from polling.report.actions.publishing import publish
from tests.breakouts.drafting.run_in_node import in_node
from tests.browser_page import context_of, opened_in
from tests.plain_html.test_plain_page import send
from tests.ranking.phone_ballots import ballot_on, counted, published, ranking_by
from tests.room import Room
from tests.server import COOKIE, Server, cookie_of
from tests.visitor import Visitor

# Of everybody who has voted on this phone.
RECEIPTS = """() => new Promise((resolve) => {
  const opening = indexedDB.open("ballots");
  opening.onsuccess = () => {
    const all = opening.result.transaction("outbox").objectStore("outbox").getAll();
    all.onsuccess = () => {
      opening.result.close();
      resolve(all.result.map((one) => one.receipt));
    };
  };
})"""
FORGET = """
const stored = new Map({entries});
globalThis.window = globalThis;
globalThis.document = Object.assign(new EventTarget(), {{ querySelector: () => null }});
globalThis.addEventListener = () => {{}};
const {{ del, get, keys, set, update }} = await import("idb-keyval");
const {{ PhoneStorage }} = await import("./static/js/storage/phone-storage.js");
const {{ forgetBallots, openOutbox }} = await import("./static/js/storage/outbox.js");
const operations = new Map([
  [del, (name) => stored.delete(name)],
  [get, (name) => stored.get(name)],
  [keys, () => [...stored.keys()]],
  [set, (name, entry) => stored.set(name, entry)],
  [update, (name, renew) => stored.set(name, renew(stored.get(name)))],
]);
PhoneStorage.prototype.try = async (operation, ...values) => operations.get(operation)?.(...values);
await openOutbox({{ workshop: "12345678", voter: "3", csrfToken: "token" }});
await forgetBallots({{ surveyIsOpen: {survey_is_open}, textQuestions: ["improve"] }});
console.log(JSON.stringify(Object.fromEntries(stored)));
process.exit(0);
"""
BALLOT, NOTE = "0123456789abcdef", "note:1"
DISSENT = f"dissent:{BALLOT}::720"  # it contains the receipt of the ballot


Entries = dict[str, dict[str, Any]]


def kept_of(entries: Entries, *, survey_is_open: bool) -> Entries:
    """What participant 3's phone keeps once the report is published."""
    named = [
        (name, {"contest": name.split(":", 2)[2], "receipt": "ab" * 16, "choices": {}} | entry)
        for name, entry in entries.items()
    ]
    script = FORGET.format(entries=json.dumps(named), survey_is_open=json.dumps(survey_is_open))
    found: Entries = in_node(script)
    return found


@pytest.mark.parametrize("voter", ["3", "4"])
def test_the_published_report_deletes_everybodys_votes(voter: str) -> None:
    mine, survey = f"12345678:{voter}:", f"12345678:{voter}:survey"
    elsewhere: Entries = {
        f"87654321:{voter}:{BALLOT}": {"state": "counted"},
        f"12345678:notes-1:{NOTE}": {"state": "draft", "draft": {"headline": "Unsent"}},
    }
    done = {mine + BALLOT: {"state": "counted"}, mine + "f" * 16: {"state": "refused"}}
    for survey_is_open, kept in ((True, [survey]), (False, [])):
        entries = {**elsewhere, **done, survey: {"state": "counted"}}
        found = kept_of(entries, survey_is_open=survey_is_open)
        assert list(found) == [*elsewhere, *kept]


@pytest.mark.parametrize("contest", [BALLOT, DISSENT, "survey"])
def test_only_what_the_reader_has_not_sent_yet_is_kept_after_the_publication(contest: str) -> None:
    own, other = (f"12345678:{voter}:{contest}" for voter in (3, 4))
    entries = {name: {"state": "saved"} for name in (own, other)}
    assert list(kept_of(entries, survey_is_open=False)) == [own]


@pytest.mark.parametrize("voter", ["3", "4"])
def test_of_answers_that_were_not_sent_only_the_texts_are_kept(voter: str) -> None:
    answers = {"learned": "4", "improve": "Less\nbut longer"}
    survey = f"12345678:{voter}:survey"
    for unsent in ({"state": "draft", "draft": answers}, {"state": "refused", "choices": answers}):
        counted = {"counted": {"learned": "2", "improve": "Less"}}
        kept = kept_of({survey: unsent | counted}, survey_is_open=False)[survey]
        assert kept.pop("receipt") != "ab" * 16
        left = {"improve": "Less\nbut longer"}
        assert kept == {"contest": "survey", "revision": 0, "draft": left, "state": "draft"}


def test_the_published_report_deletes_the_ballots_of_all_who_voted_on_the_phone(
    room: Room, browser: Browser
) -> None:
    contest = ranking_by("approval", room)
    with Server() as server:
        address = f"{server.address}/w/{room.code}"
        people = [room.participant_visitor() for _person in range(2)]
        context = context_of(browser, server, people[0])
        for person in people:
            context.add_cookies(
                [{"name": COOKIE, "value": cookie_of(person), "url": server.address}]
            )
            phone = opened_in(context, address)
            ballot = ballot_on(phone, contest)
            ballot.locator(f"button[data-option='{contest.options[0]}']").click()
            counted(ballot)
            phone.close()
        room.close_and_reveal()
        room.go("breakouts", "presentations", "final_vote", "results", "survey", "closed")
        with transaction() as session:
            publish(session, room.organizer, prepare(session, room.organizer))
        phone = opened_in(context, address)
        expect(phone.locator("forget-ballots")).to_have_text(
            "Your ballots still count. They are no longer on this phone."
        )
        assert phone.evaluate(RECEIPTS) == []


def test_the_second_voter_on_a_plain_page_can_choose_what_the_first_chose(room: Room) -> None:
    contest = ranking_by("approval", room)
    phone, fields = Visitor(room.app), {f"mark-{one}": 1 for one in contest.options[:2]}
    for person in room.join(2):
        phone.holding(Role.PARTICIPANT, room.workshop_id, person)
        before = phone.get(f"/w/{room.code}/plain").text
        assert "You can still make changes." not in before
        assert "Counted." in send(phone, room, contest, fields)
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(Ballot)) == 2


def test_many_voters_on_a_plain_page_do_not_fill_its_cookie(room: Room) -> None:
    contest = ranking_by("approval", room)
    phone, fields = Visitor(room.app), {f"mark-{one}": 1 for one in contest.options[:2]}
    for person in room.join(50):
        phone.holding(Role.PARTICIPANT, room.workshop_id, person)
        assert "Counted." in send(phone, room, contest, fields)
    cookie = phone.client.get_cookie("polling")
    assert cookie
    assert len(cookie.value) < 1_000  # browsers drop cookies of more than 4,093 bytes


def test_a_plain_ballot_of_an_earlier_version_can_be_changed(room: Room) -> None:
    contest = ranking_by("approval", room)
    (person,) = room.join(1)
    receipt = "5" * 32
    room.cast(person, contest.id, {"approved": contest.options[:1]}, receipt=receipt)
    phone = Visitor(room.app).holding(Role.PARTICIPANT, room.workshop_id, person)
    with phone.client.session_transaction() as cookie:
        cookie["receipts"] = {f"{person}:{contest.id}": (receipt, 1)}
    assert "You can still make changes." in phone.get(f"/w/{room.code}/plain").text
    assert "Counted." in send(phone, room, contest, {f"mark-{contest.options[1]}": 1})
    assert published(room, contest) == {"approved": contest.options[1:2]}
