"""Rating in a real browser: sent at each tap, kept, and complete only when everything is rated."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from sqlalchemy import func, select

from polling.contests.casting.receipts import canonical
from polling.contests.kinds import RATING
from polling.contests.models import Ballot
from polling.core.db import reading, transaction
from tests.browser_page import enlarge_text, press, wait_for
from tests.final_vote import raters
from tests.final_vote.test_browser import go
from tests.room import Room
from tests.server import Server

# The colours of an element, and of a selection in the colours that a reader forces on all pages.
SELECTED = """() => {
  const probe = document.body.appendChild(document.createElement("p"));
  Object.assign(probe.style, { background: "Highlight", color: "HighlightText" });
  probe.style.forcedColorAdjust = "none";
  const { backgroundColor, color } = getComputedStyle(probe);
  return [backgroundColor, color];
}"""
COLOURS = """(element) => {
  const { backgroundColor, color } = getComputedStyle(element);
  return [backgroundColor, color];
}"""

FALL_ASLEEP = """() => {
  Object.defineProperty(document, "hidden", { value: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""

# Until `letStorageAnswer` is called, the phone's storage does not answer.
HOLD_STORAGE = """
  let isHeld = true;
  const answered = new Promise((resolve) => (window.letStorageAnswer = resolve));
  answered.then(() => (isHeld = false));
  const { get } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.get = function (key) {
    if (!isHeld || this.transaction.mode !== "readonly") return get.call(this, key);
    const held = {};
    const asked = get.call(this, key);
    const answer = () => held.onsuccess(Object.assign(held, { result: asked.result }));
    asked.onsuccess = () => answered.then(answer);
    return held;
  };
"""


@pytest.fixture
def server(two: Room) -> Iterator[Server]:
    raters.open_first(two)
    with Server() as running:
        yield running


@pytest.fixture
def rating(two: Room, server: Server, phone_context: BrowserContext) -> Page:
    """A phone that rates some issues of four recommendations each."""
    page = go(phone_context, two.participant_visitor(), server, f"/w/{two.code}")
    expect(page.locator("connection-pill[data-state=online]")).to_be_visible()
    return page


@pytest.fixture
def stopped(phone_context: BrowserContext, request: pytest.FixtureRequest) -> Page:
    """The same phone, with timers that only run when the test lets them."""
    phone_context.clock.install(time=0)
    page: Page = request.getfixturevalue("rating")
    page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 10)
    return page


@pytest.fixture
def console(two: Room, server: Server, browser: Browser) -> Page:
    desk = browser.new_context(locale="en")
    return go(desk, two.organizer_visitor(), server, f"/console/{two.code}/final_vote")


def in_front(phone: Page, number: int) -> Locator:
    """A recommendation of the issue that the phone shows."""
    return phone.locator("section:not([hidden]) .rated[data-option]").nth(number)


def says(phone: Page, words: str) -> None:
    expect(phone.locator("section:not([hidden]) [data-status]")).to_contain_text(words)


def rated(room: Room) -> list[dict[str, list[int]]]:
    """The counted marks of each issue, after the close."""
    raters.close(room)
    results = [contest.result["ballots"] for contest in room.contests(RATING)]
    return [ballot["choices"]["rated"] for ballots in results for ballot in ballots]


def test_what_is_rated_by_touch_counts_without_being_sent(two: Room, rating: Page) -> None:
    go_on = rating.locator("section:not([hidden]) > [data-go]")
    paper = go_on.evaluate("button => getComputedStyle(button).backgroundColor")
    answered = rating.locator(".steps [data-answered]")
    for number, words in enumerate(["Priority now", "Support", "Not now", "No opinion"]):
        expect(go_on).to_have_css("background-color", paper)  # not the main button yet
        in_front(rating, number).get_by_label(words).tap()
        if number == 0:
            says(rating, "Counted at")
            the_end_says_how_many_are_left(rating)
            expect(answered).to_have_count(0)
    expect(go_on).not_to_have_css("background-color", paper)
    expect(answered).to_have_count(1)
    expect(progress(rating)).to_have_text("4 of 24 rated")
    says(rating, "Counted at")  # all of them; on a slow machine, the first ones are before
    [counted] = rated(two)
    assert [len(counted[mark]) for mark in ("priority", "support", "not_now")] == [1, 1, 1]


def progress(phone: Page) -> Locator:
    return phone.locator("rating-progress").first


def the_end_says_how_many_are_left(phone: Page) -> None:
    """Go to the end after one rating, and return to the first issue."""
    phone.locator(".steps [data-go]").last.click()
    end = phone.locator("#rating-end")
    expect(end).to_contain_text("You have rated 1 of 24 recommendations.")
    expect(end.locator(".ask-more")).to_be_hidden()
    end.get_by_role("button", name="Rate the others").click()
    expect(phone.locator(".steps [data-go='0']")).to_have_attribute("aria-current", "step")


def test_the_keyboard_rates_and_never_calls_one_too_many_a_priority(
    two: Room, rating: Page
) -> None:
    marks = [in_front(rating, number).get_by_role("radio") for number in range(3)]
    marks[0].first.focus()
    rating.keyboard.press("Space")
    marks[1].first.focus()
    rating.keyboard.press("Space")
    marks[2].first.focus()
    rating.keyboard.press("Space")
    warning = "You already gave “priority now” 2 times on this issue."
    says(rating, f"{warning} Change one of these ratings first.")
    expect(marks[2].first).not_to_be_checked()
    rating.keyboard.press("ArrowRight")
    expect(marks[2].nth(1)).to_be_checked()
    expect(progress(rating)).to_have_text("3 of 24 rated")
    says(rating, "Counted at")
    [counted] = rated(two)
    assert (len(counted["priority"]), len(counted["support"])) == (2, 1)


def test_in_large_text_one_priority_too_many_is_explained_in_sight(rating: Page) -> None:
    rating.set_viewport_size({"width": 360, "height": 640})
    enlarge_text(rating)
    for number in range(3):
        in_front(rating, number).get_by_label("Priority now").tap()
    warning = rating.locator("section:not([hidden]) rating-ballot > .note [data-status]")
    expect(warning).to_contain_text("You already gave “priority now” 2 times on this issue.")
    expect(warning).to_be_in_viewport(ratio=1)


def test_a_concern_is_kept_through_a_reload_and_an_offline_moment(two: Room, rating: Page) -> None:
    rating.context.set_offline(True)
    in_front(rating, 0).get_by_label("Not now").tap()
    in_front(rating, 0).get_by_text("Add a concern", exact=True).tap()
    reason = in_front(rating, 0).get_by_label("What is your concern?")
    reason.fill("Nobody says who pays.")
    says(rating, "Saved on this device.")
    rating.context.set_offline(False)
    says(rating, "Counted at")
    rating.reload()
    expect(in_front(rating, 0).get_by_label("Not now")).to_be_checked()
    expect(reason).to_have_value("Nobody says who pays.")
    expect(progress(rating)).to_have_text("1 of 24 rated")
    [counted] = rated(two)
    said = [s for c in two.contests(RATING) for s in c.result["concerns"]]
    assert [(one["option"], one["text"]) for one in said] == [
        (counted["not_now"][0], "Nobody says who pays.")
    ]
    assert "concerns" not in counted


def begin_a_concern(phone: Page) -> Locator:
    """Type the first letter of a concern, which is not sent yet.

    What is typed before the storage was read is sent as soon as it has been read.
    """
    expect(phone.locator("section:not([hidden]) rating-ballot[data-state]")).to_be_attached()
    in_front(phone, 0).get_by_text("Add a concern", exact=True).tap()
    field = in_front(phone, 0).get_by_label("What is your concern?")
    field.press("N")
    says(phone, "Saving…")
    return field


def stored(room: Room, words: str = "") -> int:
    """The number of ratings that the server has, of those with these words in their choices."""
    query = select(func.count()).select_from(Ballot).where(Ballot.choices.contains(words))
    with reading() as session:
        return session.scalar(query) or 0


def test_a_tap_is_sent_at_once_and_a_concern_while_it_is_typed_and_before_the_phone_sleeps(
    two: Room, stopped: Page
) -> None:
    field = begin_a_concern(stopped)
    for letter in "obo":
        field.press(letter)
        stopped.clock.run_for(1500)  # in all, the longest time between two attempts
    wait_for(stopped, lambda: stored(two))
    in_front(stopped, 0).get_by_label("Not now").tap()
    wait_for(stopped, lambda: stored(two, "not_now"))
    says(stopped, "Counted at")
    field.press("d")
    says(stopped, "Saving…")
    stopped.evaluate(FALL_ASLEEP)
    says(stopped, "Counted at")


@pytest.mark.parametrize("path", ["/w/{code}/survey", "/robots.txt"])
def test_a_concern_is_sent_when_somebody_leaves_its_page(
    two: Room, stopped: Page, server: Server, path: str
) -> None:
    begin_a_concern(stopped)
    stopped.goto(server.address + path.format(code=two.code))
    wait_for(stopped, lambda: stored(two))


def test_a_concern_that_was_being_typed_at_the_close_is_said_to_be_late(
    two: Room, stopped: Page, console: Page
) -> None:
    begin_a_concern(stopped)
    press(console, "Close first stage")
    expect(console.get_by_role("button", name="Reopen first stage")).to_be_visible()
    stopped.clock.resume()
    late = stopped.locator("closed-vote.warn")
    expect(late).to_contain_text("Voting has closed. Your ballot was not counted.")
    unsent = stopped.locator("unsent-fields")
    expect(unsent.locator("li .said")).to_have_text("N")
    press(console, "Reopen first stage")
    says(stopped, "Counted at")
    press(console, "Close first stage")
    expect(stopped.locator("rating-ballot")).to_have_count(0)
    expect(unsent).to_be_hidden()


def test_a_tap_before_the_storage_answers_keeps_the_earlier_ratings(
    two: Room, stopped: Page
) -> None:
    in_front(stopped, 0).get_by_label("Not now").tap()
    says(stopped, "Counted at")
    stopped.add_init_script(HOLD_STORAGE)
    stopped.reload()  # now the page waits for its storage as long as it takes
    in_front(stopped, 1).get_by_label("Support").tap()
    stopped.evaluate("letStorageAnswer()")
    expect(progress(stopped)).to_have_text("2 of 24 rated")
    says(stopped, "Counted at")
    [counted] = rated(two)
    assert [len(counted[mark]) for mark in ("not_now", "support")] == [1, 1]


def rate_too_late(rating: Page, console: Page, choice: str) -> None:
    """Rate offline, and go online again once the first stage is closed."""
    rating.context.set_offline(True)
    in_front(rating, 0).get_by_label(choice).tap()
    says(rating, "Saved on this device.")
    press(console, "Close first stage")
    expect(console.get_by_role("button", name="Reopen first stage")).to_be_visible()
    rating.context.set_offline(False)


def test_a_phone_that_was_offline_at_the_close_says_what_counts(
    two: Room, rating: Page, console: Page
) -> None:
    a_rating_that_came_too_late_is_sent_again_when_the_vote_is_reopened(rating, console)
    a_phone_that_missed_the_close_and_the_reopening_shows_its_ballot(rating, console)
    a_late_change_of_a_rating_is_said_until_the_ratings_are_revealed(rating, console)
    ballots = [one for contest in two.contests(RATING) for one in contest.result["ballots"]]
    assert [len(one["choices"]["rated"]["not_now"]) for one in ballots] == [1]


def a_rating_that_came_too_late_is_sent_again_when_the_vote_is_reopened(
    rating: Page, console: Page
) -> None:
    rate_too_late(rating, console, "Not now")
    late = rating.locator("closed-vote.warn")
    expect(late).to_contain_text("Voting has closed. Your ballot was not counted.")
    press(console, "Reopen first stage")
    says(rating, "Counted at")


def a_phone_that_missed_the_close_and_the_reopening_shows_its_ballot(
    rating: Page, console: Page
) -> None:
    rating.context.set_offline(True)
    press(console, "Close first stage")
    press(console, "Reopen first stage")
    expect(console.get_by_role("button", name="Close first stage")).to_be_visible()
    rating.context.set_offline(False)
    expect(rating.locator("section:not([hidden]) .notice")).to_contain_text("open again")
    says(rating, "Counted at")


def a_late_change_of_a_rating_is_said_until_the_ratings_are_revealed(
    rating: Page, console: Page
) -> None:
    rate_too_late(rating, console, "Support")
    late = rating.locator("closed-vote.warn")
    expect(late).to_contain_text(": Voting has closed. Your change was not counted")
    press(console, "Reveal ratings")
    overall = rating.locator("#overall")
    expect(overall).to_contain_text("No recommendation clearly has broad support.")
    expect(overall).to_contain_text(": Voting has closed. Your change was not counted")
    expect(late).to_have_count(1)


def change_choices_of_one_issue() -> None:
    """Change the choices of a ballot, but not the hash beside them."""
    with transaction() as session:
        _one, other = session.scalars(select(Ballot).order_by(Ballot.contest_id))
        other.choices = canonical({"abstain": True})


@pytest.mark.parametrize(
    "is_changed, said",
    [
        (False, "Checked: your vote was counted as you sent it."),
        (True, "Your ballot is not in the published list. Tell an organizer."),
    ],
)
def test_a_phone_checks_its_ratings_of_all_issues(
    rating: Page, console: Page, is_changed: bool, said: str
) -> None:
    for _issue in range(2):
        in_front(rating, 0).get_by_label("Support").tap()
        says(rating, "Counted at")
        rating.locator("section:not([hidden]) > [data-go]").tap()
    press(console, "Close first stage")
    expect(console.get_by_role("button", name="Reveal ratings")).to_be_visible()
    if is_changed:
        change_choices_of_one_issue()
    press(console, "Reveal ratings")
    expect(rating.locator("ballot-check")).to_have_text(said)


def test_a_concern_that_was_withdrawn_too_late_is_said_after_the_reveal(
    two: Room, rating: Page, console: Page
) -> None:
    in_front(rating, 0).get_by_text("Add a concern", exact=True).tap()
    field = in_front(rating, 0).get_by_label("What is your concern?")
    field.fill("Nobody says who pays.")
    field.blur()
    wait_for(rating, lambda: stored(two))
    says(rating, "Counted at")
    rating.context.set_offline(True)
    field.fill("")
    field.blur()
    says(rating, "Saved on this device.")
    press(console, "Close first stage")
    press(console, "Reveal ratings")
    expect(console.get_by_role("button", name="Reveal ratings")).to_have_count(0)
    rating.context.set_offline(False)
    late = rating.locator("closed-vote.warn")
    expect(late).to_contain_text(": Voting has closed. Your change was not counted")


def test_in_forced_colours_each_rating_is_marked_as_selected(rating: Page) -> None:
    rating.emulate_media(forced_colors="active")
    for number, words in enumerate(["Priority now", "Support", "Not now", "No opinion"]):
        mark = in_front(rating, number).locator("label", has_text=words)
        mark.tap()
        assert mark.locator("span").evaluate(COLOURS) == rating.evaluate(SELECTED)
