"""Concerns about rated options: moderated by organizers, and finally unlinked from ballots."""

from typing import Any

import pytest
from pydantic import ValidationError
from sqlalchemy import select

from polling.contests.casting.actions import ContestClosed, StaleBallot
from polling.contests.concerns import key_of
from polling.contests.kinds import RATING
from polling.contests.models import Concern, Contest
from polling.core.db import reading, transaction
from polling.core.errors import BadInput, NotFound
from polling.final_vote import actions
from polling.final_vote.two_stages import results
from polling.final_vote.two_stages.queries import concerns_to_review, rated_issues
from polling.workshop.log import unbroken
from polling.workshop.models import LogEntry, Workshop
from polling.workshop_file.dump import dump
from tests.final_vote import raters
from tests.prepared_rooms import Prepared
from tests.room import Room
from tests.screen.shown_results import show_whole


def raise_concern(room: Room, person: int, text: str, revision: int = 1) -> Contest:
    contest = raters.first_of(room, person)
    option = contest.options[0]
    room.cast(
        person,
        contest.id,
        raters.give(contest, "not_now", option),
        revision=revision,
        concerns={option: text},
    )
    return contest


@pytest.mark.usefixtures("rating")
def test_neither_a_concern_nor_its_option_is_on_any_published_ballot(two: Room) -> None:
    person = two.participants[0]
    contest = raters.first_of(two, person)
    raise_concern(two, person, "It costs too much.")
    raise_concern(two, person, "It costs far too much.", revision=2)
    raters.close(two)
    with reading() as session:
        result = session.get_one(Contest, contest.id).result
    assert [said["text"] for said in result["concerns"]] == ["It costs far too much."]
    rated = raters.give(contest, "not_now", contest.options[0])
    assert [ballot["choices"] for ballot in result["ballots"]] == [rated]


@pytest.mark.usefixtures("rating")
def test_another_concern_with_the_same_choices_is_another_ballot(two: Room) -> None:
    person = two.participants[0]
    raise_concern(two, person, "It costs too much.")
    raise_concern(two, person, "It costs too much.")
    with pytest.raises(StaleBallot):
        raise_concern(two, person, "It is too slow.")
    contest = raise_concern(two, person, "It is too slow.", revision=2)
    raters.close(two)
    raise_concern(two, person, "It is too slow.", revision=2)  # a retry, counted before the close
    with reading() as session:
        said = session.get_one(Contest, contest.id).result["concerns"]
    assert [one["text"] for one in said] == ["It is too slow."]


@pytest.mark.usefixtures("rating")
def test_somebody_can_have_a_concern_and_rate_nothing(two: Room) -> None:
    person = two.participants[0]
    contest = raters.first_of(two, person)
    two.cast(person, contest.id, {"abstain": True}, concerns={contest.options[1]: "Too slow."})
    raters.close(two)
    with reading() as session:
        result = session.get_one(Contest, contest.id).result
    assert [said["text"] for said in result["concerns"]] == ["Too slow."]
    assert [ballot["choices"] for ballot in result["ballots"]] == [{"abstain": True}]


@pytest.mark.usefixtures("rating")
def test_a_concern_is_about_what_its_voter_is_asked(two: Room) -> None:
    person = two.participants[0]
    contest = raters.first_of(two, person)
    rated = raters.give(contest, "support", contest.options[0])
    for concerns in ({999_999: "Not on this list."}, {contest.options[0]: " "}):
        with pytest.raises((BadInput, ValidationError)):
            two.cast(person, contest.id, rated, concerns=concerns)


def test_a_vote_without_ratings_takes_no_concerns(room: Room) -> None:
    room.go("lobby")
    [person] = room.join(1)
    room.go("ranking")
    contest = room.open_ranking()[0]
    chosen = {"ranking": contest.options[:1]}
    with pytest.raises(BadInput, match="cannot be counted"):
        room.cast(person, contest.id, chosen, concerns={contest.options[0]: "No."})


@pytest.mark.usefixtures("rating")
def test_only_admitted_concerns_reach_the_result_and_the_file(two: Room) -> None:
    one, other = two.participants[0], two.participants[1]
    admitted, left_out = raise_concern(two, one, "Too slow."), raise_concern(two, other, "He lies.")
    raters.close(two)
    with transaction() as session:
        for contest, shown in ((admitted, True), (left_out, False)):
            found = session.get_one(Contest, contest.id)
            key = next(
                key_of(said)
                for said in found.result["concerns"]
                if said["text"] == ("Too slow." if shown else "He lies.")
            )
            actions.moderate(session, two.organizer, found, key=key, shown=shown)
        actions.reveal_overall(session, two.organizer)
        show_whole(session, two.organizer)
    with reading() as session:
        workshop = session.get_one(Workshop, two.workshop_id)
        file = dump(session, workshop).model_dump_json()
        rows = results.rows(rated_issues(session, two.workshop_id))
        log = list(session.scalars(select(LogEntry).order_by(LogEntry.id)))
    assert [text for row in rows for text in row.concerns] == ["Too slow."]
    assert ("Too slow." in file, "He lies." in file) == (True, False)
    moderated = [entry.action for entry in log if entry.action.startswith("concern-")]
    assert moderated == ["concern-admitted", "concern-left-out"]
    assert unbroken(log)


@pytest.mark.usefixtures("rating")
def test_a_console_of_before_a_recount_shows_no_other_concern_than_the_one_that_was_read(
    two: Room,
) -> None:
    contest = raise_concern(two, two.participants[0], "Too slow.")
    raters.close(two)
    with transaction() as session:
        found = session.get_one(Contest, contest.id)
        (read,) = found.result["concerns"]
        before = {"option": read["option"], "text": "He lies.", "shown": None}
        found.result = found.result | {"concerns": [before, read]}  # as after a second count
        actions.moderate(session, two.organizer, found, key=key_of(read), shown=True)
        assert [said["shown"] for said in found.result["concerns"]] == [None, True]
        with pytest.raises(NotFound):
            actions.moderate(session, two.organizer, found, key="0" * 16, shown=True)


def reveal(room: Room) -> None:
    raters.close(room)
    with transaction() as session:
        actions.reveal_overall(session, room.organizer)
        show_whole(session, room.organizer)


def raise_and_reveal(room: Room) -> None:
    raise_concern(room, room.participants[0], "Too slow.")
    reveal(room)


@pytest.mark.usefixtures("rating")
def test_after_the_reveal_nothing_ties_a_concern_to_a_ballot(two: Room) -> None:
    raise_and_reveal(two)
    with reading() as session:
        assert session.scalars(select(Concern)).all() == []


@pytest.mark.parametrize(
    "concern, withdrawn, mark",
    [
        ("Too dear.", "Too slow.", "not_now"),
        ("Too dear.", "", "not_now"),  # from a page of an older version
        ("", "Too slow.", "not_now"),
        ("Too slow.", "", "support"),
        ("", "Too slow.", "support"),
    ],
)
def test_a_change_of_a_concern_after_the_reveal_is_refused(
    rating: Room, prepared: Prepared, concern: str, withdrawn: str, mark: str
) -> None:
    prepared.get(raise_and_reveal, rating)
    person = rating.participants[0]
    contest = raters.first_of(rating, person)
    option = contest.options[0]
    with pytest.raises(ContestClosed, match="Your change was not counted"):
        rating.cast(
            person,
            contest.id,
            raters.give(contest, mark, option),
            revision=2,
            concerns={option: concern} if concern else {},
            withdrawn={option: withdrawn} if withdrawn else {},
        )


@pytest.mark.usefixtures("rating")
def test_a_concern_that_was_counted_is_still_acknowledged_after_the_reveal(two: Room) -> None:
    one = two.participants[0]
    contest = raise_concern(two, one, "Too slow.")
    option = contest.options[0]
    rating = raters.give(contest, "not_now", option)
    two.cast(one, contest.id, rating, {option: "Too dear."}, revision=2)
    sent = {"revision": 2, "withdrawn": {option: "Too slow."}}
    reveal(two)
    two.cast(one, contest.id, rating, {option: "Too dear."}, **sent)


def raise_concerns(room: Room) -> None:
    """Two people have the same concern about one recommendation; a third has another."""
    one = room.participants[0]
    contest = raise_concern(room, one, "Too slow.")
    same = next(
        person
        for person in room.participants[1:]
        if contest.id in {asked.id for asked in raters.asked_of(room, person)}
    )
    rated = raters.give(contest, "not_now", contest.options[0])
    room.cast(same, contest.id, rated, concerns={contest.options[0]: "Too slow."})
    third = next(person for person in room.participants[1:] if person != same)
    raise_concern(room, third, "Too dear.")
    raters.close(room)


@pytest.mark.usefixtures("rating")
def test_equal_concerns_are_one_decision(two: Room) -> None:
    raise_concerns(two)
    console = two.organizer_visitor().get(f"/console/{two.code}/final_vote").text
    assert console.count("“<bdi>Too slow.</bdi>”") == 1
    assert "× 2" in console
    assert "Review 2 concerns." in console
    with reading() as session:
        assert concerns_to_review(session, two.workshop_id) == 2


@pytest.mark.usefixtures("rating")
def test_the_concerns_that_are_not_decided_can_be_hidden_together(two: Room) -> None:
    raise_concerns(two)
    organizer, home = two.organizer_visitor(), f"/console/{two.code}"
    missing = "2 concerns are not in the report because they have not been reviewed."
    assert missing in organizer.get(f"{home}/closed").text
    said = {one["text"]: (c.id, key_of(one)) for c, one in every_concern(two)}
    contest, key = said["Too slow."]
    organizer.post(f"{home}/final-vote/{contest}/concern", {"key": key, "shown": "true"})
    assert "This hides 1 concern." in organizer.get(f"{home}/final_vote").text
    assert organizer.post(f"{home}/final-vote/concerns/hide").status_code == 200
    assert {(one["text"], one["shown"]) for _, one in every_concern(two)} == {
        ("Too slow.", True),
        ("Too dear.", False),
    }
    assert "not been reviewed" not in organizer.get(f"{home}/closed").text


def every_concern(room: Room) -> list[tuple[Contest, dict[str, Any]]]:
    return [(one, said) for one in room.contests(RATING) for said in one.result["concerns"]]
