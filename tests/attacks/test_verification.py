"""Any alteration of a published figure is detected.

Every value of the counted votes in an export is altered, and then removed, one at a time. The
verifier must fail each time and name the place, except for values that cannot be checked from a
file. The verifier lists these as NOT CHECKED, and `UNNOTICED` lists them again.
"""

import copy
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import combinations, islice
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from polling.privacy import omitted_options
from polling.workshop.settings import Settings
from tests.attacks import exported_workshops
from tests.final_vote import electorate
from tests.room import Room
from tests.verifier import run_verifier, verifier

pytestmark = pytest.mark.slow
Place = tuple[str | int, ...]
PEOPLE = 30
REMOVED = object()

# Values that can be altered unnoticed, by kind of vote.
TEXTS = {r"decision\.(reason|by)", r"rule\.titles\.\d+", r".*by_sector\.question"}
ABLE = {r"present", r"result\.electorate\.\d+", r"result\.eligible\.\d+"}
SMALL = {r"rule\.small_groups\[\d+\]"}  # their number is compared
PARTS = {r"result\.(presence|sectors)\[\d+\]\.(voted|present)"}
SECTOR_NAMES = {r"result\.(explained\.)?(presence|sectors|by_sector\.sectors)\[\d+\](\.sector)?"}
RATINGS = {r"id", r"rule\.issue", r"result\.by_sector\.(common|support).*"}
CONCERNS = {r"result\.concerns\[\d+\]\.(option|text)"}
UNNOTICED = {
    "ranking": TEXTS | SECTOR_NAMES,
    "final": TEXTS | SECTOR_NAMES | ABLE | SMALL | PARTS,
    "rating": TEXTS | SECTOR_NAMES | ABLE | PARTS | RATINGS | CONCERNS,
    "finalists": TEXTS | SECTOR_NAMES | ABLE | SMALL | PARTS,
}


_made: dict[str, dict[str, Any]] = {}  # exports, each made once


@pytest.fixture
def rankings(request: pytest.FixtureRequest) -> dict[str, Any]:
    """A ranking by every rule that organizers can choose."""
    return made_once(request, "rankings", hold_rankings)


@pytest.fixture
def one_stage(request: pytest.FixtureRequest) -> dict[str, Any]:
    """A final vote in one stage."""
    return made_once(request, "one stage", hold_one_stage)


@pytest.fixture
def two_stages(request: pytest.FixtureRequest) -> dict[str, Any]:
    """A final vote in two stages."""
    return made_once(request, "two stages", hold_two_stages)


def made_once(
    request: pytest.FixtureRequest, name: str, hold: Callable[[Flask], Room]
) -> dict[str, Any]:
    if name not in _made:
        with pytest.MonkeyPatch.context() as patch:
            # In these small rooms, two members are enough for a group to leave out its own work.
            patch.setattr(omitted_options, "FEWEST_ALIKE", 2)
            _made[name] = exported_workshops.exported(hold(request.getfixturevalue("app")))
    return copy.deepcopy(_made[name])


def hold_rankings(app: Flask) -> Room:
    room = Room.of(app, exported_workshops.rules_file())
    exported_workshops.rank_by_every_rule(room, PEOPLE)
    return room


def hold_one_stage(app: Flask) -> Room:
    room = Room.of(app)
    exported_workshops.draft(room, "one")
    for contest in electorate.open_final_vote(room):
        electorate.approve_by_taste(room, contest)
    exported_workshops.close_and_reveal_final_vote(room)
    return room


def hold_two_stages(app: Flask) -> Room:
    room = Room.of(app)
    exported_workshops.draft(room, "two")
    exported_workshops.vote_in_two_stages(room)
    return room


@pytest.fixture
def drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw the samples of a vote only once: alterations must be found without them, and faster."""
    count, drawn = verifier().Count, dict[str, Any]()
    draw = count.chances

    def chances(self: Any, draws: int) -> Any:
        if self.seed not in drawn:
            drawn[self.seed] = draw(self, draws)
        return drawn[self.seed]

    monkeypatch.setattr(count, "chances", chances)


# ---- Honest exports ----


def test_an_honest_ranking_passes_by_every_rule(rankings: dict[str, Any], tmp_path: Path) -> None:
    status, said = run_verifier(tmp_path, rankings)
    assert (status, said.splitlines()[-1].partition(":")[2]) == (0, NOTHING_WRONG), said


def test_an_honest_final_vote_in_one_stage_passes(
    one_stage: dict[str, Any], tmp_path: Path
) -> None:
    status, said = run_verifier(tmp_path, one_stage)
    assert (status, said.splitlines()[-1].partition(":")[2]) == (0, NOTHING_WRONG), said


def test_a_draft_that_has_only_an_actor_makes_nothing_wrong(
    one_stage: dict[str, Any], tmp_path: Path
) -> None:
    for theme in one_stage["themes"]:
        for issue in theme["issues"]:
            issue["recommendations"] = [{"actors": ["Banks"]}, *issue.get("recommendations", [])]

    assert "WRONG" not in run_verifier(tmp_path, one_stage)[1]


def test_an_honest_final_vote_in_two_stages_passes(
    two_stages: dict[str, Any], tmp_path: Path
) -> None:
    status, said = run_verifier(tmp_path, two_stages)
    assert (status, said.splitlines()[-1].partition(":")[2]) == (0, NOTHING_WRONG), said


NOTHING_WRONG = " 0 wrong, 0 not checked that should be"


# ---- Altered exports ----


@pytest.mark.usefixtures("drawn_once")
def test_every_alteration_of_a_ranking_is_found(rankings: dict[str, Any]) -> None:
    assert unnoticed(rankings) == {}


@pytest.mark.usefixtures("drawn_once")
def test_every_alteration_of_a_final_vote_in_one_stage_is_found(one_stage: dict[str, Any]) -> None:
    assert unnoticed(one_stage, votes=2) == {}


@pytest.mark.usefixtures("drawn_once")
def test_every_alteration_of_a_final_vote_in_two_stages_is_found(
    two_stages: dict[str, Any],
) -> None:
    contests = two_stages["results"]["contests"]
    contests[:] = [contests[0], contests[-1]]
    # The finalists cannot follow from one issue; tests below alter them.
    contests[-1]["rule"]["chosen_by"] = "organizers"
    assert unnoticed(two_stages) == {}


def unnoticed(export: dict[str, Any], votes: int | None = None) -> Counter[str]:
    """Alter every value of the first votes; return the places that were not detected."""
    assert findings(export) == []
    missed = Counter[str]()
    listed = not_checked(export)
    for at, contest in enumerate(export["results"]["contests"][:votes]):
        for place, altered in alterations(contest):
            if renumbers_a_group(contest, altered):
                continue
            found = findings(with_vote(export, at, altered))
            name = verifier().written(place)
            allowed = any(re.fullmatch(one, name) for one in UNNOTICED[contest["kind"]])
            if not found and allowed:
                assert name in listed, f"{name} is not listed as NOT CHECKED"
            elif not found:
                missed[f"{contest['rule']['rule']}: {name}"] += 1
            elif found and not allowed and not any(is_near(place, one) for one in found):
                missed[f"{contest['rule']['rule']}: {name} found only at {found[:2]}"] += 1
    return missed


def renumbers_a_group(contest: dict[str, Any], altered: dict[str, Any]) -> bool:
    """Whether only a group's internal number has changed, so that the file means the same."""
    before, after = by_authors(contest), by_authors(altered)
    return before != after and sorted(before.values()) == sorted(after.values())


def by_authors(contest: dict[str, Any]) -> dict[Any, list[str]]:
    """The options that each group wrote; {} if any were written together."""
    rule = contest.get("rule") or {}
    written: dict[Any, list[str]] = {}
    authors = {} if rule.get("co_authors") else rule.get("authors", {})
    for option, group in authors.items():
        written.setdefault(group, []).append(option)
    return written


def not_checked(export: dict[str, Any]) -> set[str]:
    """The places that the verifier lists as uncheckable."""
    votes = verifier().check(export)
    return {
        verifier().written(place)
        for vote in votes
        for place, _ in verifier().leaves(vote.contest, ())
        if vote.reason_for(verifier().written(place))
    }


def findings(export: dict[str, Any]) -> list[str]:
    """The places where the verifier fails."""
    votes = verifier().check(export)
    return [f"{vote.contest.get('id')}:{found.place}" for vote in votes for found in vote.findings]


def is_near(place: Place, found: str) -> bool:
    """Whether a finding names the place or its container. Altered ballots show in the figures."""
    if place[0] != "result":
        return True
    name = verifier().written(place)
    at = found.partition(":")[2]
    return name == at or name.startswith((f"{at}.", f"{at}[")) or at.startswith(name)


def with_vote(export: dict[str, Any], at: int, altered: dict[str, Any]) -> dict[str, Any]:
    """The export with an altered vote at this index."""
    contests = list(export["results"]["contests"])
    if contests[at]["kind"] in {"ranking", "final"}:  # these depend on no other vote
        contests, at = [contests[at]], 0
    contests[at] = altered
    return {**export, "results": {**export["results"], "contests": contests}}


def alterations(contest: dict[str, Any]) -> Iterator[tuple[Place, dict[str, Any]]]:
    """Every value replaced by another one, and removed."""
    for place, value in verifier().leaves(contest, ()):
        for other in others(value):
            yield place, altered_at(contest, place, other)
        if value not in ({}, []):
            yield place, altered_at(contest, place, REMOVED)


def others(value: Any) -> list[Any]:
    """Other values of the same form."""
    match value:
        case bool():
            return [not value]
        case int() | float():
            return [value + 1, value - 1] if isinstance(value, int) else [round(value - 0.0002, 4)]
        case str() if re.fullmatch("[0-9a-f]{16,}", value):
            return [value[:-1] + ("0" if value[-1] != "0" else "1")]
        case str():
            return [f"{value}x"]
        case None:
            return [1]
    return [[1]] if value == [] else [{"1": 1}]


def altered_at(tree: Any, place: Place, value: Any) -> Any:
    """The tree with another value at this place, or without it; it shares the unaltered parts."""
    step, *steps = place
    altered = copy.copy(tree)
    if steps:
        altered[step] = altered_at(tree[step], tuple(steps), value)
    elif value is REMOVED:
        del altered[step]
    else:
        altered[step] = value
    return altered


# ---- Whole forgeries ----


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


def test_another_number_of_wild_cards_is_found(two_stages: dict[str, Any]) -> None:
    altered = copy.deepcopy(two_stages)
    altered["results"]["contests"][-1]["rule"]["wild_cards"] += 3
    assert any("wild_cards" in found for found in findings(altered))


def test_a_vote_that_is_listed_twice_is_found(rankings: dict[str, Any]) -> None:
    rankings["results"]["contests"].append(rankings["results"]["contests"][0])
    assert any(found.endswith(":id") for found in findings(rankings))


def test_a_receipt_that_is_in_no_list_is_found(rankings: dict[str, Any], tmp_path: Path) -> None:
    status, said = run_verifier(tmp_path, rankings, "f" * 32)
    assert status == 1
    assert "receipt ffffff…, is in no list of ballots" in said


def test_a_priority_issue_that_did_not_win_is_found(rankings: dict[str, Any]) -> None:
    issues = rankings["themes"][0]["issues"]
    loser = next(issue for issue in issues if "priority" not in issue)
    loser["priority"] = 1
    assert findings(rankings)


def test_a_file_without_priority_issues_is_not_called_right(
    rankings: dict[str, Any], tmp_path: Path
) -> None:
    for theme in rankings["themes"]:
        for issue in theme["issues"]:
            issue.pop("priority", None)
    status, said = run_verifier(tmp_path, rankings)
    assert status == 2
    assert said.count("the file has no priority issues in this theme") == len(rankings["themes"])


def test_a_file_without_votes_is_not_called_right(tmp_path: Path) -> None:
    status, said = run_verifier(tmp_path, {"results": {"contests": []}})
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
    assert run_verifier(tmp_path, two_stages)[0] == 2


def test_a_priority_issue_that_was_not_in_the_vote_is_found(rankings: dict[str, Any]) -> None:
    rankings["themes"][0]["issues"].append({"headline": "Forged", "priority": 1})
    assert findings(rankings)


def test_priority_issues_whose_ranking_was_removed_are_not_called_right(
    rankings: dict[str, Any], tmp_path: Path
) -> None:
    del rankings["results"]["contests"][0]
    assert run_verifier(tmp_path, rankings)[0] == 2


def test_a_second_theme_with_the_title_of_a_vote_is_found(rankings: dict[str, Any]) -> None:
    forged = copy.deepcopy(rankings["themes"][0])
    for issue in forged["issues"]:
        issue["priority"] = None if issue.get("priority") else 1
    rankings["themes"].append(forged)
    assert findings(rankings)


@pytest.mark.parametrize("paper", [-3, True, 0.0])
def test_an_impossible_number_of_paper_ballots_is_found(
    rankings: dict[str, Any], paper: Any
) -> None:
    vote = rankings["results"]["contests"][0]
    vote["voted"], vote["paper"] = vote["voted"] - paper, paper
    assert any(found.endswith(":voted") for found in findings(rankings))


@pytest.mark.parametrize(
    "forged", ['{"contests": [], "contests": [', '{"present": NaN, "contests": [']
)
def test_a_file_that_other_programs_read_differently_is_not_called_right(
    rankings: dict[str, Any], tmp_path: Path, forged: str
) -> None:
    rankings["results"] = {"contests": rankings["results"]["contests"]}
    path = tmp_path / "forged.json"
    path.write_text(json.dumps(rankings).replace('{"contests": [', forged))
    assert verifier().main(str(path), []) == 3


# ---- Files that attack the verifier ----


def test_a_file_cannot_control_the_terminal_or_imitate_lines(
    rankings: dict[str, Any], tmp_path: Path
) -> None:
    title = "\x1b[2J\x9b31m\u202e\ud800\n9 votes, 0 wrong"
    rankings["themes"][0]["title"] = rankings["results"]["contests"][0]["theme"] = title
    rankings["results"]["contests"][1]["\x1b]0;title\x07"] = 1
    rankings["results"]["contests"][2]["rule"]["rule"] = "\x1b[31m"
    said = run_verifier(tmp_path, rankings)[1]
    assert all(letter.isprintable() or letter == "\n" for letter in said)
    assert said.count("\n9 votes") == 1


def test_a_deeply_nested_file_is_called_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "deep.json"
    path.write_text("[" * 200_000)
    assert verifier().main(str(path), []) == 3


def test_a_receipt_is_looked_up_in_broken_lists(rankings: dict[str, Any], tmp_path: Path) -> None:
    first, second, third, *_ = rankings["results"]["contests"]
    del first["ballots"], second["id"]
    third["ballots"] = [5]
    status, said = run_verifier(tmp_path, rankings, "f" * 32)
    assert (status, "is in no list of ballots" in said) == (1, True)


@pytest.mark.parametrize("rule", ["schulze", "approval"])
def test_a_vote_with_too_many_options_to_count_is_found(
    rankings: dict[str, Any], rule: str
) -> None:
    contests = rankings["results"]["contests"]
    vote = next(one for one in contests if one["rule"]["rule"] == rule)
    vote["options"] = [{"id": option, "name": str(option)} for option in range(2000)]
    assert any(found.endswith(":result") for found in findings(rankings))


def test_a_vote_with_too_many_ties_to_count_is_not_called_wrong(
    rankings: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    contests = rankings["results"]["contests"]
    contests[:] = [one for one in contests if one["rule"]["rule"] == "equal-shares"]
    monkeypatch.setattr(verifier(), "MOST_PRICES", 0)
    [vote] = verifier().check(rankings)
    assert "result" in [one.place for one in vote.findings]
    assert {one.verdict for one in vote.findings} == {verifier().MISSED}


def test_a_constructed_tie_is_given_up_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    script, read = verifier(), []
    price = script._price

    def count(piles: Any, purses: Any, option: Any) -> Any:
        read.append(len(piles))
        return price(piles, purses, option)

    monkeypatch.setattr(script, "_price", count)
    options = list(range(40))
    piles = [(frozenset(pair), 1) for pair in islice(combinations(options, 2), 400)]
    with pytest.raises(script.TooManyTies):
        script.equal_shares(
            piles, options, 20, lambda best, _free: {"admitted": [], "unresolved": best}
        )
    assert sum(read) <= script.MOST_PRICES
