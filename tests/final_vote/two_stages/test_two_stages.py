"""A final vote in two stages: who is asked what, what counts, who goes on, what comes of it."""

import json
from collections import Counter
from pathlib import Path

import pytest
from pydantic import ValidationError
from sqlalchemy import select, update

from polling.contests import queries as contest_queries
from polling.contests.casting.actions import StaleBallot
from polling.contests.casting.receipts import canonical, digest
from polling.contests.counting.verify import verify
from polling.contests.electorate import size
from polling.contests.models import (
    CLOSED,
    FINAL,
    FINALISTS,
    RATING,
    REVEALED,
    Ballot,
    Concern,
    Contest,
)
from polling.db import reading, transaction
from polling.errors import BadInput, Conflict
from polling.final_vote import actions
from polling.final_vote.stages import stages
from polling.final_vote.two_stages import results
from polling.final_vote.two_stages.actions import life as two_stages
from polling.final_vote.two_stages.actions import sharing
from polling.final_vote.two_stages.finalists import finalists
from polling.final_vote.two_stages.issues import rated_issues
from polling.workshop.log import unbroken
from polling.workshop.models import LogEntry, Workshop
from polling.workshop_file.dump import dump
from polling.workshop_file.load import load
from polling.workshop_file.read import read
from polling.workshop_file.write import write
from tests.contests.counting.test_verify import exported, run_script
from tests.final_vote import electorate, raters
from tests.room import Room


def give(contest: Contest, mark: str, *options: int) -> dict[str, dict[str, list[int]]]:
    empty: dict[str, list[int]] = {"not_now": [], "priority": [], "support": []}
    return {"rated": empty | {mark: list(options)}}


def first_of(room: Room, person: int) -> Contest:
    return raters.asked_of(room, person)[0]


def vote_on_finalists(room: Room) -> Contest:
    raters.rate_by_taste(room)
    raters.close(room)
    raters.confirm(room)
    final = raters.open_second(room)
    electorate.approve_by_taste(room, final)
    raters.close(room, FINALISTS)
    return room.contests(FINALISTS)[0]


# ---- One stage or two ----


@pytest.mark.parametrize("chosen, count", [("auto", 2), ("one", 1), ("two", 2)])
def test_many_recommendations_are_voted_on_in_two_stages_unless_chosen_otherwise(
    drafted: Room, chosen: str, count: int
) -> None:
    electorate.set_stages(drafted, chosen)
    with reading() as session:
        assert stages(session, session.get_one(Workshop, drafted.workshop_id)) == count


def test_few_recommendations_are_voted_on_in_one_stage(room: Room) -> None:
    electorate.gather(room, 12)
    electorate.prioritise(room)
    electorate.draft(room, each=1)  # eighteen of them
    with reading() as session:
        assert stages(session, session.get_one(Workshop, room.workshop_id)) == 1


def test_the_stages_are_chosen_before_the_vote_begins(two: Room) -> None:
    assert (len(two.contests(RATING)), len(two.contests(FINAL))) == (18, 0)
    with transaction() as session:
        actions.choose_stages(session, two.organizer, 1)
    assert (len(two.contests(RATING)), len(two.contests(FINAL))) == (0, 6)
    with transaction() as session:
        actions.choose_stages(session, two.organizer, 2)
    raters.open_first(two)
    with transaction() as session, pytest.raises(Conflict, match="has begun"):
        actions.choose_stages(session, two.organizer, 1)


# ---- Who is asked ----


def test_everybody_is_asked_about_six_issues_of_other_groups(two: Room) -> None:
    raters.open_first(two)
    covered: Counter[str] = Counter()
    for person in two.participants:
        mine = raters.asked_of(two, person)
        writers = {group for one in mine for group in one.rule["authors"].values()}
        assert len(mine) == 6
        assert two.actor(person).group_id not in writers
        covered.update(contest.id for contest in mine)
    assert set(covered.values()) == {8}


def test_who_comes_late_is_asked_about_what_fewest_are_asked_about(two: Room) -> None:
    opened = raters.open_first(two)
    for person in two.join(3):
        assert len(raters.asked_of(two, person)) == 6
    with reading() as session:
        chosen = [size(session, one) for one in opened]
    assert set(chosen) == {9}


def test_who_has_time_is_asked_about_the_issue_with_fewest_ballots(two: Room) -> None:
    raters.open_first(two)
    first, *others = two.participants
    raters.rate_by_taste(two, others)
    with reading() as session:
        issues = rated_issues(session, two.workshop_id)
        voted = contest_queries.voted(session, [one.contest.id for one in issues])
    before = {one.id for one in raters.asked_of(two, first)}
    with transaction() as session:
        sharing.ask_one_more(session, two.actor(first))
    *_, more = raters.asked_of(two, first)
    open_to_them = [one.contest for one in issues if two.actor(first).group_id not in one.writers]
    left = [voted[one.id] for one in open_to_them if one.id not in before]
    assert more.id not in before
    assert voted[more.id] == min(left)


def test_nobody_rates_what_others_are_asked(two: Room) -> None:
    opened = raters.open_first(two)
    person = two.participants[0]
    mine = {one.id for one in raters.asked_of(two, person)}
    other = next(one for one in opened if one.id not in mine)
    with pytest.raises(BadInput, match="Others are asked"):
        two.cast(person, other.id, give(other, "support", other.options[0]))


# ---- What a ballot may say ----


def test_a_third_of_an_issue_may_be_priorities_and_no_more(two: Room) -> None:
    raters.open_first(two)
    person = two.participants[0]
    contest = first_of(two, person)
    assert (len(contest.options), contest.rule["priorities"]) == (4, 2)
    with pytest.raises(BadInput, match="at most 2 a priority"):
        two.cast(person, contest.id, give(contest, "priority", *contest.options[:3]))
    assert two.cast(person, contest.id, give(contest, "priority", *contest.options[:2]))["ok"]


@pytest.mark.parametrize(
    "choices",
    [
        pytest.param({"approved": [1]}, id="another kind of ballot"),
        pytest.param({"scores": {"1": 5}}, id="scores off the scale"),
        pytest.param({"rated": {"priority": [1], "support": [1]}}, id="rated twice"),
        pytest.param({"rated": {"support": [999_999]}}, id="what is not on the list"),
    ],
)
def test_what_is_no_rating_is_refused(two: Room, choices: dict[str, object]) -> None:
    raters.open_first(two)
    person = two.participants[0]
    contest = first_of(two, person)
    option = contest.options[0]
    meant = json.loads(json.dumps(choices).replace("[1]", f"[{option}]"))
    with pytest.raises(BadInput):
        two.cast(person, contest.id, meant)


def test_what_is_half_done_counts_for_what_is_done(two: Room) -> None:
    raters.open_first(two)
    person = two.participants[0]
    contest = first_of(two, person)
    two.cast(person, contest.id, give(contest, "not_now", contest.options[1]))
    raters.close(two)
    with reading() as session:
        stored = session.get_one(Contest, contest.id).result
    assert stored["ratings"][str(contest.options[1])] == {
        "priority": 0,
        "support": 0,
        "not_now": 1,
    }
    assert sum(sum(counts.values()) for counts in stored["ratings"].values()) == 1


def test_nothing_on_the_disk_ties_the_ballots_of_one_person_together(two: Room) -> None:
    opened = raters.open_first(two)
    raters.rate_by_taste(two)
    raters.close(two)
    with reading() as session:
        results_of = [session.get_one(Contest, one.id).result for one in opened]
    for contest, result in zip(opened, results_of, strict=True):
        for ballot in result["ballots"]:
            marked = {o for options in ballot["choices"]["rated"].values() for o in options}
            assert marked <= set(contest.options)  # one issue: not what else its voter was asked


# ---- Concerns ----


def raise_concern(room: Room, person: int, text: str, revision: int = 1) -> Contest:
    contest = first_of(room, person)
    option = contest.options[0]
    room.cast(
        person,
        contest.id,
        give(contest, "not_now", option),
        revision=revision,
        concerns={option: text},
    )
    return contest


def test_neither_a_concern_nor_its_option_is_on_any_published_ballot(two: Room) -> None:
    raters.open_first(two)
    person = two.participants[0]
    contest = first_of(two, person)
    raise_concern(two, person, "It costs too much.")
    raise_concern(two, person, "It costs far too much.", revision=2)
    raters.close(two)
    with reading() as session:
        result = session.get_one(Contest, contest.id).result
    assert [said["text"] for said in result["concerns"]] == ["It costs far too much."]
    rated = give(contest, "not_now", contest.options[0])
    assert [ballot["choices"] for ballot in result["ballots"]] == [rated]


def test_another_concern_beside_the_same_choices_is_another_ballot(two: Room) -> None:
    raters.open_first(two)
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


def test_somebody_can_have_a_concern_and_rate_nothing(two: Room) -> None:
    raters.open_first(two)
    person = two.participants[0]
    contest = first_of(two, person)
    two.cast(person, contest.id, {"abstain": True}, concerns={contest.options[1]: "Too slow."})
    raters.close(two)
    with reading() as session:
        result = session.get_one(Contest, contest.id).result
    assert [said["text"] for said in result["concerns"]] == ["Too slow."]
    assert [ballot["choices"] for ballot in result["ballots"]] == [{"abstain": True}]


def test_a_concern_is_about_what_its_voter_is_asked(two: Room) -> None:
    raters.open_first(two)
    person = two.participants[0]
    contest = first_of(two, person)
    rated = give(contest, "support", contest.options[0])
    for concerns in ({999_999: "Not on this list."}, {contest.options[0]: " "}):
        with pytest.raises((BadInput, ValidationError)):
            two.cast(person, contest.id, rated, concerns=concerns)


def test_a_vote_without_ratings_takes_no_concerns(room: Room) -> None:
    room.go("lobby")
    [person] = room.join(1)
    room.go("ranking")
    contest = room.open_ranking()[0]
    chosen = {"ranking": contest.options[:1]}
    with pytest.raises(BadInput, match="not on the list"):
        room.cast(person, contest.id, chosen, concerns={contest.options[0]: "No."})


def test_only_admitted_concerns_reach_the_result_and_the_file(two: Room) -> None:
    raters.open_first(two)
    one, other = two.participants[0], two.participants[1]
    admitted, left_out = raise_concern(two, one, "Too slow."), raise_concern(two, other, "He lies.")
    raters.close(two)
    with transaction() as session:
        for contest, shown in ((admitted, True), (left_out, False)):
            found = session.get_one(Contest, contest.id)
            place = next(
                number
                for number, said in enumerate(found.result["concerns"])
                if said["text"] == ("Too slow." if shown else "He lies.")
            )
            actions.moderate(session, two.organizer, found, number=place, shown=shown)
    with reading() as session:
        workshop = session.get_one(Workshop, two.workshop_id)
        file = dump(session, workshop).model_dump_json()
        rows = results.rows(rated_issues(session, two.workshop_id))
        log = list(session.scalars(select(LogEntry).order_by(LogEntry.id)))
    assert [text for row in rows for text in row.concerns] == ["Too slow."]
    assert ("Too slow." in file, "He lies." in file) == (True, False)
    assert [e.action for e in log][-2:] == ["concern-admitted", "concern-left-out"]
    assert unbroken(log)


def test_after_the_reveal_nothing_ties_a_concern_to_a_ballot(two: Room) -> None:
    raters.open_first(two)
    raise_concern(two, two.participants[0], "Too slow.")
    raters.close(two)
    with transaction() as session:
        actions.reveal_overall(session, two.organizer)
    with reading() as session:
        assert session.scalars(select(Concern)).all() == []


# ---- The second stage ----


def test_the_best_of_each_issue_and_the_wild_cards_go_on(two: Room) -> None:
    raters.open_first(two)
    with transaction() as session, pytest.raises(Conflict, match="Close the first stage"):
        two_stages.confirm(session, two.organizer, options=[1], titles={})
    raters.rate_by_taste(two)
    raters.close(two)
    final = raters.confirm(two)
    of_issue = [set(one.options) for one in two.contests(RATING)]
    assert all(options.intersection(final.options) for options in of_issue)
    assert len(final.options) >= 18 + 8
    assert final.rule["most"] == 7


def test_the_organizers_may_choose_other_finalists_which_the_log_says(two: Room) -> None:
    raters.open_first(two)
    raters.rate_by_taste(two)
    raters.close(two)
    some = two.contests(RATING)[0].options[:2]
    with transaction() as session:
        two_stages.confirm(session, two.organizer, options=some, titles={some[0]: "Short"})
    with reading() as session:
        last = session.scalars(select(LogEntry).order_by(LogEntry.id.desc())).first()
    final = two.contests(FINALISTS)[0]
    assert last is not None
    assert last.action == "finalists-changed"
    assert (final.options, final.rule["titles"][str(some[0])]) == (some, "Short")


def test_ratings_are_not_revealed_while_they_could_sway_the_second_stage(two: Room) -> None:
    raters.open_first(two)
    raters.rate_by_taste(two)
    raters.close(two)
    raters.confirm(two)
    raters.open_second(two)
    with transaction() as session, pytest.raises(Conflict, match="second stage first"):
        actions.reveal_overall(session, two.organizer)
    assert {one.state for one in two.contests(RATING)} == {CLOSED}


def test_the_whole_vote_is_revealed_together_and_verified(two: Room) -> None:
    raters.open_first(two)
    vote_on_finalists(two)
    with transaction() as session:
        actions.reveal_overall(session, two.organizer)
    every = [*two.contests(RATING), *two.contests(FINALISTS)]
    assert {one.state for one in every} == {REVEALED}
    with reading() as session:
        checks = [check for one in every for check in verify(session, session.merge(one))]
    assert [check.text for check in checks if not check.passed] == []


def test_ratings_that_were_changed_in_the_database_show(two: Room) -> None:
    raters.open_first(two)
    raters.rate_by_taste(two)
    raters.close(two)
    with transaction() as session:
        contest = session.get_one(Contest, two.contests(RATING)[0].id)
        option, given = next(iter(contest.result["ratings"].items()))
        forged = {option: given | {"priority": given["priority"] + 1}}
        contest.result = contest.result | {"ratings": contest.result["ratings"] | forged}
        failed = [check.text for check in verify(session, contest) if not check.passed]
    assert failed == ["the ratings, counted again"]


def test_finalists_are_ordered_by_share_and_equal_shares_have_equal_ranks(two: Room) -> None:
    raters.open_first(two)
    vote_on_finalists(two)
    with reading() as session:
        final = finalists(session, two.workshop_id)
        order = results.final_order(final, rated_issues(session, two.workshop_id))
    shares = [row.share for row in order]
    assert shares == sorted(shares, reverse=True)
    assert [row.rank for row in order] == [shares.index(share) + 1 for share in shares]
    assert all(row.rank <= results.TOP for row in results.top(order))


def test_a_theme_has_all_its_recommendations_in_tiers(two: Room) -> None:
    raters.open_first(two)
    raters.rate_by_taste(two)
    raters.close(two)
    with reading() as session:
        themes = results.by_theme(rated_issues(session, two.workshop_id))
    assert [len(rows) for _, rows in themes] == [12] * 6
    for _, rows in themes:
        assert [row.tier for row in rows] == sorted(row.tier for row in rows)
        assert all(row.rating.raters <= 8 for row in rows)


def test_a_workshop_of_two_stages_is_the_same_after_a_round_trip(two: Room) -> None:
    raters.open_first(two)
    vote_on_finalists(two)
    with transaction() as session:
        exported = write(dump(session, session.get_one(Workshop, two.workshop_id)))
        again = load(session, read(exported, "a.json"))
        session.flush()
        assert write(dump(session, again)) == exported


# ---- Counting it again ----


def test_anybody_can_count_ratings_and_finalists_again_from_the_export(
    two: Room, tmp_path: Path
) -> None:
    raters.open_first(two)
    vote_on_finalists(two)
    tree = exported(two)
    status, said = run_script(tmp_path, tree, f"{two.participants[0]:032x}")
    assert (status, said.splitlines()[-1]) == (0, "19 votes checked, 0 failures")
    assert said.count("the ratings, counted again") == 18
    assert said.count("is counted as {'rated'") == 6
    forged = next(one for one in tree["results"]["contests"] if one["kind"] == "rating")
    next(iter(forged["result"]["ratings"].values()))["priority"] += 1
    status, said = run_script(tmp_path, tree)
    assert (status, said.count("NOT  the ratings, counted again")) == (1, 1)


def test_ballots_that_named_their_concerns_as_they_once_did_can_still_be_checked(
    two: Room, tmp_path: Path
) -> None:
    raters.open_first(two)
    person = two.participants[0]
    contest = first_of(two, person)
    given = give(contest, "not_now", contest.options[0])
    two.cast(person, contest.id, given)
    old = canonical({"rated": {"concerns": [contest.options[0]], **given["rated"]}})
    line = digest(contest.id, f"{person:032x}", old)
    with transaction() as session:
        stored = update(Ballot).where(Ballot.contest_id == contest.id)
        session.execute(stored.values(choices=old, digest=line))
    raters.close(two)
    with reading() as session:
        checks = verify(session, session.get_one(Contest, contest.id))
    assert [check.text for check in checks if not check.passed] == []
    status, said = run_script(tmp_path, exported(two), f"{person:032x}")
    assert (status, "is counted as {'rated': {'concerns'" in said) == (0, True)
