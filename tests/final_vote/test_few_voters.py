"""Before a reveal, organizers are told if so few people voted that the result may show how."""

import re

from tests.final_vote import electorate, raters
from tests.room import Room

FEW = "has 1: its result may show how each person voted."


def question(room: Room, button: str) -> str:
    """What the console asks when this button is pressed."""
    page = room.organizer_visitor().get(f"/console/{room.code}/final_vote").text
    form = next(form for form in page.split("<form")[1:] if re.search(rf">{button}</button>", form))
    found = re.search(r'data-confirm="([^"]*)"', form)
    return found[1] if found else ""


def close(room: Room) -> None:
    room.organizer_visitor().post(f"/console/{room.code}/final-vote/close")


def test_it_is_asked_before_all_themes_are_revealed(drafted: Room) -> None:
    first, *others = electorate.open_final_vote(drafted)
    electorate.approve_by_taste(drafted, first, drafted.participants[:1])
    for contest in others:
        electorate.approve_by_taste(drafted, contest)
    close(drafted)
    assert question(drafted, "Reveal all").endswith(FEW)
    assert "reopen the vote. Only 1 person voted" in question(drafted, "Reveal")


def test_it_is_asked_before_the_finalists_are_chosen(two: Room) -> None:
    raters.open_first(two)
    person = two.participants[0]
    contest = raters.first_of(two, person)
    two.cast(person, contest.id, raters.give(contest, "support", contest.options[0]))
    close(two)
    for button in ("Choose finalists", "Reveal ratings"):
        assert question(two, button).endswith(FEW)
    two.organizer_visitor().post(f"/console/{two.code}/final-vote/count")
    assert question(two, "Reveal ratings").endswith(FEW)


def test_it_is_not_asked_where_enough_have_voted(drafted: Room) -> None:
    for contest in electorate.open_final_vote(drafted):
        electorate.approve_by_taste(drafted, contest)
    close(drafted)
    assert "fewest" not in question(drafted, "Reveal all")
    assert question(drafted, "Reveal").strip().endswith("You will not be able to reopen the vote.")
