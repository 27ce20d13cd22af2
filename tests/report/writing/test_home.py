"""The report's texts, edited by several organizers at once."""

import pytest
from flask_socketio import SocketIOTestClient
from sqlalchemy import delete, select

from polling.app import socketio_of
from polling.breakouts.models import Group
from polling.core.access import Role
from polling.core.db import reading, transaction
from polling.core.edit_conflicts import mark
from polling.documents import store
from polling.documents.binding import finder
from polling.documents.writing import editing, join
from polling.people.actions import organizers as people
from polling.setup.actions import themes
from polling.setup.forms import ThemeText
from polling.setup.log_sentences import sentence
from polling.workshop.models import LogEntry, Theme, Workshop
from tests.databases import on_both
from tests.documents.drafting_phone import Phone
from tests.room import Room
from tests.visitor import Visitor


@pytest.fixture
def desk(room: Room) -> "Desk":
    store.forget_all()
    return Desk(room)


class Desk:
    """Two organizers' consoles, a phone, and an organizer of another workshop."""

    def __init__(self, room: Room) -> None:
        self.room = room
        with transaction() as session:
            second = people.add_organizer(session, "second@test.example")
            workshop = session.get_one(Workshop, room.workshop_id)
            people.give_workshop(session, second, workshop)
            stranger = people.add_organizer(session, "stranger@test.example")
            self.organizers = [room.organizer_id, second.id]
            self.stranger, self.document = stranger.id, workshop.document_key
            self.theme = workshop.themes[0].id

    def line(self, role: Role, target: int) -> SocketIOTestClient:
        """A connection in some role."""
        visitor = Visitor(self.room.app).holding(role, self.room.workshop_id, target)
        return socketio_of(self.room.app).test_client(
            self.room.app,
            flask_test_client=visitor.client,
            auth={"workshop": self.room.code, "role": role},
        )

    def console(self, number: int = 0) -> tuple[Phone, SocketIOTestClient]:
        """An organizer's console that has joined the document."""
        line = self.line(Role.ORGANIZER, self.organizers[number])
        page = Phone(self.document, number + 1)
        page.join(lambda event, payload: line.emit(event, payload, callback=True))
        line.get_received()
        return page, line

    def workshop(self) -> Workshop:
        """The workshop's row in the database."""
        with reading() as session:
            return session.get_one(Workshop, self.room.workshop_id)

    def described(self) -> str:
        """The first theme's description in the database."""
        with reading() as session:
            return session.get_one(Theme, self.theme).description

    def log(self) -> list[LogEntry]:
        """The log entries about edited texts."""
        with reading() as session:
            query = session.query(LogEntry).filter_by(action="prose-edited")
            return query.order_by(LogEntry.id).all()


def updates(line: SocketIOTestClient) -> list[bytes]:
    messages = [one["args"][0] for one in line.get_received() if one["name"] == "draft"]
    return [one["data"] for one in messages if one["kind"] == "update"]


@on_both
def test_what_two_organizers_write_at_once_is_in_one_text_and_in_the_column(desk: Desk) -> None:
    (first, _), (second, ear) = desk.console(0), desk.console(1)
    first.type("next_steps", 0, "The organizers publish this. ")
    second.type("next_steps", 0, "Ministries answer by May. ")
    assert first.send() == second.send() == {"ok": True}
    (heard,) = updates(ear)
    second.hear(heard)
    stored = desk.workshop().prose["next_steps"]
    assert second.text("next_steps").strip() == stored
    for words in ("The organizers publish this.", "Ministries answer by May."):
        assert words in stored


def test_a_description_of_a_theme_is_written_the_same_way(desk: Desk) -> None:
    page, _ = desk.console()
    page.type(f"{desk.theme}/description", 0, "Of wildlife: ")
    assert page.send() == {"ok": True}
    assert desk.described().startswith("Of wildlife: ")


def test_concurrent_changes_by_setup_are_merged_and_nothing_is_lost(desk: Desk) -> None:
    page, _ = desk.console()
    name = f"{desk.theme}/description"
    before = page.text(name)
    with transaction() as session:
        theme = session.get_one(Theme, desk.theme)
        held_now = {n: getattr(theme, n) for n in ThemeText.model_fields if n != "seen"}
        edit = ThemeText(
            **held_now | {"description": f"{before} 😀 And more."}, seen=mark(held_now)
        )
        themes.edit(session, desk.room.organizer, desk.theme, edit)
    page.type(name, 0, "First: ")
    assert page.send() == {"ok": True}
    assert desk.described() == f"First: {before} 😀 And more."


def test_a_text_survives_a_restart(desk: Desk) -> None:
    page, _ = desk.console()
    page.type("summary", 0, "In short")
    page.send()
    store.forget_all()
    again, _ = desk.console(1)
    assert again.text("summary").endswith(desk.workshop().prose["summary"])


def test_text_written_offline_is_merged(desk: Desk) -> None:
    (away, line), (here, _) = desk.console(0), desk.console(1)
    at = len(away.text("introduction"))
    away.type("introduction", at, " Written on the train.")
    here.type("introduction", 0, "Written in the room. ")
    here.send()
    away.join(lambda event, payload: line.emit(event, payload, callback=True))
    stored = desk.workshop().prose["introduction"]
    assert stored.startswith("Written in the room. ")
    assert stored.endswith(" Written on the train.")


@pytest.mark.parametrize("event", ["draft.join", "draft.update"])
def test_nobody_else_reads_or_writes_it(desk: Desk, event: str) -> None:
    desk.room.go("lobby")
    desk.room.join(1)
    # An empty state vector, or an update without changes.
    sent = {"vector": b"\0"} if event == "draft.join" else {"data": b"\0\0"}
    asked = {"document": desk.document} | sent
    phone = desk.line(Role.PARTICIPANT, desk.room.participants[0])
    assert phone.emit(event, asked, callback=True)["error"]["code"] == "not-found"
    with reading() as session:
        chosen = select(Group.id).where(Group.workshop_id == desk.room.workshop_id)
        group = session.scalars(chosen).first()
    tablet = desk.line(Role.FACILITATOR, group or 0)
    assert tablet.emit(event, asked, callback=True)["error"]["code"] == "other-document"
    assert not desk.line(Role.ORGANIZER, desk.stranger).is_connected()


def test_another_workshop_s_document_is_not_opened_by_its_name(desk: Desk) -> None:
    other = Room.of(desk.room.app)
    with reading() as session:
        name = session.get_one(Workshop, other.workshop_id).document_key
    line = desk.line(Role.ORGANIZER, desk.room.organizer_id)
    answer = line.emit("draft.join", {"document": name, "vector": b"\0"}, callback=True)
    assert answer["error"]["code"] == "other-document"


@pytest.mark.parametrize("text", ["title", "prose", "999999/description", "{theme}/title"])
def test_no_other_text_can_be_put_into_it(desk: Desk, text: str) -> None:
    page, _ = desk.console()
    page.type(text.format(theme=desk.theme), 0, "hidden")
    assert page.send()["error"]["code"] == "draft-refused"


def test_a_text_has_a_length_that_a_file_can_hold(desk: Desk) -> None:
    page, _ = desk.console()
    page.type("next_steps", 0, "x" * 10_001)
    answer = page.send()
    assert answer["error"]["code"] == "text-too-long"
    assert answer["error"]["problems"][0]["place"] == "next_steps"


def test_the_log_names_who_writes_which_text_once(desk: Desk) -> None:
    (first, _), (second, _) = desk.console(0), desk.console(1)
    for page, words in ((first, "a"), (first, "b"), (second, "c"), (first, "d")):
        page.type("summary", 0, words)
        page.send()
    first.type(f"{desk.theme}/exploration", 0, "e")
    first.send()
    said = [(one.actor.rpartition(" ")[2], one.detail["texts"]) for one in desk.log()]
    with reading() as session:
        title = session.get_one(Theme, desk.theme).title
    assert said == [
        ("organizer@test.example", ["summary"]),
        ("second@test.example", ["summary"]),
        ("organizer@test.example", [f"{title}: exploration"]),
    ]
    assert sentence(desk.log()[0], {}) == "Report changed: “summary”"


def test_deleting_a_theme_takes_its_texts_and_leaves_the_others(desk: Desk) -> None:
    page, _ = desk.console()
    page.type("next_steps", 0, "Soon. ")
    page.type(f"{desk.theme}/description", 0, "Gone. ")
    page.send()
    actor = desk.room.organizer
    with transaction() as session:
        session.execute(delete(Group).where(Group.theme_id == desk.theme))
        themes.remove(session, desk.room.organizer, desk.theme)
    with editing(actor) as session:
        texts = finder(session, [actor])(actor).texts
        shared = join(session, actor, document=desk.document, vector=b"\0")
        written = {text: shared.text(text) for text in texts}
    assert written["next_steps"].startswith("Soon. ")
    assert f"{desk.theme}/description" not in written
