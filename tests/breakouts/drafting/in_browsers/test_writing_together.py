"""Two people write at the same time, in real browsers. Their pages are opened once for all this."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.breakouts.drafting.group_at_work import Table
from tests.breakouts.drafting.in_browsers.draft_page import Open, card, field, is_saved, type_at

# What happens on the pages of two people, with a recommendation that nobody else touches.
Scene = Callable[[Page, Page, int], None]


IS_BELOW_THE_BAR = """() => {
  const card = document.activeElement.closest("article");
  const bar = document.querySelector(".current-task");
  return card.getBoundingClientRect().top >= bar.getBoundingClientRect().bottom;
}"""


def both_type_at_once_and_every_letter_arrives(one: Page, two: Page, made: int) -> None:
    field(one, made).focus()
    field(one, made).press("Home")
    field(two, made).focus()
    field(two, made).press("End")
    for letter in "abcdefghij":
        one.keyboard.type(letter)
        two.keyboard.type(letter.upper())
    for page in (one, two):
        expect(field(page, made)).to_have_value("abcdefghij-ABCDEFGHIJ")


COMPOSED = {
    "Thai": ("ก", "กา", "การ"),
    "Khmer": ("ខ", "ខ្", "ខ្មែ"),
    "Burmese": ("မ", "မြ", "မြန်"),
    "Vietnamese": ("v", "vie", "việ"),
}


def compose(composing: Page, other: Page, made: int, parts: tuple[str, ...]) -> None:
    """Compose a word with an input method, while another person writes before and after it."""
    keyboard = composing.context.new_cdp_session(composing)
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


def the_caret_stays_with_its_word_when_others_write_before_it(
    one: Page, two: Page, made: int
) -> None:
    type_at(field(one, made), 3, "")
    type_at(field(two, made), 0, "zero ")
    expect(field(one, made)).to_have_value("zero one two")
    one.keyboard.type("!")
    expect(field(one, made)).to_have_value("zero one! two")


def undo_takes_back_one_s_own_words_only(one: Page, two: Page, made: int) -> None:
    type_at(field(one, made), 5, "")
    one.keyboard.insert_text(" mine")  # slow keys would be undone one by one
    type_at(field(two, made), 0, "theirs ")
    expect(field(one, made)).to_have_value("theirs start mine")
    field(one, made).press("Control+z")
    for page in (one, two):
        expect(field(page, made)).to_have_value("theirs start")
    field(one, made).press("Control+Shift+z")
    expect(field(two, made)).to_have_value("theirs start mine")


def the_others_see_who_is_writing_where(one: Page, two: Page, made: int) -> None:
    field(one, made, "by").focus()
    chip = two.locator(f'[data-writing="{made}/by"]')
    expect(chip).to_have_text("#1 is writing here")
    field(one, made, "by").blur()
    expect(chip).to_have_text("")


def actors_are_named_and_taken_away(one: Page, two: Page, made: int) -> None:
    new = card(one, made).get_by_label("Add an actor")
    new.fill("Prosecutors")
    new.press("Enter")
    expect(actors(two, made)).to_have_text(["Banks", "Prosecutors"])
    card(two, made).get_by_role("button", name="Remove: Banks").click()
    expect(actors(one, made)).to_have_text(["Prosecutors"])


def actors(page: Page, made: int) -> Locator:
    return card(page, made).locator(".tag > span")


def the_tab_key_goes_from_naming_an_actor_to_adding_it(one: Page, _two: Page, made: int) -> None:
    card(one, made).get_by_label("Add an actor").focus()
    one.keyboard.press("Tab")
    expect(card(one, made).get_by_role("button", name="Add", exact=True)).to_be_focused()


def a_paste_with_unseen_characters_and_line_ends_is_cleaned_not_refused(
    one: Page, _two: Page, made: int
) -> None:
    field(one, made).focus()
    one.keyboard.insert_text("one\ntwo\u202e three")
    expect(field(one, made)).to_have_value("one two three")
    is_saved(one)


def hints_appear_and_disappear_without_disturbing_writing(one: Page, _two: Page, made: int) -> None:
    hints = one.locator(f"#hints-{made}")
    expect(hints).to_have_count(0)
    type_at(field(one, made), 0, "publish a code and adopt it, and ")
    expect(hints).to_contain_text("two actions?")
    expect(field(one, made)).to_be_focused()
    assert field(one, made).evaluate("field => field.selectionStart") == 33
    hints.get_by_text("To improve: two actions?").click()
    expect(hints.get_by_text("One action per recommendation is easier to vote on.")).to_be_visible()
    field(one, made).focus()
    field(one, made).evaluate("field => field.setSelectionRange(0, 33)")
    one.keyboard.press("Delete")
    expect(hints).to_have_count(0)


def one_who_adds_a_recommendation_writes_in_it_at_once(one: Page, two: Page, _made: int) -> None:
    one.get_by_role("button", name="Add recommendation").first.click()
    expect(one.locator("article input:focus")).to_have_value("")
    assert one.evaluate(IS_BELOW_THE_BAR)
    one.keyboard.type("Harbour masters")
    one.keyboard.press("Enter")
    expect(two.get_by_role("article").filter(has_text="Harbour masters")).to_be_visible()


def a_recommendation_deleted_under_somebody_s_hands_returns_with_their_words(
    one: Page, two: Page, made: int
) -> None:
    type_at(field(one, made), 4, " a registry")
    card(two, made).locator(".menu summary").click()
    card(two, made).get_by_role("button", name="Delete").click()
    expect(one.locator("[data-toast]")).to_be_visible()
    expect(one.locator("#announcer")).to_contain_text("Deleted.")
    expect(field(one, made)).to_have_count(0)
    one.get_by_role("button", name="Undo").click()
    for page in (one, two):
        expect(field(page, made)).to_have_value("open a registry")


def an_open_history_follows_what_others_write(reader: Page, writer: Page, made: int) -> None:
    card(reader, made).locator(".menu summary").click()
    card(reader, made).get_by_role("link", name="History").click()
    history = reader.locator(f"#history-{made}")
    expect(history).to_be_visible()
    type_at(field(writer, made), 15, " of owners")
    newest = history.locator("li").first
    expect(newest).to_contain_text("#2")
    expect(newest).to_contain_text("of owners")
    history.get_by_role("button", name="Restore").last.click()
    expect(newest).to_contain_text("restored")
    expect(history.get_by_text("Restored.", exact=True)).to_be_visible()


BANKS: dict[str, Any] = {"actors": ["Banks"], "action": "report suspicious transfers within a day"}
# Each scene, and the recommendation with which it begins.
SCENES: list[tuple[Scene, dict[str, Any]]] = [
    (both_type_at_once_and_every_letter_arrives, {"action": "-"}),
    (the_caret_stays_with_its_word_when_others_write_before_it, {"action": "one two"}),
    (undo_takes_back_one_s_own_words_only, {"action": "start"}),
    (the_others_see_who_is_writing_where, {}),
    (actors_are_named_and_taken_away, {"actors": ["Banks"]}),
    (the_tab_key_goes_from_naming_an_actor_to_adding_it, {}),
    (a_paste_with_unseen_characters_and_line_ends_is_cleaned_not_refused, {}),
    (hints_appear_and_disappear_without_disturbing_writing, BANKS),
    (one_who_adds_a_recommendation_writes_in_it_at_once, {}),
    (a_recommendation_deleted_under_somebody_s_hands_returns_with_their_words, {"action": "open"}),
    (an_open_history_follows_what_others_write, BANKS | {"action": "open a registry"}),
]


def test_two_people_write_together(table: Table, opened: Open, subtests: pytest.Subtests) -> None:
    scenes = [(scene, table.recommend(**parts)) for scene, parts in SCENES]
    composed = {language: table.recommend(action="end") for language in COMPOSED}
    one, two = opened(0), opened(1)
    for language, made in composed.items():
        with subtests.test(f"a word being composed in {language} is left alone and then merged"):
            compose(one, two, made, COMPOSED[language])
    for scene, made in scenes:
        with subtests.test(scene.__name__.replace("_", " ")):
            scene(one, two, made)
