"""A group's document on the server: what it accepts, stores and refuses."""

from contextlib import ExitStack
from typing import Any

import pytest
from sqlalchemy import update

from polling.breakouts.drafting import actions
from polling.breakouts.drafting.document_binding import GroupDocument, key_of
from polling.breakouts.drafting.write_access import DraftingClosed
from polling.breakouts.models import Group
from polling.core.db import transaction
from polling.core.errors import NotFound, WorkshopError
from polling.documents import store, writing
from polling.documents.errors import DraftGap, DraftRefused, OtherDocument, TextTooLong
from polling.documents.shared_document import SharedDocument
from polling.documents.store import MAX_ROWS, editing, held
from polling.documents.update_batch import Change
from polling.documents.yjs_clients import number
from tests.attacks.hostile_yjs_updates import Piece, encoded
from tests.breakouts.drafting.group_at_work import Table
from tests.databases import on_both
from tests.documents.drafting_phone import Phone


def desk(table: Table, *, facilitator: bool = False) -> Any:
    """The server as accessed by the first member's phone, or the facilitator's tablet."""

    def ask(event: str, payload: dict[str, Any]) -> dict[str, Any]:
        actor = table.facilitator() if facilitator else table.member()
        with editing([key_of(table.group_id)]) as session:
            if event == "draft.join":
                document = writing.join(session, actor, **payload)
                shown = {"update": document.since(payload["vector"]), "vector": document.vector}
                return {**shown, "mark": actor.mark}
            change = Change(actor, payload["document"], payload["data"], sender="phone")
            (refusal,) = writing.write(session, [change])
        if refusal is not None:
            raise refusal
        return {"ok": True}

    return ask


def joined(table: Table, seed: int = 1) -> Phone:
    phone = Phone(table.document, seed)
    phone.join(desk(table))
    return phone


def reread(table: Table) -> Phone:
    """A new phone after a restart of the server."""
    store.forget_all()
    return joined(table, seed=99)


@on_both
def test_typed_text_reaches_the_columns_and_the_next_phone(table: Table) -> None:
    made = table.recommend()
    phone = joined(table)
    phone.type(f"{made}/action", 0, "open a registry")
    phone.type(f"{made}/by", 0, " by 2027 ")
    phone.type(f"{made}/rationale", 0, "one\ntwo")
    phone.send()
    row = table.row(made)
    assert (row.action, row.by, row.rationale) == ("open a registry", "by 2027", "one\ntwo")
    assert reread(table).text(f"{made}/by") == " by 2027 "


def test_an_imported_text_can_be_written_in_at_once(table: Table) -> None:
    made = table.recommend(action="open a registry", by="by 2027")
    phone = joined(table)
    assert phone.text(f"{made}/action") == "open a registry"
    phone.type(f"{made}/action", 5, "up ")
    phone.send()
    assert table.row(made).action == "open up a registry"


def test_an_imported_text_is_taken_over_once(table: Table) -> None:
    made = table.recommend(action="open a registry")
    first = joined(table)
    second = reread(table)
    first.join(desk(table))
    assert first.text(f"{made}/action") == second.text(f"{made}/action") == "open a registry"


def test_a_text_that_was_emptied_stays_empty(table: Table) -> None:
    made = table.recommend(action="open a registry")
    phone = joined(table)
    phone.type(f"{made}/action", 0, "", remove=15)
    phone.send()
    assert reread(table).text(f"{made}/action") == ""
    assert table.row(made).action == ""


def test_a_text_imported_while_people_write_is_taken_over_too(table: Table) -> None:
    joined(table)
    made = table.recommend(action="open a registry")
    assert joined(table, seed=2).text(f"{made}/action") == "open a registry"


def test_a_new_recommendation_s_first_words_are_in_the_document_in_the_same_commit(
    table: Table,
) -> None:
    first = table.recommend(action="open a registry", by="by 2027")
    phone = joined(table)
    stored = len(table.stored())
    with transaction() as session:
        second = actions.split(session, table.member(), first).id
    assert len(table.stored()) == stored + 1
    for update_ in table.stored():  # not opened again: no page has joined since
        phone.hear(update_)
    row = table.row(second)
    for name in ("action", "by"):
        assert (
            phone.text(f"{second}/{name}") == getattr(row, name) == getattr(table.row(first), name)
        )


def test_first_words_reach_phones_that_write_in_another_text_meanwhile(table: Table) -> None:
    first = table.recommend(action="open a registry")
    phone, other = joined(table, 1), joined(table, 2)
    with transaction() as session:
        second = actions.split(session, table.member(), first).id
    phone.type(f"{first}/action", 0, "now ")
    phone.send()
    other.join(desk(table))
    other.type(f"{second}/action", 0, "soon ")
    other.send()
    assert table.row(first).action == "now open a registry"
    assert table.row(second).action == "soon open a registry"
    again = reread(table)
    assert again.text(f"{second}/action") == "soon open a registry"


def test_first_words_that_are_rolled_back_are_nowhere(table: Table) -> None:
    first = table.recommend(action="open a registry")
    joined(table)
    before = table.stored()

    def split_and_fail() -> None:
        with transaction() as session:
            actions.split(session, table.member(), first)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        split_and_fail()
    assert table.stored() == before
    assert reread(table).text(f"{first}/action") == "open a registry"


def test_an_imported_line_is_printed_unchanged_until_it_is_edited(
    table: Table,
) -> None:
    edited = table.recommend(action="open", original="We ask them to open.")
    left = table.recommend(action="close", original="We ask them to close.")
    phone = joined(table)
    phone.type(f"{edited}/action", 4, " up")
    phone.send()
    assert table.row(edited).original == ""
    assert table.row(left).original == "We ask them to close."


def test_writing_shows_that_the_group_is_active(table: Table) -> None:
    made = table.recommend()
    phone = joined(table)
    phone.type(f"{made}/action", 0, "a")
    phone.send()
    with transaction() as session:
        assert session.get_one(Group, table.group_id).active_at is not None


def test_a_note_sent_twice_is_stored_once(table: Table) -> None:
    made = table.recommend()
    phone = joined(table)
    phone.type(f"{made}/action", 0, "once")
    sent = list(phone.unsent)
    phone.send()
    stored = table.stored()
    phone.unsent = sent
    assert phone.send() == {"ok": True}
    assert table.stored() == stored
    assert table.row(made).action == "once"


def test_many_updates_become_one(table: Table) -> None:
    made = table.recommend()
    phone = joined(table)
    for _ in range(MAX_ROWS + 1):
        phone.type(f"{made}/action", 0, "x")
        phone.send()
    assert len(table.stored()) == 1
    assert reread(table).text(f"{made}/action") == "x" * (MAX_ROWS + 1)


def test_a_deleted_recommendation_still_accepts_pending_text(table: Table) -> None:
    made = table.recommend()
    phone = joined(table)
    phone.type(f"{made}/action", 0, "while you deleted it")
    with transaction() as session:
        actions.delete(session, table.member(1), made)
    assert phone.send() == {"ok": True}
    assert table.row(made).action == "while you deleted it"


def refused(table: Table, phone: Phone) -> WorkshopError:
    with pytest.raises(WorkshopError) as caught:
        phone.send()
    return caught.value


@pytest.mark.parametrize("field, limit", [("action", 600), ("by", 200), ("rationale", 2000)])
def test_a_field_holds_so_much_and_no_more(table: Table, field: str, limit: int) -> None:
    made = table.recommend()
    phone = joined(table)
    phone.type(f"{made}/{field}", 0, "x" * limit)
    assert phone.send() == {"ok": True}
    phone.type(f"{made}/{field}", 0, "yyy")
    refusal = refused(table, phone)
    assert isinstance(refusal, TextTooLong)
    assert refusal.problems[0]["place"] == f"{made}/{field}"
    assert "3 characters too long" in refusal.problems[0]["message"]
    assert getattr(table.row(made), field) == "x" * limit


def test_a_refused_text_is_taken_once_it_is_shorter_and_nothing_of_it_is_lost(table: Table) -> None:
    made = table.recommend()
    phone, other = joined(table), joined(table, seed=2)
    other.type(f"{made}/by", 0, "y" * 150)
    other.send()
    phone.type(f"{made}/by", 0, "x" * 60)
    refused(table, phone)
    phone.type(f"{made}/by", 0, "", remove=20)
    assert phone.send() == {"ok": True}
    assert sorted(table.row(made).by) == sorted("x" * 40 + "y" * 150)


def test_an_import_that_is_too_long_may_shrink_step_by_step(table: Table) -> None:
    made = table.recommend(action="x" * 700)
    phone = joined(table)
    phone.type(f"{made}/action", 0, "", remove=10)
    assert phone.send() == {"ok": True}
    phone.type(f"{made}/action", 0, "yy")
    assert isinstance(refused(table, phone), TextTooLong)


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\u202e", "\u2066", "\ufeff"], ids=ascii)
def test_a_character_that_cannot_be_seen_is_refused(table: Table, character: str) -> None:
    made = table.recommend()
    phone = joined(table)
    phone.type(f"{made}/action", 0, f"a{character}b")
    assert isinstance(refused(table, phone), DraftRefused)
    assert reread(table).text(f"{made}/action") == ""


def test_a_text_with_an_old_invisible_character_can_be_edited(table: Table) -> None:
    made = table.recommend(action="one\xadstop")
    phone = joined(table)
    phone.type(f"{made}/action", 0, "a ")
    assert phone.send() == {"ok": True}


@pytest.mark.parametrize(
    "root", ["{made}/original", "{made}", "999999/action", "title", "{made}/action "]
)
def test_a_text_that_no_recommendation_of_the_group_has_is_refused(table: Table, root: str) -> None:
    phone = joined(table)
    phone.type(root.format(made=table.recommend()), 0, "hidden")
    assert isinstance(refused(table, phone), DraftRefused)


def test_a_recommendation_of_another_group_cannot_be_written(table: Table) -> None:
    theirs = table.recommend(group_id=table.other_group_id, action="theirs")
    phone = joined(table)
    phone.type(f"{theirs}/action", 0, "ours ")
    assert isinstance(refused(table, phone), DraftRefused)
    assert table.row(theirs).action == "theirs"


def test_an_update_whose_beginning_is_missing_is_asked_for_again(table: Table) -> None:
    made = table.recommend()
    phone = joined(table)
    phone.type(f"{made}/action", 0, "first")
    phone.unsent.clear()
    phone.type(f"{made}/action", 5, " second")
    assert isinstance(refused(table, phone), DraftGap)
    phone.join(desk(table))
    assert table.row(made).action == "first second"


def test_two_clients_in_a_ring_are_refused(table: Table) -> None:
    """Each of two letters names the other as its left neighbour, so neither can be placed."""
    table.recommend()
    first, second = (number(table.member().mark, random) for random in (7, 8))
    ring = encoded(
        {
            first: (0, [Piece("a", left=(second, 0))]),
            second: (0, [Piece("b", left=(first, 0))]),
        }
    )
    with pytest.raises(DraftRefused):
        desk(table)("draft.update", {"document": table.document, "data": ring})
    assert reread(table).doc.get_state() == b"\x00"


def test_a_page_of_another_group_gets_an_error(table: Table) -> None:
    phone = Phone(table.other_document, 1)
    with pytest.raises(OtherDocument):
        phone.join(desk(table))


def test_somebody_without_a_group_has_no_document(table: Table) -> None:
    table.seat(table.members[0], None)
    with pytest.raises(NotFound):
        joined(table)


@pytest.mark.parametrize("stage", ["lobby", "ranking", "presentations", "final_vote", "closed"])
def test_participants_write_while_the_breakouts_last(table: Table, stage: str) -> None:
    made = table.recommend()
    phone = joined(table)
    table.stage(stage)
    phone.type(f"{made}/action", 0, "late")
    assert isinstance(refused(table, phone), DraftingClosed)
    assert table.row(made).action == ""


@pytest.mark.parametrize(
    "stage, may", [("breakouts", True), ("presentations", True), ("final_vote", False)]
)
def test_a_facilitator_may_also_edit_during_the_presentations(
    table: Table, stage: str, may: bool
) -> None:
    made = table.recommend()
    tablet = Phone(table.document, 5)
    tablet.join(desk(table, facilitator=True))
    table.stage(stage)
    tablet.type(f"{made}/action", 0, "mended")
    if may:
        assert tablet.send() == {"ok": True}
    else:
        assert isinstance(refused(table, tablet), DraftingClosed)


def test_a_phone_that_has_nothing_new_may_say_so_at_any_stage(table: Table) -> None:
    made = table.recommend()
    phone = joined(table)
    phone.type(f"{made}/action", 0, "in time")
    phone.send()
    table.stage("presentations")
    phone.join(desk(table))
    assert phone.unsent == []


@on_both
def test_a_change_whose_commit_fails_is_not_in_memory(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = table.recommend()
    phone = joined(table)
    phone.type(f"{made}/action", 0, "lost?")
    with monkeypatch.context() as broken:
        broken.setattr(GroupDocument, "project", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            phone.send()
    assert joined(table, seed=2).text(f"{made}/action") == ""
    phone.join(desk(table))
    assert table.row(made).action == "lost?"


def test_a_group_that_gets_the_number_of_an_old_one_starts_an_empty_document(table: Table) -> None:
    made = table.recommend()
    phone = joined(table)
    phone.type(f"{made}/action", 0, "of the old group")
    phone.send()
    with transaction() as session:
        session.execute(
            update(Group).where(Group.id == table.group_id).values(document_key="another name")
        )
    with pytest.raises(OtherDocument):
        phone.join(desk(table))


def test_only_so_many_documents_stay_in_memory(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "MAX_OPEN", 1)
    joined(table)
    with held(key_of(table.group_id)) as slot:
        assert slot.document is not None
    with held(key_of(table.other_group_id)) as other:
        other.document = SharedDocument("other")
    with held(key_of(table.other_group_id + 1)), held(key_of(table.group_id)) as slot:
        assert slot.document is None


def test_only_the_places_of_documents_in_use_are_kept_beyond_that(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "MAX_OPEN", 1)
    keys = [key_of(table.group_id + later) for later in range(5)]
    with ExitStack() as stack:
        slots = {key: stack.enter_context(held(key)) for key in keys}
        assert store._slots == slots
    with held(keys[0]) as slot:
        assert store._slots == {keys[0]: slot}
