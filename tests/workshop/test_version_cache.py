"""The version cache: shared until the next version, never outdated, without personal data."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from itertools import count

import pytest
from flask import Flask
from jinja2 import DictLoader

from polling.web.template_contexts import Empty
from polling.web.templating import shared
from polling.workshop.models import Workshop
from polling.workshop.version_cache import (
    MOST_FROZEN,
    cached_for_frozen,
    cached_for_phones,
    cached_per_version,
)
from tests.patience import PATIENCE_SECONDS
from tests.room import Room

VERSIONS = (5, 5), (6, 5), (7, 7)  # of all pages, and of phones’ pages
MOMENT_SECONDS = 0.1


def at(version: int, code: str = "ABC") -> Workshop:
    return Workshop(code=code, version=version)


@pytest.fixture
def made(app: Flask) -> Iterator[int]:
    """A new number for each value created."""
    return count(1)


def test_the_same_version_shares_the_value(made: Iterator[int]) -> None:
    assert [cached_per_version(at(5), "what", lambda: next(made)) for _ in range(3)] == [1, 1, 1]


def test_the_next_version_creates_it_again(made: Iterator[int]) -> None:
    assert [
        cached_per_version(at(version), "what", lambda: next(made)) for version in (5, 6, 6)
    ] == [1, 2, 2]


def test_who_still_sees_an_older_version_makes_it_for_themselves(made: Iterator[int]) -> None:
    found = [cached_per_version(at(version), "what", lambda: next(made)) for version in (6, 5, 6)]
    assert found == [1, 2, 1]


def test_workshops_share_nothing(made: Iterator[int]) -> None:
    found = [
        cached_per_version(at(5, code), "what", lambda: next(made))
        for code in ("ABC", "XYZ", "ABC")
    ]
    assert found == [1, 2, 1]


def test_what_phones_show_is_shared_until_their_version_changes(made: Iterator[int]) -> None:
    seen = [Workshop(code="ABC", version=all_, phones_version=own) for all_, own in VERSIONS]
    assert [cached_for_phones(one, "what", lambda: next(made)) for one in seen] == [1, 1, 2]
    assert [cached_per_version(one, "what", lambda: next(made)) for one in seen] == [3, 4, 5]


def test_who_asks_while_it_is_being_made_waits_for_it(made: Iterator[int]) -> None:
    with ThreadPoolExecutor(1) as beside:
        others: list[Future[int]] = []

        def make() -> int:
            others.append(beside.submit(cached_per_version, at(5), "what", lambda: next(made)))
            with pytest.raises(NotYet):
                others[0].result(MOMENT_SECONDS)
            return next(made)

        assert cached_per_version(at(5), "what", make) == 1
        assert others[0].result(PATIENCE_SECONDS) == 1


def test_if_it_cannot_be_made_the_next_who_waits_tries(made: Iterator[int]) -> None:
    with ThreadPoolExecutor(1) as beside:
        others: list[Future[int]] = []

        def fail() -> int:
            others.append(beside.submit(cached_per_version, at(5), "what", lambda: next(made)))
            raise ArithmeticError

        with pytest.raises(ArithmeticError):
            cached_per_version(at(5), "what", fail)
        assert others[0].result(PATIENCE_SECONDS) == 1
    assert cached_per_version(at(5), "what", lambda: next(made)) == 1


@pytest.mark.parametrize("personal", ["csrf_token()", "session.get('x')", "get_flashed_messages()"])
def test_a_shared_part_can_show_nothing_personal(
    app: Flask, monkeypatch: pytest.MonkeyPatch, personal: str
) -> None:
    part = DictLoader({"part.html": f"{{{{ {personal} }}}}"})
    monkeypatch.setattr(app.jinja_env, "loader", part)
    with app.test_request_context(), pytest.raises(Exception, match="None"):
        shared(at(5), "part.html", Empty)


def test_two_readers_share_the_reading_but_not_their_forms(room: Room) -> None:
    room.go("lobby")
    visitors = [room.participant_visitor() for _ in range(2)]
    room.go("ranking", "breakouts", "presentations")
    pages = [visitor.get(f"/w/{room.code}").get_data(as_text=True) for visitor in visitors]
    tokens = {page.partition('csrf-token" content="')[2].partition('"')[0] for page in pages}
    assert len(tokens) == 2


def test_a_frozen_value_is_kept_until_what_it_depends_on_differs() -> None:
    made = count()
    found = [
        cached_for_frozen(at(version), of, "what", lambda: next(made))
        for version, of in [(5, "a"), (6, "a"), (5, "a"), (7, "b"), (8, "a")]
    ]
    assert found == [0, 0, 0, 1, 2]


def test_the_frozen_values_read_last_are_kept() -> None:
    made = count()

    def read(code: str) -> int:
        return cached_for_frozen(at(5, code), "of", "what", lambda: next(made))

    first = [read(str(code)) for code in range(MOST_FROZEN)]
    assert read("0") == first[0]
    read("one more")
    assert read("0") == first[0]
    assert read("1") not in first
