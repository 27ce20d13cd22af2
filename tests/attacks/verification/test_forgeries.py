"""A file that somebody forged in a consistent way is detected, or is not called right."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from polling.final_vote import queries
from polling.workshop.settings import Settings
from polling.workshop_file.schema import Recommendation
from tests.verifier import as_in_an_earlier_version, findings, rehash, run_verifier, verifier

pytestmark = pytest.mark.slow


def test_a_finalist_that_the_ratings_do_not_give_is_found(two_stages: dict[str, Any]) -> None:
    altered = copy.deepcopy(two_stages)
    rating = altered["results"]["contests"][0]
    final = altered["results"]["contests"][-1]
    outside = [one for one in rating["options"] if one not in final["options"]]
    ids = {option["id"] for option in final["options"]}
    other = next(option for option in outside if option["id"] not in ids)
    final["options"][0] = other
    assert any(found.endswith("rule.chosen_by") for found in findings(altered))


def test_a_group_that_is_called_small_instead_of_barred_is_found(one_stage: dict[str, Any]) -> None:
    rule = one_stage["results"]["contests"][0]["rule"]
    (barred,) = set(rule["authors"].values())
    rule["authors"], rule["small_groups"] = {}, sorted([barred, *rule["small_groups"]])
    assert findings(one_stage)


@pytest.mark.parametrize("held", ["one_stage", "two_stages"])
def test_groups_that_exchange_their_numbers_are_found(
    request: pytest.FixtureRequest, held: str
) -> None:
    """The forger lets two groups exchange what they wrote, everywhere except in the votes."""
    file: dict[str, Any] = request.getfixturevalue(held)
    first, *others = drafts_of(file)
    mine, theirs = first["group"], next(o["group"] for o in others if o["group"] != first["group"])
    for one in drafts_of(file):
        one["group"] = {mine: theirs, theirs: mine}.get(one["group"], one["group"])
    assert any("group_numbers" in found for found in findings(file))


def test_a_group_that_is_renumbered_is_found(one_stage: dict[str, Any]) -> None:
    one_stage["groups"][0]["number"] = 99
    assert any(found.endswith("rule.group_numbers") for found in findings(one_stage))


def test_a_group_that_is_made_a_co_author_is_found(one_stage: dict[str, Any]) -> None:
    first, *others = drafts_of(one_stage)
    other = next(one["group"] for one in others if one["group"] != first["group"])
    first["merged_from"] = [{**first, "group": other}]
    assert any("group_numbers" in found for found in findings(one_stage))


def test_groups_of_votes_of_an_earlier_version_are_listed_as_not_checked(
    one_stage: dict[str, Any], tmp_path: Path
) -> None:
    for contest in one_stage["results"]["contests"]:
        contest["rule"].pop("group_numbers", None)
        rehash(contest)
    status, said = run_verifier(tmp_path, one_stage)
    assert (status, "group_numbers: an earlier version did not publish it" in said) == (2, True)


def give_two_options_one_name(one_stage: dict[str, Any], first: Any, second: Any) -> None:
    """Make an honest file in which the option of one draft has the words of another."""
    options = one_stage["results"]["contests"][0]["options"]
    [mine], [words] = (
        [
            one
            for one in options
            if verifier().plain(one["name"]) in verifier().sentences_of(draft, exact=True)
        ]
        for draft in (second, first)
    )
    mine["name"] = words["name"]
    second.update({name: first[name] for name in ("actors", "action", "by")})
    rehash(one_stage["results"]["contests"][0])
    assert findings(one_stage) == []


@pytest.mark.parametrize("by_one_group", [True, False])
def test_another_author_is_found_in_a_vote_in_which_two_options_have_one_name(
    one_stage: dict[str, Any], by_one_group: bool
) -> None:
    first, *others = drafts_of(one_stage)
    second = next(one for one in others if (one["group"] == first["group"]) is by_one_group)
    give_two_options_one_name(one_stage, first, second)
    third = next(one for one in others if one["group"] != first["group"] and one is not second)
    third["group"] = first["group"]
    assert any("group_numbers" in found for found in findings(one_stage))


def test_another_wording_of_one_of_two_options_with_one_name_is_found(
    one_stage: dict[str, Any],
) -> None:
    first, second, *_ = drafts_of(one_stage)
    give_two_options_one_name(one_stage, first, second)
    second["action"] = "look away"
    assert any(".name" in found for found in findings(one_stage))


def drafts_of(one_stage: dict[str, Any]) -> list[dict[str, Any]]:
    """The recommendations of the first theme."""
    issues = one_stage["themes"][0]["issues"]
    return [one for issue in issues for one in issue.get("recommendations", [])]


def test_another_number_of_wild_cards_is_found(two_stages: dict[str, Any]) -> None:
    altered = copy.deepcopy(two_stages)
    altered["results"]["contests"][-1]["rule"]["wild_cards"] += 3
    assert any("wild_cards" in found for found in findings(altered))


@pytest.mark.parametrize("held", ["one_stage", "two_stages"])
def test_settings_with_another_number_of_stages_are_not_called_right(
    request: pytest.FixtureRequest, tmp_path: Path, held: str
) -> None:
    file: dict[str, Any] = request.getfixturevalue(held)
    others = {"one", "two", "three"} - {held.removesuffix("_stage").removesuffix("_stages")}
    for other in others:
        file["settings"]["vote_stages"] = other
        status, said = run_verifier(tmp_path, file)
        assert (status, f"of the settings in the file: {other}" in said) == (2, True)


@pytest.mark.parametrize("held, status", [("one_stage", 0), ("two_stages", 2)])
def test_few_recommendations_lead_to_one_stage(
    request: pytest.FixtureRequest, tmp_path: Path, held: str, status: int
) -> None:
    file: dict[str, Any] = request.getfixturevalue(held)
    del file["settings"]["vote_stages"]
    assert run_verifier(tmp_path, file)[0] == status


@pytest.mark.parametrize("held, status", [("one_stage", 2), ("two_stages", 0)])
def test_many_recommendations_lead_to_two_stages(
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    held: str,
    status: int,
) -> None:
    file: dict[str, Any] = request.getfixturevalue(held)
    file["settings"]["vote_stages"] = "auto"
    monkeypatch.setattr(verifier(), "MANY_OPTIONS", 1)
    monkeypatch.setattr(verifier(), "MOST_FINALISTS", 1)
    assert run_verifier(tmp_path, file)[0] == status


def test_the_verifier_knows_when_two_stages_suit() -> None:
    assert verifier().MANY_OPTIONS == queries.MANY
    assert verifier().MOST_FINALISTS == queries.MOST_FINALISTS


def test_a_larger_smallest_count_than_that_of_the_tables_is_not_called_right(
    ranking: dict[str, Any], tmp_path: Path
) -> None:
    assert run_verifier(tmp_path, ranking)[0] == 0
    ranking["settings"] = {"smallest_cell": 50}
    status, said = run_verifier(tmp_path, ranking)
    places = ("sectors[0].voted", "by_sector.support", "participation.attributes.sector")
    assert (status, [place for place in places if place not in said]) == (2, [])


def test_a_vote_that_is_listed_twice_is_found(ranking: dict[str, Any]) -> None:
    ranking["results"]["contests"].append(ranking["results"]["contests"][0])
    assert any(found.endswith(":id") for found in findings(ranking))


def test_a_receipt_that_is_in_no_list_is_found(ranking: dict[str, Any], tmp_path: Path) -> None:
    status, said = run_verifier(tmp_path, ranking, "f" * 32)
    assert status == 1
    assert "receipt ffffff…, is in no list of ballots" in said


def test_a_priority_issue_that_did_not_win_is_found(ranking: dict[str, Any]) -> None:
    issues = ranking["themes"][0]["issues"]
    loser = next(issue for issue in issues if "priority" not in issue)
    loser["priority"] = 1
    assert findings(ranking)


def test_a_file_without_priority_issues_is_not_called_right(
    rankings: dict[str, Any], tmp_path: Path
) -> None:
    for theme in rankings["themes"]:
        for issue in theme["issues"]:
            issue.pop("priority", None)
    status, said = run_verifier(tmp_path, rankings)
    assert status == 2
    assert said.count("the file has no priority issues in this theme") == len(rankings["themes"])


@pytest.mark.parametrize(
    "file",
    [{"results": {"contests": []}}, {"results": {"participation": {"present": 9}}}, {"themes": []}],
    ids=["no votes", "only people", "no results"],
)
def test_a_file_without_votes_is_not_called_right(file: dict[str, Any], tmp_path: Path) -> None:
    status, said = run_verifier(tmp_path, file)
    assert (status, "has no counted votes" in said) == (3, True)


def test_a_file_of_another_form_is_not_called_right(tmp_path: Path) -> None:
    status, said = run_verifier(tmp_path, ["nothing"])
    assert (status, "cannot be read" in said) == (3, True)


def test_the_verifier_knows_the_default_settings() -> None:
    settings = Settings()
    assert {name: getattr(settings, name) for name in verifier().DEFAULTS} == verifier().DEFAULTS


def test_finalists_without_the_ratings_they_follow_from_are_not_called_right(
    two_stages: dict[str, Any], tmp_path: Path
) -> None:
    final = two_stages["results"]["contests"][-1]
    two_stages["results"]["contests"] = [final]
    del final["rule"]["chosen_by"], final["rule"]["wild_cards"]  # as in an earlier version
    as_in_an_earlier_version(final)
    assert run_verifier(tmp_path, two_stages)[0] == 2


def test_a_priority_issue_that_was_not_in_the_vote_is_found(ranking: dict[str, Any]) -> None:
    ranking["themes"][0]["issues"].append({"headline": "Forged", "priority": 1})
    assert findings(ranking)


def test_priority_issues_whose_ranking_was_removed_are_not_called_right(
    rankings: dict[str, Any], tmp_path: Path
) -> None:
    del rankings["results"]["contests"][0]
    assert run_verifier(tmp_path, rankings)[0] == 2


def test_a_second_theme_with_the_title_of_a_vote_is_found(ranking: dict[str, Any]) -> None:
    forged = copy.deepcopy(ranking["themes"][0])
    for issue in forged["issues"]:
        issue["priority"] = None if issue.get("priority") else 1
    ranking["themes"].append(forged)
    assert findings(ranking)


def test_two_sectors_that_exchange_their_figures_for_an_option_are_found(
    ranking: dict[str, Any],
) -> None:
    contest = ranking["results"]["contests"][0]
    support = contest["result"]["explained"]["by_sector"]["support"]
    second = str(contest["options"][1]["id"])
    support[second].reverse()
    assert any(found.endswith(f"by_sector.support.{second}") for found in findings(ranking))


def test_a_turnout_that_was_raised_everywhere_is_found(ranking: dict[str, Any]) -> None:
    raise_turnout(ranking["results"]["contests"][0])
    assert any(found.endswith(":result.ballots_hash") for found in findings(ranking))


def raise_turnout(contest: dict[str, Any], by: int = 60) -> None:
    result = contest["result"]
    contest["present"] += by
    result["electorate"] = {option: people + by for option, people in result["electorate"].items()}
    for table in ("sectors", "presence"):
        if result.get(table):
            result[table][0]["present"] += by


def test_a_turnout_that_only_the_hash_proves_is_listed(
    rankings: dict[str, Any], tmp_path: Path
) -> None:
    raise_turnout(rankings["results"]["contests"][0])
    rehash(rankings["results"]["contests"][0])
    _, said = run_verifier(tmp_path, rankings)
    votes = len(rankings["results"]["contests"])
    for figure in ("present", "voted", "reopened", "withdrawn", "removed"):
        assert f"\n  {figure} ({votes}): " in said
    for figure in ("electorate", "sectors.present", "sectors.voted"):
        assert f"\n  result.{figure} (" in said
    assert "present: 30, 90 in rankings, 30 in participation" in said


@pytest.mark.parametrize("paper", [-3, True, 0.0])
def test_an_impossible_number_of_paper_ballots_is_found(
    ranking: dict[str, Any], paper: Any
) -> None:
    vote = ranking["results"]["contests"][0]
    vote["voted"], vote["paper"] = vote["voted"] - paper, paper
    assert any(found.endswith(":voted") for found in findings(ranking))


@pytest.mark.parametrize(
    "forged", ['{"contests": [], "contests": [', '{"present": NaN, "contests": [']
)
def test_a_file_that_other_programs_read_differently_is_not_called_right(
    ranking: dict[str, Any], tmp_path: Path, forged: str
) -> None:
    ranking["results"] = {"contests": ranking["results"]["contests"]}
    path = tmp_path / "forged.json"
    path.write_text(json.dumps(ranking).replace('{"contests": [', forged))
    assert verifier().main(str(path), []) == 3


def drop_a_word(one: dict[str, Any]) -> None:
    one["action"] = one["action"].split(" ", 1)[-1]


def cut_an_actor(one: dict[str, Any]) -> None:
    one["actors"] = [*one["actors"][:-1], one["actors"][-1][:4]]


def add_an_actor(one: dict[str, Any]) -> None:
    one["actors"] = ["Banks", *one["actors"]]


@pytest.mark.parametrize("forge", [drop_a_word, cut_an_actor, add_an_actor])
def test_another_wording_than_people_voted_on_is_found(
    one_stage: dict[str, Any], forge: Callable[[dict[str, Any]], None]
) -> None:
    assert findings(one_stage) == []
    forge(one_stage["themes"][0]["issues"][0]["recommendations"][0])
    assert any("options[" in found for found in findings(one_stage))


def test_what_is_in_no_vote_is_listed_as_unprovable(
    one_stage: dict[str, Any], tmp_path: Path
) -> None:
    theme, group = one_stage["themes"][0], one_stage["groups"][0]
    issue = theme["issues"][0]
    another = theme["issues"][1]
    issue["reference"], another["reference"] = another["reference"], issue["reference"]
    theme["reference"], issue["recommendations"][0]["reference"] = "9", "9.9.9"
    one_stage["practice"], one_stage["title"] = not one_stage.get("practice"), "Another title"
    group["facilitator"], group["theme"] = "Somebody", "Another theme"
    status, said = run_verifier(tmp_path, one_stage)
    assert status == 0
    assert "practice: no hash covers whether this was a practice run" in said
    assert "themes: no hash covers their titles, references and other texts" in said
    assert "issues: reference, short, rationale and sources are in no vote" in said
    assert "recommendations: reference, printed, printed_as, rationale and their issue" in said
    assert "groups: theme, place and facilitator are in no vote" in said
    assert "title, subtitle, event, place, dates, sessions, notes, actors, prose, report" in said
    assert "last_references: the file lacks deleted recommendations" in said
    assert "concerns, tables by sector: somebody may have removed them" in said


def test_an_unknown_value_in_an_option_is_reported(
    one_stage: dict[str, Any], tmp_path: Path
) -> None:
    one_stage["results"]["contests"][0]["options"][0]["evil"] = "anything"
    status, said = run_verifier(tmp_path, one_stage)
    assert status == 2
    assert "contests[0].options[0].evil: this script does not know this figure" in said


def test_an_option_that_is_listed_twice_is_found(ranking: dict[str, Any]) -> None:
    options = ranking["results"]["contests"][0]["options"]
    options[1]["id"] = options[0]["id"]
    assert any(found.endswith(":options[1].id") for found in findings(ranking))


def test_a_decision_and_that_there_is_none_are_listed_as_unprovable(
    rankings: dict[str, Any], tmp_path: Path
) -> None:
    contest, issues = rankings["results"]["contests"][0], rankings["themes"][0]["issues"]
    none = len(rankings["results"]["contests"])
    assert f"  decision ({none}): a choice of the organizers" in run_verifier(tmp_path, rankings)[1]
    lost = contest["result"]["outcome"]["standings"][-1]["option"]
    contest["decision"] = {"winners": [lost], "reason": "Tie", "by": "a@example.org"}
    name = next(one["name"] for one in contest["options"] if one["id"] == lost)
    for issue in issues:
        issue["priority"] = 1 if issue["headline"] == name else None
    status, said = run_verifier(tmp_path, rankings)
    assert status == 0, said
    assert f"  decision ({none - 1}): a choice of the organizers" in said
    assert "  decision.winners (1): a choice of the organizers" in said
    contest["decision"]["winners"] *= 2
    assert any("decision.winners" in found for found in findings(rankings))


@pytest.mark.parametrize("said", [{"shown": None}, {"shown": False}, {"shown": 1}, {}])
def test_a_concern_that_was_not_admitted_is_found(
    two_stages: dict[str, Any], said: dict[str, Any]
) -> None:
    rating = two_stages["results"]["contests"][0]
    concern = {"option": rating["options"][0]["id"], "text": "It is too expensive.", "shown": True}
    rating["result"]["concerns"] = [concern, {**concern}]
    assert findings(two_stages) == []
    del concern["shown"]
    concern |= said
    assert findings(two_stages) == [f"{rating['id']}:result.concerns[0].shown"]


@pytest.mark.parametrize("table", ["sectors", "presence"])
@pytest.mark.parametrize("rows", ["without", "with"])
def test_a_removed_table_of_turnout_is_not_called_right(
    ranking: dict[str, Any], tmp_path: Path, table: str, rows: str
) -> None:
    result = ranking["results"]["contests"][0]["result"]
    if rows == "without":
        result[table] = []
    assert run_verifier(tmp_path, ranking)[0] == 0
    del result[table]
    status, said = run_verifier(tmp_path, ranking)
    assert (status, f"contests[0].result.{table}: " in said) == (2, True)


def test_a_whole_number_with_a_decimal_point_is_found(ranking: dict[str, Any]) -> None:
    outcome = ranking["results"]["contests"][0]["result"]["outcome"]
    outcome["winners"][0] = float(outcome["winners"][0])
    assert findings(ranking) == [
        f"{ranking['results']['contests'][0]['id']}:result.outcome.winners[0]"
    ]


def test_averages_may_be_whole_numbers(rankings: dict[str, Any]) -> None:
    for contest in rankings["results"]["contests"]:
        chances = contest["result"]["explained"]["probability"]
        contest["result"]["explained"]["probability"] = {
            option: int(chance) if chance in {0, 1} else chance
            for option, chance in chances.items()
        }
    assert findings(rankings) == []


@pytest.mark.parametrize(
    "forged",
    [
        {"actors": ["Nobody"]},
        {"action": "look away"},
        {"by": "never"},
        {"actors": [], "action": "look away"},
    ],
)
def test_other_parts_beside_the_true_text_are_found(
    one_stage: dict[str, Any], forged: dict[str, Any], tmp_path: Path
) -> None:
    first, *_ = drafts_of(one_stage)
    [true] = verifier().sentences_of(first, exact=True)
    first["text"] = true
    assert run_verifier(tmp_path, one_stage)[0] == 0
    first.update(forged)
    status, said = run_verifier(tmp_path, one_stage)
    assert status == 1
    assert verifier().OTHER_PARTS in said


@pytest.mark.parametrize(
    "text",
    [
        "banks should act",
        "Banks,  the police, and courts should pay 1.5 million.",
        "Every bank and all courts should act; banks should pay",
        "ตำรวจ และ ศาลควรทำงานร่วมกัน",
        "Các ngân hàng và Bộ Công an cần hành động ngay",
        "The Ministry should làm việc với các ngân hàng và Bộ Công an",
        "Do what is right.",
    ],
)
def test_the_parts_of_an_imported_text_do_not_contradict_it(text: str) -> None:
    parts = Recommendation.model_validate({"text": text}).model_dump(by_alias=True)
    parts["text"] = text
    assert not verifier().contradicts(parts)
    assert verifier().contradicts(parts | {"action": parts["action"] + " never"})


def test_an_abstention_in_another_form_is_found(ranking: dict[str, Any]) -> None:
    ballots = ranking["results"]["contests"][0]["ballots"]
    abstained = next(one for one in ballots if one["choices"] == {"abstain": True})
    abstained["choices"] = {"abstain": 1}
    assert any("choices" in found for found in findings(ranking))


def test_a_recommendation_that_people_voted_on_cannot_hide_in_a_merged_one(
    one_stage: dict[str, Any],
) -> None:
    first, *_ = drafts_of(one_stage)
    part = copy.deepcopy(first)
    assert findings(one_stage) == []
    first.update({"action": "look away", "text": "", "merged_from": [part]})
    assert any(".name" in found for found in findings(one_stage))
