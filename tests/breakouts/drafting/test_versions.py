"""Recording who changed what in a group, and restoring versions."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from polling.breakouts.drafting import actions, versions
from polling.breakouts.drafting.version_bursts import PAUSE
from polling.breakouts.drafting.write_access import DraftingClosed
from polling.core.db import transaction
from polling.core.errors import Conflict, NotFound, TooMany
from polling.documents import store
from polling.recommendations.models import DraftVersion, Recommendation
from tests.breakouts.drafting.group_at_work import Table
from tests.breakouts.drafting.group_members import Author, told, versions_of, write_down
from tests.databases import on_both


def pause(by: timedelta = PAUSE * 2) -> None:
    """Move the last version into the past, by more than a pause."""
    with transaction() as session:
        for version in session.scalars(select(DraftVersion)):
            version.at -= by


@pytest.fixture
def root(table: Table) -> str:
    """The action of an imported recommendation."""
    return f"{table.recommend(actors=['Banks'], action='open a registry')}/action"


def of(root: str) -> int:
    return int(root.partition("/")[0])


@on_both
def test_each_author_s_burst_is_a_version_and_what_came_before_is_kept(
    table: Table, root: str
) -> None:
    one, two = Author.member(table, 0), Author.member(table, 1)
    one.add(root, " of owners")
    one.add(root, " by June")
    pause()
    two.add(root, " 2027")
    assert told(table, of(root)) == [
        ([], "open a registry"),
        (["#1"], "open a registry of owners by June"),
        (["#2"], "open a registry of owners by June 2027"),
    ]


def test_two_who_write_at_once_share_a_version(table: Table, root: str) -> None:
    one, two = Author.member(table, 0), Author.member(table, 1)
    for author, word in ((one, " of"), (two, " all"), (one, " owners")):
        author.add(root, word)
    assert told(table, of(root))[1:] == [(["#1", "#2"], "open a registry of all owners")]


@on_both
def test_what_somebody_wipes_out_can_be_brought_back_and_that_be_undone(
    table: Table, root: str
) -> None:
    one, two = Author.member(table, 0), Author.member(table, 1)
    one.add(root, " of all owners of companies")
    two.write(root, "oops")
    written, wiped = versions_of(table, of(root))[1:]
    one.bring_back(of(root), written.id)
    assert (
        table.row(of(root)).action == written.action == "open a registry of all owners of companies"
    )
    assert versions_of(table, of(root))[-1].restored_from == written.at
    two.bring_back(of(root), wiped.id)
    assert table.row(of(root)).action == "oops"
    one.look()
    assert one.phone.text(root) == "oops"
    assert [authors for authors, _ in told(table, of(root))] == [[], ["#1"], ["#2"], ["#1"], ["#2"]]


@on_both
def test_text_typed_offline_merges_with_a_restored_version(table: Table, root: str) -> None:
    one, two = Author.member(table, 0), Author.member(table, 1)
    one.add(root, " of owners")
    two.look()
    two.phone.type(root, 0, "quickly ")  # not sent: this phone is offline
    one.bring_back(of(root), versions_of(table, of(root))[0].id)
    two.look()
    assert two.phone.text(root) == table.row(of(root)).action == "quickly open a registry"


def test_what_comes_back_is_whole_its_actors_its_reasons_and_its_first_sentence(
    table: Table,
) -> None:
    made = table.recommend(
        actors=["Banks"], action="pay", by="soon", rationale="why", original="Banks: pay soon!"
    )
    author = Author.member(table)
    with transaction() as session:
        actions.remove_actor(session, author.actor, made, name="Banks")
    write_down(table)
    author.write(f"{made}/rationale", "another")
    author.bring_back(made, versions_of(table, made)[0].id)
    row = table.row(made)
    assert (row.actors, row.action, row.by) == (["Banks"], "pay", "soon")
    assert (row.rationale, row.original) == ("why", "Banks: pay soon!")


def test_a_deletion_is_in_the_history_and_can_be_undone_with_a_version(
    table: Table, root: str
) -> None:
    author = Author.member(table)
    with transaction() as session:
        actions.delete(session, author.actor, of(root))
    write_down(table)
    assert [one.deleted for one in versions_of(table, of(root))] == [False, True]
    author.bring_back(of(root), versions_of(table, of(root))[0].id)
    assert table.row(of(root)).deleted_at is None


def test_text_written_before_a_crash_is_kept_without_an_author(table: Table, root: str) -> None:
    author = Author.member(table)
    author.phone.type(root, 0, "quickly ")
    author.phone.send()
    versions.forget_all()
    store.forget_all()
    Author.member(table, 1).add(root, " of owners")
    assert told(table, of(root))[1:] == [
        ([], "quickly open a registry"),
        (["#2"], "quickly open a registry of owners"),
    ]


def test_a_split_off_recommendation_starts_its_own_history(table: Table, root: str) -> None:
    author = Author.member(table)
    with transaction() as session:
        second = actions.split(session, author.actor, of(root)).id
    assert told(table, second) == [(["#1"], "open a registry")]


class TestOnePersonErasesNothing:
    """However often one person acts, the others' last wording can be restored."""

    GOOD = "open a registry of all owners of companies"
    TIMES = 60  # three times as many as are kept

    @pytest.fixture(autouse=True)
    def _few_are_kept(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(versions, "MOST_VERSIONS", self.TIMES // 3)

    @pytest.fixture
    def vandal(self, table: Table, root: str) -> Author:
        for n, word in enumerate([" of", " all", " owners of companies"]):
            Author.member(table, n % 2).add(root, word)
            pause()
        return Author.member(table, 2)

    def restorable(self, table: Table, root: str) -> bool:
        kept = [one for one in versions_of(table, of(root)) if one.action == self.GOOD]
        Author.member(table).bring_back(of(root), kept[-1].id)
        assert len(versions_of(table, of(root))) <= versions.MOST_VERSIONS
        return table.row(of(root)).action == self.GOOD

    def test_neither_by_restoring_in_turn(
        self, table: Table, root: str, vandal: Author, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(versions, "RESTORED_PER_MINUTE", 1_000)
        for text in ("nothing", "nothing at all, whatever they say"):
            vandal.write(root, text)
        for n in range(self.TIMES):
            last = versions_of(table, of(root))
            vandal.bring_back(of(root), last[-2 if n % 2 else -1].id)
        assert self.restorable(table, root)

    def test_nor_by_long_deletions(self, table: Table, root: str, vandal: Author) -> None:
        for n in range(self.TIMES):
            vandal.write(root, f"{n}" * 30)
        assert self.restorable(table, root)

    def test_nor_by_deleting_the_recommendation(
        self, table: Table, root: str, vandal: Author
    ) -> None:
        for n in range(self.TIMES):
            with transaction() as session:
                act = actions.restore if n % 2 else actions.delete
                act(session, vandal.actor, of(root))
            write_down(table)
        assert self.restorable(table, root)

    @pytest.mark.parametrize("letter", ["", "x"], ids=["deleted", "replaced"])
    def test_nor_letter_by_letter_at_once(self, table: Table, root: str, letter: str) -> None:
        Author.member(table).write(root, self.GOOD)
        vandal = Author.member(table, 2)
        vandal.look()
        for n in range(len(self.GOOD)):
            vandal.phone.type(root, n if letter else 0, letter, remove=1)
            vandal.phone.send()
            write_down(table)
        assert self.restorable(table, root)


def test_restoring_the_current_wording_stores_nothing(table: Table, root: str) -> None:
    author = Author.member(table)
    author.add(root, " of owners")
    for _ in range(3):
        author.bring_back(of(root), versions_of(table, of(root))[-1].id)
    assert len(versions_of(table, of(root))) == 2


def test_one_person_restores_only_a_few_versions_in_a_minute(table: Table, root: str) -> None:
    one, two = Author.member(table, 0), Author.member(table, 1)
    one.add(root, " of owners")
    first, second = versions_of(table, of(root))
    for n in range(versions.RESTORED_PER_MINUTE):
        one.bring_back(of(root), (second if n % 2 else first).id)
    with pytest.raises(TooMany):
        one.bring_back(of(root), first.id)
    two.bring_back(of(root), first.id)
    pause()
    one.bring_back(of(root), second.id)


def test_there_is_an_end_to_versions(
    table: Table, root: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(versions, "MOST_VERSIONS", 3)
    author = Author.member(table)
    for word in ("one", "two", "three", "four"):
        author.add(root, f" {word}")
        pause()
    assert [action.rpartition(" ")[2] for _, action in told(table, of(root))] == [
        "registry",
        "three",
        "four",
    ]


def test_authors_are_kept_until_their_version_is_stored(table: Table, root: str) -> None:
    author = Author.member(table)
    author.phone.type(root, 0, "quickly ")
    author.phone.send()
    full = OperationalError("", {}, OSError("the disk is full"))
    with patch.object(versions, "_tell", side_effect=full), pytest.raises(OperationalError):
        write_down(table)
    write_down(table)
    assert told(table, of(root))[-1] == (["#1"], "quickly open a registry")
    assert versions._noted == {}


@on_both
def test_who_wrote_is_erased_once_nobody_can_write_any_more(table: Table, root: str) -> None:
    Author.member(table).add(root, " of owners")
    table.room.go("presentations")
    assert told(table, of(root))[1][0] == ["#1"]
    table.room.go("final_vote")
    assert told(table, of(root)) == [([], "open a registry"), ([], "open a registry of owners")]


def test_who_wrote_on_another_server_just_before_is_not_written_down_after(
    table: Table, root: str
) -> None:
    author = Author.member(table)
    author.phone.type(root, 0, "quickly ")
    author.phone.send()
    noted_there = dict(versions._noted)
    table.room.go("presentations", "final_vote")
    versions._noted.update(noted_there)
    write_down(table)
    assert told(table, of(root)) == [([], "open a registry"), ([], "quickly open a registry")]


class TestNotEverybody:
    def test_a_member_of_another_group_brings_nothing_back(self, table: Table, root: str) -> None:
        author = Author.member(table)
        author.add(root, " of owners")
        author.actor = table.room.actor(table.stranger)
        with pytest.raises(NotFound):
            author.bring_back(of(root), versions_of(table, of(root))[0].id)

    def test_nor_a_version_of_another_recommendation(self, table: Table, root: str) -> None:
        author = Author.member(table)
        author.add(root, " of owners")
        with pytest.raises(NotFound):
            author.bring_back(table.recommend(), versions_of(table, of(root))[0].id)

    def test_nor_after_the_breakouts(self, table: Table, root: str) -> None:
        author = Author.member(table)
        author.add(root, " of owners")
        table.stage("presentations")
        with pytest.raises(DraftingClosed):
            author.bring_back(of(root), versions_of(table, of(root))[0].id)

    def test_nor_what_has_become_a_part_of_another(self, table: Table, root: str) -> None:
        author = Author.member(table)
        author.add(root, " of owners")
        merged = table.recommend()
        with transaction() as session:
            session.get_one(Recommendation, of(root)).merged_into_id = merged
        with pytest.raises(Conflict):
            author.bring_back(of(root), versions_of(table, of(root))[0].id)
