"""Badges: creating, printing, using once, reissuing; and access to them."""

from collections.abc import Callable, Sized

import pytest
from playwright.sync_api import Browser, expect
from pypdf import PdfReader

from polling.core import workers
from polling.core.access import Role
from polling.core.db import reading, transaction
from polling.core.errors import NotFound
from polling.core.typesetting import typeset
from polling.facilitation.stage_registry import reasons_to_stay
from polling.people import badge_sheet, queries, urls
from polling.people.actions import badges, participants
from polling.people.models import Badge, Participant
from polling.workshop.join_codes import spaced
from polling.workshop.models import Workshop
from tests.pdf_file import claims_ua, elements, fonts, is_tagged, opened
from tests.room import Room
from tests.server import Server
from tests.visitor import Visitor


def make(room: Room, count: int) -> list[Badge]:
    with transaction() as session:
        return badges.make_badges(session, room.organizer, count)


def use(room: Room, number: int) -> Visitor:
    """A person who scans the current version of this badge."""
    visitor = Visitor(room.app)
    visitor.post("/b", {"token": token(room, number), "join": "yes"})
    return visitor


def token(room: Room, number: int) -> str:
    with room.app.test_request_context(), reading() as session:
        badge = queries.badge(session, room.workshop_id, number)
        return urls.badge_address(badge).partition("#")[2]


def require_badges(room: Room) -> None:
    with transaction() as session:
        workshop = session.get_one(Workshop, room.workshop_id)
        workshop.settings = {**workshop.settings, "badges": True}


def sheet(room: Room, query: str = "") -> PdfReader:
    answer = room.organizer_visitor().get(f"/console/{room.code}/badges/sheet.pdf{query}")
    assert answer.mimetype == "application/pdf"
    return opened(answer.data)


def numbers(pdf: PdfReader) -> list[int]:
    lines = [line for page in pdf.pages for line in page.extract_text().splitlines()]
    return [int(line) for line in lines if line.strip().isdigit()]


def test_eight_badges_stand_on_a_sheet_of_a4(room: Room) -> None:
    make(room, 20)
    pdf = sheet(room)
    assert (len(pdf.pages), numbers(pdf)) == (3, list(range(1, 21)))
    assert (round(pdf.pages[0].mediabox.width), round(pdf.pages[0].mediabox.height)) == (595, 842)


def test_others_take_their_turns_while_2000_badges_are_drawn(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(room, 2_000)
    at_a_time: list[int] = []

    def run(work: Callable[..., object], *args: Sized, **_more: object) -> object:
        if work is typeset:
            return b"%PDF"
        at_a_time.append(len(args[0]))
        return [""] * len(args[0])

    monkeypatch.setattr(workers._printing, "run", run)
    answer = room.organizer_visitor().get(f"/console/{room.code}/badges/sheet.pdf")
    assert (answer.status_code, sum(at_a_time)) == (200, 2_000)
    assert max(at_a_time) <= 40


def test_a_sheet_is_tagged_and_its_fonts_are_embedded(room: Room) -> None:
    make(room, 3)
    pdf = sheet(room)
    pictures = [one["/Alt"] for one in elements(pdf) if one["/S"] == "/Figure"]
    assert (is_tagged(pdf), claims_ua(pdf)) == (True, True)
    assert set(fonts(pdf).values()) == {True}
    assert pictures == [f"QR code {number}" for number in (1, 2, 3)]


def test_each_badge_has_its_own_code(room: Room) -> None:
    make(room, 3)
    with room.app.test_request_context(), reading() as session:
        workshop = session.get_one(Workshop, room.workshop_id)
        told = badge_sheet.sheet(workshop, queries.badges(session, room.workshop_id))
    assert [one["link"] for one in told["badges"]] == [
        f"http://localhost/b#{token(room, number)}" for number in (1, 2, 3)
    ]


def test_a_range_can_be_printed_and_only_those_not_yet_used(room: Room) -> None:
    room.go("lobby")
    make(room, 9)
    use(room, 4)
    assert numbers(sheet(room, "?first=3&last=5")) == [3, 4, 5]
    assert numbers(sheet(room, "?first=3&last=5&unused=true")) == [3, 5]


@pytest.mark.parametrize("query", ["?first=4&last=9", "?first=3&last=2"])
def test_a_sheet_without_badges_is_not_made(room: Room, query: str) -> None:
    make(room, 3)
    answer = room.organizer_visitor().get(f"/console/{room.code}/badges/sheet.pdf{query}")
    assert (answer.status_code, "This item no longer exists." in answer.text) == (404, True)


def test_making_more_keeps_existing_ones(room: Room) -> None:
    make(room, 2)
    before = [token(room, number) for number in (1, 2)]
    assert len(make(room, 5)) == 5
    assert len(make(room, 3)) == 5
    assert [token(room, number) for number in (1, 2)] == before


def test_a_reissued_badge_is_the_same_voter_and_the_old_one_stops_working(room: Room) -> None:
    room.go("lobby")
    make(room, 2)
    old, first_phone = token(room, 1), use(room, 1)
    answer = room.organizer_visitor().post(f"/console/{room.code}/badges/reissue", {"number": 1})
    assert answer.get_json()["to"] == f"/console/{room.code}/badges/sheet.pdf?first=1&last=1"
    refused = Visitor(room.app).post("/b", {"token": old})
    assert (refused.status_code, refused.get_json()["error"]["code"]) == (403, "not-allowed")
    assert first_phone.get(f"/w/{room.code}").request.path == f"/j/{room.code}"
    assert use(room, 1).get(f"/w/{room.code}").request.path == f"/w/{room.code}"
    with reading() as session:
        assert queries.present(session, room.workshop_id) == 1


def test_the_badge_of_somebody_who_was_removed_is_refused_in_words(room: Room) -> None:
    room.go("lobby")
    make(room, 1)
    use(room, 1)
    with transaction() as session:
        holder = session.get_one(
            Participant, queries.badge(session, room.workshop_id, 1).participant_id
        )
        participants.remove(session, room.organizer, holder)
    refused = Visitor(room.app).post("/b", {"token": token(room, 1)})
    assert (refused.status_code, refused.get_json()["error"]["code"]) == (403, "not-allowed")
    words = "This badge does not work. Show it to an organizer."
    assert refused.get_json()["error"]["message"] == words


def test_a_badge_that_there_is_not_cannot_be_reissued(room: Room) -> None:
    make(room, 2)
    with pytest.raises(NotFound, match="no longer exists"), reading() as session:
        queries.badge(session, room.workshop_id, 3)


def test_the_lobby_does_not_open_with_badges_on_and_none_made(room: Room) -> None:
    require_badges(room)
    blocking = "People need a badge to join, but there are no badges yet."
    assert blocks(room) == [blocking]
    make(room, 1)
    assert blocks(room) == []


def blocks(room: Room) -> list[str]:
    with room.app.test_request_context(), reading() as session:
        workshop = session.get_one(Workshop, room.workshop_id)
        return [reason.text for reason in reasons_to_stay(session, workshop) if reason.blocks]


def test_a_sheet_shows_the_join_code_only_where_it_lets_people_in(room: Room) -> None:
    make(room, 1)
    shown = spaced(room.code)
    assert shown in sheet(room).pages[0].extract_text()
    require_badges(room)
    assert shown not in sheet(room).pages[0].extract_text()


def test_a_hostile_name_is_printed_literally(room: Room) -> None:
    make(room, 1)
    hostile = '#panic("x") #sys $x$ \\ *bold* <label> @ref'
    with transaction() as session:
        session.get_one(Workshop, room.workshop_id).event = hostile
    assert hostile in " ".join(sheet(room).pages[0].extract_text().split())


def test_the_console_says_how_many_have_been_used(room: Room) -> None:
    room.go("lobby")
    make(room, 3)
    use(room, 2)
    page = room.organizer_visitor().get(f"/console/{room.code}/setup?section=badges").text
    assert "1 used, 2 unused" in page


def test_an_unused_badge_asks_what_the_join_code_asks_and_shows_the_same_notice(
    room: Room, browser: Browser
) -> None:
    room.go("lobby")
    make(room, 1)
    require_badges(room)
    with transaction() as session:
        workshop = session.get_one(Workshop, room.workshop_id)
        workshop.settings = {**workshop.settings, "privacy_notice": "We collect recommendations."}
    with Server() as server:
        phone = browser.new_context(locale="en").new_page()
        phone.goto(f"{server.address}/b#{token(room, 1)}")
        expect(phone.get_by_text("We collect recommendations.")).to_be_visible()
        expect(phone.get_by_text("What is stored")).to_be_visible()
        phone.get_by_role("button", name="Tiếng Việt").click()
        expect(phone.locator("html")).to_have_attribute("lang", "vi")
        phone.get_by_role("button", name="English").click()
        with reading() as session:
            assert queries.present(session, room.workshop_id) == 0
        phone.get_by_label("Sector").select_option("NGO")
        phone.get_by_role("button", name="Join").click()
        expect(phone.get_by_role("heading", name="You have joined")).to_be_visible()
    with reading() as session:
        [person] = queries.participants(session, room.workshop_id)
    assert (person.number, person.attributes) == (1, {"sector": "NGO"})


def test_a_used_badge_opens_the_participants_page_without_questions(room: Room) -> None:
    room.go("lobby")
    make(room, 1)
    use(room, 1)
    again = Visitor(room.app).post("/b", {"token": token(room, 1)})
    assert again.get_json()["to"] == f"/w/{room.code}"


def test_a_badge_opens_the_page_of_the_same_voter_after_a_logout(room: Room) -> None:
    room.go("lobby")
    make(room, 1)
    phone = use(room, 1)
    phone.post("/logout")
    assert phone.client.get(f"/w/{room.code}").status_code == 303
    phone.post("/b", {"token": token(room, 1)})
    assert phone.client.get(f"/w/{room.code}").status_code == 200
    with reading() as session:
        assert queries.present(session, room.workshop_id) == 1


@pytest.mark.parametrize("stage", ["lobby", "ranking", "survey"])
def test_the_screen_shows_the_join_code_only_where_it_lets_people_in(
    room: Room, stage: str
) -> None:
    room.go(stage)
    make(room, 1)
    assert offers(room, room.screen_visitor(), f"/w/{room.code}/screen") == (True, True, False)
    require_badges(room)
    assert offers(room, room.screen_visitor(), f"/w/{room.code}/screen") == (False, False, True)


@pytest.mark.parametrize("page", ["run-sheet", "lobby"])
def test_the_organizers_read_that_people_join_with_their_badges(room: Room, page: str) -> None:
    room.go("lobby")
    make(room, 1)
    told, path = "People join with the QR code on their badge.", f"/console/{room.code}/{page}"
    before = room.organizer_visitor().get(path).text
    assert ("Join code" in before, told in before) == (True, False)
    require_badges(room)
    after = room.organizer_visitor().get(path).text
    assert ("Join code" in after, "qr.svg" in after, told in after) == (False, False, True)


def offers(room: Room, visitor: Visitor, path: str) -> tuple[bool, bool, bool]:
    """Whether a page shows the join code, its QR code, and that people need their badge."""
    page = visitor.get(path).text
    return spaced(room.code) in page, "qr.svg" in page, "QR code on your badge" in page


def test_a_phone_whose_badge_was_reissued_reads_so_and_cannot_join_again(room: Room) -> None:
    room.go("lobby")
    make(room, 1)
    phone = use(room, 1)
    assert phone.get(f"/w/{room.code}").status_code == 200
    with transaction() as session:
        badges.reissue(session, room.organizer, queries.badge(session, room.workshop_id, 1))
    page = phone.client.get(f"/w/{room.code}", follow_redirects=True).text
    assert "Your badge was replaced. Scan the new one." in page
    assert f'action="/j/{room.code}"' not in page
    phone.post("/b", {"token": token(room, 1), "join": "yes"})
    assert phone.get(f"/w/{room.code}").status_code == 200


@pytest.mark.parametrize("apart", [-5_000, 5_000])
def test_a_phone_may_join_although_another_person_has_its_old_id(room: Room, apart: int) -> None:
    room.go("lobby")
    (person,) = room.join(1)
    phone = Visitor(room.app).holding(Role.PARTICIPANT, room.workshop_id, person)
    with transaction() as session:
        session.get_one(Participant, person).token_version += apart
    page = phone.client.get(f"/w/{room.code}", follow_redirects=True).text
    assert "Your badge was replaced." not in page
    phone.post(f"/j/{room.code}", {"attributes.sector": "NGO"})
    assert phone.get(f"/w/{room.code}").status_code == 200
