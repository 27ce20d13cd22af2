"""Support by sector in a final vote, where nobody votes on their own group's work."""

import re
from collections import Counter
from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy import update

from polling.contests.electorate import able_by_sector, in_all, roll
from polling.contests.kinds import FINAL, FINALISTS, RATING
from polling.contests.models import Contest
from polling.core.db import reading, transaction
from polling.final_vote import actions
from polling.people.models import Participant
from polling.privacy.sector_findings import describe
from polling.privacy.sector_pools import pool_of
from polling.privacy.sector_table import Cell, SectorTable
from polling.recommendations.models import Recommendation
from polling.recommendations.sentence import sentence
from polling.report.document import publication
from polling.report.queries import report
from polling.report.sections.vote_annex import annex
from polling.report.tables import tables
from polling.workshop.models import Workshop
from tests.final_vote import electorate, raters
from tests.prepared_rooms import Prepared
from tests.room import Room
from tests.screen.shown_results import show_whole

PARTS = ["Media", "NGO"]


def voted_in_one_stage(room: Room) -> Contest:
    first = electorate.open_final_vote(room)[0]
    electorate.approve_by_taste(room, first)
    return with_sectors(room, electorate.close_all(room)[0])


@pytest.fixture
def voted(two: Room, prepared: Prepared) -> Room:
    """The room after a vote in two stages."""
    prepared.get(vote_in_two_stages, two)
    return two


def vote_in_two_stages(room: Room) -> None:
    raters.open_first(room)
    raters.rate_by_taste(room)
    raters.close(room)
    raters.confirm(room)
    electorate.approve_by_taste(room, raters.open_second(room))
    raters.close(room, FINALISTS)
    with_sectors(room, room.contests(FINALISTS)[0])
    with transaction() as session:
        actions.reveal_overall(session, room.organizer)
        show_whole(session, room.organizer)


def with_sectors(room: Room, contest: Contest) -> Contest:
    """The contest with the table of a larger room: the media prefer the last option."""
    *others, last = contest.options
    cells = {(option, name): rounded(6, 10) for option in contest.options for name in PARTS}
    cells |= {(option, "Media"): rounded(3, 10) for option in others}
    cells |= {(last, "NGO"): rounded(2, 10)}
    table = SectorTable(tuple(contest.options), tuple(PARTS), (3, 3), cells)
    outcome = contest.result["outcome"]
    split = describe(
        table,
        dict.fromkeys(contest.options, Fraction(1, 2)),
        places=contest.rule["places"],
        winners=[one for one in outcome["winners"] if one != last],
    )
    with transaction() as session:
        stored = session.get_one(Contest, contest.id)
        explained = stored.result["explained"] | {"by_sector": split}
        stored.result = stored.result | {"explained": explained}
    return next(one for one in room.contests(contest.kind) if one.id == contest.id)


def rounded(count: int, base: int) -> Cell:
    return Cell(count, base, Fraction(count - 1, base), Fraction(count + 1, base))


def rows_of(room: Room, name: str, *, optional: bool = False) -> list[dict[str, Any]]:
    with room.app.test_request_context(), reading() as session:
        made = tables(report(session, session.get_one(Workshop, room.workshop_id)))
    found = [one for one in made if one.name == name]
    if optional and not found:
        return []
    (table,) = found
    names = [column.name for column in table.columns]
    return [dict(zip(names, row, strict=True)) for row in table.rows]


def test_a_sectors_support_is_a_part_of_those_of_it_who_could_choose(drafted: Room) -> None:
    contest = voted_in_one_stage(drafted)
    with reading() as session:
        able = able_by_sector(roll(session, contest))
        people = [session.get_one(Participant, one) for one in drafted.participants]
    option = contest.options[0]
    group = contest.rule["authors"][str(option)]
    pools = contest.pools
    outside = [pool_of(pools, one.attributes) for one in people if one.group_id != group]
    assert {sector: could[option] for sector, could in able.items() if sector} == Counter(outside)


def test_the_sectors_together_are_the_room(drafted: Room) -> None:
    contest = voted_in_one_stage(drafted)
    with reading() as session:
        able = in_all(able_by_sector(roll(session, contest)), contest)
    assert contest.result["eligible"] == {str(option): able[option] for option in contest.options}


def test_the_console_says_how_the_sectors_stand_to_a_theme(drafted: Room) -> None:
    contest = voted_in_one_stage(drafted)
    with transaction() as session:
        actions.reveal(session, drafted.organizer, session.get_one(Contest, contest.id))
        show_whole(session, drafted.organizer)
    page = drafted.organizer_visitor().get(f"/console/{drafted.code}/final_vote")
    assert re.search("same weight", page.get_data(as_text=True))


def test_the_finalists_have_a_cut_chances_and_sectors(voted: Room) -> None:
    contest = voted.contests(FINALISTS)[0]
    assert contest.rule["places"] == min(10, len(contest.options))
    explained = contest.result["explained"]
    assert explained["by_sector"]["sectors"] == PARTS
    assert sum(explained["probability"].values()) == pytest.approx(10, abs=0.01)


def test_the_console_says_how_firm_the_overall_list_is_and_how_sectors_stand_to_it(
    voted: Room,
) -> None:
    contest = voted.contests(FINALISTS)[0]
    page = voted.organizer_visitor().get(f"/console/{voted.code}/final_vote").get_data(as_text=True)
    assert f"dots-{contest.id}" in page
    assert re.search("same weight", page)


def test_the_exports_have_how_the_sectors_stand_to_it(voted: Room) -> None:
    rows = rows_of(voted, "final sectors")
    assert {row["sector"] for row in rows if row["kind"] == FINALISTS} == set(PARTS)
    chances = rows_of(voted, "final chances")
    assert len(chances) == len(voted.contests(FINALISTS)[0].options)
    assert all(isinstance(row["equal_rank"], int) for row in chances)
    assert {row["common_ground"] for row in chances} <= {True, False}
    assert {row["broad_support"] for row in rows_of(voted, "ratings")} <= {True, False}


def test_the_report_says_how_the_sectors_stand_to_it(voted: Room) -> None:
    contest = voted.contests(FINALISTS)[0]
    with voted.app.test_request_context(), reading() as session:
        made = report(session, session.get_one(Workshop, voted.workshop_id))
        blocks = annex(made)
    assert made.finalists
    assert made.finalists.figures
    assert f"dots-{contest.id}" in str(blocks)
    assert any("same weight" in said for said in made.finalists.about_sectors)
    assert all(said in str(blocks) for said in made.finalists.about_sectors)


def test_finalists_that_read_the_same_each_have_their_figures(voted: Room) -> None:
    finalists = voted.contests(FINALISTS)[0].options
    with transaction() as session:
        same = Recommendation.id.in_(finalists[:2])
        session.execute(
            update(Recommendation)
            .where(same)
            .values(actors=[], action="the same", by="", original="")
        )
    with voted.app.test_request_context(), reading() as session:
        made = report(session, session.get_one(Workshop, voted.workshop_id))
    assert made.finalists
    names = [name for name, _standing in made.finalists.standings]
    assert (len(names), names.count("the same")) == (len(finalists), 2)


def test_the_report_says_of_how_many_finalists_a_share_is_the_choice(voted: Room) -> None:
    contest = voted.contests(FINALISTS)[0]
    with voted.app.test_request_context(), reading() as session:
        made = report(session, session.get_one(Workshop, voted.workshop_id))
        page = publication(made)
    assert made.finalists
    assert f"up to {made.finalists.most} of {len(contest.options)} finalists" in str(page)


def test_what_one_sector_supports_and_the_room_did_not_is_in_the_exports(drafted: Room) -> None:
    contest = voted_in_one_stage(drafted)
    found = contest.result["explained"]["by_sector"]["minority"]
    (minority,) = [one for one in found if one["sector"] == "Media"]
    with transaction() as session:
        actions.reveal_overall(session, drafted.organizer)
        show_whole(session, drafted.organizer)
        told = session.get_one(Recommendation, minority["options"][0])
        expected = (FINAL, "Media", sentence(told))
    rows = rows_of(drafted, "minority", optional=True)
    made_cut = {row["recommendation"] for row in rows_of(drafted, "final vote") if row["made_cut"]}
    if expected[2] not in made_cut:
        assert expected in {(row["kind"], row["sector"], row["option"]) for row in rows}
    assert not {row["option"] for row in rows} & made_cut


def test_the_turnout_in_the_room_and_of_the_virtual_is_in_the_exports(two: Room) -> None:
    two.join(24)  # so that no part is small
    vote_in_two_stages(two)
    rows = [row for row in rows_of(two, "turnout") if row["kind"] == FINALISTS]
    assert {(row["presence"], row["present"]) for row in rows} == {
        ("In the room", 42),
        ("Virtual", 6),
    }


def test_the_turnout_by_sector_is_in_the_exports_without_the_numbers_of_few(voted: Room) -> None:
    rows = [row for row in rows_of(voted, "turnout by sector") if row["kind"] == FINALISTS]
    assert {row["sector"] for row in rows} == {
        *PARTS,
        "International organization",
        "Other",
    }
    assert {row["voted"] for row in rows} & set(range(5)) == set()
    assert any(row["voted"] for row in rows)
    rated = [row for row in rows_of(voted, "turnout by sector") if row["kind"] == RATING]
    assert all(row["issue"] for row in rated)
    exported = voted.organizer_visitor().get(f"/console/{voted.code}/export/json").get_json()
    told = [
        part["voted"]
        for one in exported["results"]["contests"]
        for part in one["result"]["sectors"]
    ]
    assert told
    assert set(told) & set(range(5)) == set()
