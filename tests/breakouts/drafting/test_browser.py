"""Drafting in real browsers: the pages' own script, its document, and the real server."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, CDPSession, Locator, Page, expect

from polling.breakouts.drafting.history import begin
from polling.core.db import transaction
from polling.documents import store, writing
from polling.documents.models import DocumentUpdate
from polling.recommendations.models import Recommendation
from tests.attacks.hostile_yjs_updates import many_clients
from tests.breakouts.drafting.group_at_work import Table
from tests.browser_page import press
from tests.conftest import Served
from tests.documents.drafting_phone import Phone
from tests.room import Room
from tests.server import COOKIE, cookie_of

PHONE = {"width": 390, "height": 844}

Open = Callable[[int], Page]


@pytest.fixture
def table(served: Served) -> Table:
    """A separate workshop for each test."""
    return Table.of(Room.of(served[1]))


@pytest.fixture
def opened(table: Table, served: Served, browser: Browser) -> Iterator[Open]:
    """Open the page of the group's member with this index, ready to write."""
    contexts = []

    def open_page(index: int) -> Page:
        context = browser.new_context(viewport=PHONE, has_touch=True)  # type: ignore[arg-type]
        contexts.append(context)
        cookie = cookie_of(table.visitor(table.members[index]))
        context.add_cookies([{"name": COOKIE, "value": cookie, "url": served[0].address}])
        page = context.new_page()
        page.goto(f"{served[0].address}/w/{table.room.code}")
        expect(page.locator('[data-draft-status][data-state="saved"]')).to_be_attached()
        return page

    yield open_page
    for context in contexts:
        context.close()


def field(page: Page, recommendation: int, name: str = "action") -> Locator:
    return page.locator(f'[data-field="{recommendation}/{name}"]')


def status_is(page: Page, state: str) -> None:
    expect(page.locator("[data-draft-status]")).to_have_attribute("data-state", state)


def is_saved(page: Page) -> None:
    status_is(page, "saved")


def type_at(where: Locator, at: int, words: str) -> None:
    where.focus()
    where.evaluate(f"field => field.setSelectionRange({at}, {at})")
    where.press_sequentially(words)


def test_two_people_write_in_one_sentence_and_one_of_them_is_offline(
    table: Table, opened: Open
) -> None:
    made = table.recommend(action="open a registry")
    one, two = opened(0), opened(1)
    two.context.set_offline(True)
    status_is(two, "offline")
    type_at(field(one, made), 0, "quickly ")
    type_at(field(two, made), 15, " of owners")
    is_saved(one)
    expect(field(two, made)).to_have_value("open a registry of owners")
    two.context.set_offline(False)
    for page in (one, two):
        expect(field(page, made)).to_have_value("quickly open a registry of owners")
        is_saved(page)
    assert table.row(made).action == "quickly open a registry of owners"


def test_both_type_at_once_and_every_letter_arrives(table: Table, opened: Open) -> None:
    made = table.recommend(action="-")
    one, two = opened(0), opened(1)
    field(one, made).focus()
    field(one, made).press("Home")
    field(two, made).focus()
    field(two, made).press("End")
    for letter in "abcdefghij":
        one.keyboard.type(letter)
        two.keyboard.type(letter.upper())
    for page in (one, two):
        expect(field(page, made)).to_have_value("abcdefghij-ABCDEFGHIJ")


def test_text_typed_offline_survives_a_reload(table: Table, opened: Open) -> None:
    made = table.recommend()
    page = opened(0)
    page.context.set_offline(True)
    status_is(page, "offline")
    type_at(field(page, made), 0, "written in the lift")
    status_is(page, "offline")
    page.goto("about:blank")
    page.context.set_offline(False)
    page.go_back()
    expect(field(page, made)).to_have_value("written in the lift")
    is_saved(page)
    assert table.row(made).action == "written in the lift"


COMPOSED = {
    "Thai": ("ก", "กา", "การ"),
    "Khmer": ("ខ", "ខ្", "ខ្មែ"),
    "Burmese": ("မ", "မြ", "မြန်"),
    "Vietnamese": ("v", "vie", "việ"),
}


def test_a_word_that_is_being_composed_is_left_alone_and_then_merged(
    table: Table, opened: Open
) -> None:
    made = {language: table.recommend(action="end") for language in COMPOSED}
    composing, other = opened(0), opened(1)
    keyboard = composing.context.new_cdp_session(composing)
    for language, parts in COMPOSED.items():
        compose(keyboard, composing, other, made[language], parts)


def compose(
    keyboard: CDPSession, composing: Page, other: Page, made: int, parts: tuple[str, ...]
) -> None:
    """Compose a word with an input method, while another person writes before and after it."""
    word = parts[-1]
    type_at(field(composing, made), 0, "")
    for part in parts:
        keyboard.send(
            "Input.imeSetComposition",
            {"text": part, "selectionStart": len(part), "selectionEnd": len(part)},
        )
    expect(field(other, made)).to_have_value(f"{word}end")
    type_at(field(other, made), len(word) + 3, " of it")
    type_at(field(other, made), 0, "see ")
    is_saved(other)
    expect(composing.locator(f'[data-writing="{made}/action"]')).to_have_text("#2 is writing here")
    expect(field(composing, made)).to_have_value(f"{word}end")
    keyboard.send("Input.insertText", {"text": f"{word} "})
    for page in (composing, other):
        expect(field(page, made)).to_have_value(f"see {word} end of it")
    caret = field(composing, made).evaluate("field => field.selectionStart")
    assert caret == len(f"see {word} ")


def test_the_caret_stays_with_its_word_when_others_write_before_it(
    table: Table, opened: Open
) -> None:
    made = table.recommend(action="one two")
    one, two = opened(0), opened(1)
    type_at(field(one, made), 3, "")
    type_at(field(two, made), 0, "zero ")
    expect(field(one, made)).to_have_value("zero one two")
    one.keyboard.type("!")
    expect(field(one, made)).to_have_value("zero one! two")


def test_undo_takes_back_one_s_own_words_only(table: Table, opened: Open) -> None:
    made = table.recommend(action="start")
    one, two = opened(0), opened(1)
    type_at(field(one, made), 5, "")
    one.keyboard.insert_text(" mine")  # slow keys would be undone one by one
    type_at(field(two, made), 0, "theirs ")
    expect(field(one, made)).to_have_value("theirs start mine")
    field(one, made).press("Control+z")
    for page in (one, two):
        expect(field(page, made)).to_have_value("theirs start")
    field(one, made).press("Control+Shift+z")
    expect(field(two, made)).to_have_value("theirs start mine")


def test_the_others_see_who_is_writing_where(table: Table, opened: Open) -> None:
    made = table.recommend()
    one, two = opened(0), opened(1)
    field(one, made, "by").focus()
    chip = two.locator(f'[data-writing="{made}/by"]')
    expect(chip).to_have_text("#1 is writing here")
    field(one, made, "by").blur()
    expect(chip).to_have_text("")


def test_one_who_adds_a_recommendation_writes_in_it_at_once(table: Table, opened: Open) -> None:
    one, two = opened(0), opened(1)
    one.get_by_role("button", name="Add recommendation").first.click()
    expect(one.locator("article textarea:focus")).to_be_visible()
    one.keyboard.type("protect those who report")
    expect(two.locator("article textarea").first).to_have_value("protect those who report")


def test_a_recommendation_deleted_under_somebody_s_hands_returns_with_their_words(
    table: Table, opened: Open
) -> None:
    made = table.recommend(action="open")
    one, two = opened(0), opened(1)
    type_at(field(one, made), 4, " a registry")
    two.locator(".menu summary").click()
    two.get_by_role("button", name="Delete").click()
    expect(one.get_by_text("Deleted.")).to_be_visible()
    expect(field(one, made)).to_have_count(0)
    one.get_by_role("button", name="Undo").click()
    for page in (one, two):
        expect(field(page, made)).to_have_value("open a registry")


def test_an_open_history_follows_what_others_write(table: Table, opened: Open) -> None:
    made = table.recommend(actors=["Banks"], action="open a registry")
    reader, writer = opened(0), opened(1)
    reader.locator(".menu summary").click()
    reader.get_by_role("link", name="History").click()
    history = reader.locator(f"#history-{made}")
    expect(history).to_be_visible()
    type_at(field(writer, made), 15, " of owners")
    newest = history.locator("li").first
    expect(newest).to_contain_text("#2")
    expect(newest).to_contain_text("of owners")
    history.get_by_role("button", name="Restore").last.click()
    expect(newest).to_contain_text("restored")
    expect(history.get_by_text("Restored.", exact=True)).to_be_visible()


def test_actors_are_named_and_taken_away(table: Table, opened: Open) -> None:
    table.recommend(actors=["Banks"])
    one, two = opened(0), opened(1)
    one.get_by_label("Add an actor").fill("Prosecutors")
    one.get_by_label("Add an actor").press("Enter")
    expect(two.locator(".tag > span")).to_have_text(["Banks", "Prosecutors"])
    two.get_by_role("button", name="Remove: Banks").click()
    expect(one.locator(".tag > span")).to_have_text(["Prosecutors"])


def test_a_paste_with_unseen_characters_and_line_ends_is_cleaned_not_refused(
    table: Table, opened: Open
) -> None:
    made = table.recommend()
    page = opened(0)
    field(page, made).focus()
    page.keyboard.insert_text("one\ntwo\u202e three")
    expect(field(page, made)).to_have_value("one two three")
    is_saved(page)


def test_hints_appear_and_disappear_without_disturbing_writing(table: Table, opened: Open) -> None:
    made = table.recommend(actors=["Banks"], action="report suspicious transfers within a day")
    page = opened(0)
    hints = page.locator(f"#hints-{made}")
    expect(hints).to_have_count(0)
    type_at(field(page, made), 0, "publish a code and adopt it, and ")
    expect(hints).to_contain_text("two actions?")
    expect(field(page, made)).to_be_focused()
    assert field(page, made).evaluate("field => field.selectionStart") == 33
    hints.get_by_text("To improve: two actions?").click()
    expect(hints.get_by_text("One action per recommendation is easier to vote on.")).to_be_visible()
    type_at(field(page, made), 0, "")
    for _ in range(33):
        page.keyboard.press("Delete")
    expect(hints).to_have_count(0)


def test_after_the_breakouts_the_text_can_be_read_and_not_written(
    table: Table, opened: Open
) -> None:
    made = table.recommend(action="open a registry")
    page = opened(0)
    table.stage("presentations")
    type_at(field(page, made), 0, "late ")
    status_is(page, "refused")
    expect(page.locator("[data-draft-status]")).to_have_text(
        "Drafting has ended. Unsent changes stay on this phone."
    )
    assert table.row(made).action == "open a registry"


def test_text_that_was_not_sent_before_drafting_ended_can_be_copied(
    table: Table, opened: Open
) -> None:
    made = table.recommend(action="open a registry")
    page = opened(0)
    page.context.set_offline(True)
    status_is(page, "offline")
    type_at(field(page, made), 15, " of owners")
    table.stage("presentations")
    page.context.set_offline(False)
    page.locator("live-page").evaluate("page => page.refresh()")
    unsent = page.locator("unsent-draft")
    for _look in range(2):
        expect(unsent).to_contain_text("Drafting ended before these texts were sent.")
        expect(unsent.get_by_role("listitem")).to_contain_text("open a registry of owners")
        expect(unsent.get_by_role("listitem")).to_contain_text(" · should")
        expect(unsent.get_by_role("button", name="Copy")).to_be_visible()
        page.reload()
    press(page, "Delete all")
    expect(unsent).to_be_hidden()
    assert table.row(made).action == "open a registry"


def test_somebody_who_is_moved_gets_the_document_of_the_new_group(
    table: Table, opened: Open
) -> None:
    table.recommend(action="ours")
    theirs = table.recommend(group_id=table.other_group_id, action="theirs")
    page = opened(0)
    table.seat(table.members[0], table.other_group_id)
    page.locator("live-page").evaluate("page => page.refresh()")
    expect(field(page, theirs)).to_be_editable()
    is_saved(page)
    expect(field(page, theirs)).to_have_value("theirs")
    type_at(field(page, theirs), 0, "now ours: ")
    is_saved(page)
    assert table.row(theirs).action == "now ours: theirs"


@pytest.mark.parametrize(
    "meanwhile, expected",
    [
        ("open a registry", "open a registry of owners"),
        ("quickly open a registry", "quickly open a registry of owners"),
        ("open a registry now", "open a registry of owners now"),
    ],
    ids=["unchanged", "changed before", "changed there"],
)
def test_text_typed_offline_is_written_in_the_document_that_has_replaced_a_costly_one(
    table: Table,
    opened: Open,
    served: Served,
    meanwhile: str,
    expected: str,
) -> None:
    made = table.recommend(action="open a registry")
    page = opened(0)
    page.context.set_offline(True)
    status_is(page, "offline")
    type_at(field(page, made), 15, " of owners")
    served[0].kill()
    with transaction() as session:
        costly = many_clients(f"{made}/rationale", 5_000)
        session.add(DocumentUpdate(group_id=table.group_id, data=costly))
        session.get_one(Recommendation, made).action = meanwhile
    store.forget_all()
    writing.make_ready(table.member())
    assert Table.document_of(table.group_id) != table.document
    served[0].start()
    page.context.set_offline(False)
    expect(field(page, made)).to_have_value(expected)
    is_saved(page)
    assert table.row(made).action == expected


def test_the_tab_key_goes_from_naming_an_actor_to_adding_it(opened: Open, table: Table) -> None:
    page = opened(0)
    page.get_by_role("button", name="Add recommendation").first.click()
    page.get_by_label("Add an actor").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Add", exact=True)).to_be_focused()


def test_a_word_without_end_leaves_the_history_as_wide_as_a_phone(
    opened: Open, table: Table, served: Served
) -> None:
    made = table.recommend(actors=["A" * 120], action="publish their registers of owners")
    with transaction() as session:
        begin(session, [session.get_one(Recommendation, made)])
    page = opened(0)
    page.goto(f"{served[0].address}/w/{table.room.code}?history={made}")
    expect(page.locator(".history .said")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


KEEP = """
([name, update]) => new Promise((done) => {
  const opening = indexedDB.open("drafts");
  opening.onsuccess = () => {
    const store = opening.result.transaction("updates", "readwrite").objectStore("updates");
    store.put(new Uint8Array(update), [name, Date.now(), 0, 0.5]).onsuccess = done;
  };
})
"""


def test_text_that_was_kept_under_a_foreign_client_is_written_again_under_an_own_one(
    table: Table, opened: Open
) -> None:
    """As stored by a page of an older version, or by a person who has joined again."""
    made = table.recommend()
    page = opened(0)
    type_at(field(page, made), 0, "a registry")
    is_saved(page)
    earlier = Phone(table.document, 7, mark=table.member(1).mark)
    for update in table.stored():
        earlier.hear(update)
    earlier.type(f"{made}/action", 0, "open ")
    page.evaluate(KEEP, [table.document, [*earlier.unsent[0]]])
    page.reload()
    expect(field(page, made)).to_have_value("open a registry")
    expect(page.locator('[data-draft-status][data-state="saved"]')).to_be_attached()
    assert table.row(made).action == "open a registry"
    type_at(field(page, made), 5, "up ")
    is_saved(page)
    assert table.row(made).action == "open up a registry"
    other = opened(1)
    expect(field(other, made)).to_have_value("open up a registry")
