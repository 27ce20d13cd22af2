"""A group's page: its fields and cards, and whether it is saved."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

PHONE = {"width": 390, "height": 844}

KEEP = """
([name, update]) => new Promise((done) => {
  const opening = indexedDB.open("drafts");
  opening.onsuccess = () => {
    const store = opening.result.transaction("updates", "readwrite").objectStore("updates");
    store.put(new Uint8Array(update), [name, Date.now(), 0, 0.5]).onsuccess = done;
  };
})
"""

Open = Callable[[int], Page]


def field(page: Page, recommendation: int, name: str = "action") -> Locator:
    return page.locator(f'[data-field="{recommendation}/{name}"]')


def card(page: Page, recommendation: int) -> Locator:
    return page.locator(f"#recommendation-{recommendation}")


def status_is(page: Page, state: str) -> None:
    expect(page.locator("[data-draft-status]")).to_have_attribute("data-state", state)


def is_saved(page: Page) -> None:
    status_is(page, "saved")


def type_at(where: Locator, at: int, words: str) -> None:
    where.focus()
    where.evaluate(f"field => field.setSelectionRange({at}, {at})")
    where.press_sequentially(words)


def keep(page: Page, document: str, update: bytes) -> None:
    """Store an update of the document in the browser, as an earlier page of its reader did."""
    reader = page.locator("live-page").get_attribute("data-voter")
    page.evaluate(KEEP, [f"{reader}:{document}", [*update]])
