"""The registration list in a real browser: chosen, checked, corrected, stored."""

from playwright.sync_api import Browser, expect

from tests.browser_page import opened
from tests.conftest import Served
from tests.room import Room
from tests.setup.registration.sample_lists import NAMES, PEOPLE, csv_of


def test_a_list_is_previewed_corrected_and_stored(served: Served, browser: Browser) -> None:
    server, app = served
    room = Room.of(app)
    address = f"/console/{room.code}/setup?section=registration"
    page = opened(browser, server, room.organizer_visitor(), address)
    strange = ["Ed", "", "Think tank", "Laos", "F", "Participant"]
    data = csv_of([NAMES, *PEOPLE, strange]).encode()
    page.locator("[name=file]").set_input_files(
        {"name": "list.csv", "mimeType": "text/csv", "buffer": data}
    )
    keep = page.get_by_role("button", name="Save")
    expect(keep).to_be_disabled()
    expect(page.get_by_label("Country")).to_have_value("country")
    expect(page.get_by_text("Sector, line 6", exact=True).first).to_be_visible()
    page.get_by_label("“Think tank”").select_option(label="Academia")
    expect(keep).to_be_enabled()
    page.get_by_label("Sex").select_option(label="ignore")
    expect(page.get_by_role("table").filter(has_text="Woman")).to_have_count(0)
    expect(page.get_by_label("“Think tank”")).to_have_value('["sector", "Think tank", "Academia"]')
    keep.click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(page.get_by_role("heading", name="5 people", level=2)).to_be_visible()
    expect(keep).to_have_count(0)
    page.locator("[name=file]").set_input_files(
        {"name": "list.csv", "mimeType": "text/csv", "buffer": b"%PDF"}
    )
    expect(page.get_by_role("alert")).to_have_text(
        "This file cannot be read. Save the sheet as .xlsx or CSV, without a password."
    )
