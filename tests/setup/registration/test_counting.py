"""Counting a registration list: columns and answers are recognized, and problems reported."""

import pytest

from polling.people.attributes import DEFAULT_ATTRIBUTES, Attribute
from polling.setup.registration.column_guessing import LEFT_OUT, WHO, guessed
from polling.setup.registration.counting import Counted, Meanings, count
from polling.setup.registration.file_reader import read_list
from polling.setup.registration.people_table import Listing
from tests.setup.registration.sample_lists import NAMES, PEOPLE, csv_of

GUESSED = [LEFT_OUT, WHO, "sector", "country", "gender", "role"]


def made(*people: list[str]) -> Listing:
    return read_list(csv_of([NAMES, *people]).encode())


def counted(listing: Listing, columns: list[str], meanings: Meanings | None = None) -> Counted:
    return count(listing, DEFAULT_ATTRIBUTES, columns, meanings or {})


def test_columns_are_found_by_their_names() -> None:
    assert guessed(made(*PEOPLE), DEFAULT_ATTRIBUTES) == GUESSED


def test_columns_without_a_clear_name_are_found_by_their_content() -> None:
    listing = read_list(b"Q1,Q2,Q3\nJo,ngo,female\nMo,Government,male\nPo,press,female\n")
    assert guessed(listing, DEFAULT_ATTRIBUTES) == [LEFT_OUT, "sector", "gender"]


def test_answers_are_counted_whatever_their_spelling() -> None:
    assert counted(made(*PEOPLE), GUESSED).answers == {
        "sector": {"NGO": 2, "Government": 1, "Media": 1},
        "country": {"Vietnam": 2, "Lào PDR": 1, "Thailand": 1},
        "gender": {"Woman": 2, "Man": 1, "": 1},
        "role": {"Speaker": 2, "Attendee": 2},
    }


def test_a_further_attribute_of_the_workshop_is_counted_like_the_usual_ones() -> None:
    years = Attribute(key="years", label="Years in the field", options=["0–5", "6 and more"])
    listing = read_list("Years in the field\n0–5\n0–5\n6 and more\n".encode())
    columns = guessed(listing, [years])
    assert count(listing, [years], columns, {}).answers == {"years": {"0–5": 2, "6 and more": 1}}


def test_an_unknown_answer_is_a_problem_with_its_lines() -> None:
    people = [[*row[:2], sector, *row[3:]] for row in PEOPLE for sector in ("Think tank", "Media")]
    listing = made(*[[*row[:1], "", *row[2:]] for row in people])
    found = counted(listing, GUESSED)
    assert found.problems == [
        {
            "place": "Sector, lines 2, 4, 6, 8",
            "message": ("“Think tank” is not one of the answers. Choose the matching answer."),
        }
    ]


def test_what_an_organizer_chose_for_it_is_counted() -> None:
    strange = [["A", "", "Think tank", "", "", ""], ["B", "", "think tank", "", "", ""]]
    chosen = counted(made(*strange), GUESSED, {("sector", "think tank"): "Academia"})
    assert (chosen.answers["sector"], chosen.problems) == ({"Academia": 2}, [])
    unsaid = counted(made(*strange), GUESSED, {("sector", "think tank"): ""})
    assert (unsaid.answers["sector"], unsaid.problems) == ({"": 2}, [])


def test_somebody_who_is_there_twice_is_a_problem() -> None:
    twice = [*PEOPLE, [*PEOPLE[1][:1], "BO@x.example ", *PEOPLE[1][2:]]]
    [problem] = counted(made(*twice), GUESSED).problems
    assert (problem["place"], "line 3" in problem["message"]) == ("line 6", True)


def test_two_columns_cannot_say_the_same() -> None:
    columns = [LEFT_OUT, LEFT_OUT, "sector", "country", "country", LEFT_OUT]
    places = [problem["place"] for problem in counted(made(*PEOPLE), columns).problems]
    assert places == ["Country, Sex"]


@pytest.mark.parametrize("columns", [[LEFT_OUT] * 6, [LEFT_OUT, WHO, *[LEFT_OUT] * 4]])
def test_a_list_that_says_nothing_is_a_problem(columns: list[str]) -> None:
    assert [one["place"] for one in counted(made(*PEOPLE), columns).problems] == ["line 1"]
