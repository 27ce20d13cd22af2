"""Any alteration of a published figure is detected.

Every value of the counted votes in an export is altered or removed, one at a time. The verifier
must fail each time and name the place, except for values that cannot be checked from a file. The
verifier lists these as NOT CHECKED, and `UNNOTICED` lists them again.
"""

import copy
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.verifier import findings, rehash, run_verifier, run_verifier_alone, verifier

pytestmark = pytest.mark.slow
Place = tuple[str | int, ...]
REMOVED = object()
NOTHING_WRONG = " 0 wrong, 0 not checked that should be"

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


@pytest.fixture
def counted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Count equal ballots only once, because most alterations leave the ballots as they are.

    Draw the samples of a vote only once: alterations must be found without them. Texts are
    normalised once, too.
    """
    count, drawn = verifier().Count, dict[str, Any]()
    draw = count.chances

    def chances(self: Any, draws: int) -> Any:
        if self.seed not in drawn:
            drawn[self.seed] = draw(self, draws)
        return drawn[self.seed]

    made = dict[str, Any]()

    def counted(*given: Any, **named: Any) -> Any:
        what = repr((given, named))
        if what not in made:
            made[what] = count(*given, **named)
            for name in ("support", "ratings", "explained", "margin"):
                setattr(made[what], name, cache(getattr(made[what], name)))
        return made[what]

    monkeypatch.setattr(count, "chances", chances)
    monkeypatch.setattr(verifier(), "Count", counted)
    for text in ("plain", "words_of"):
        monkeypatch.setattr(verifier(), text, cache(getattr(verifier(), text)))


# ---- Honest exports ----


def test_an_honest_ranking_passes_by_every_rule(rankings: dict[str, Any], tmp_path: Path) -> None:
    status, said = run_verifier_alone(tmp_path, rankings)
    assert (status, said.splitlines()[-1].partition(":")[2]) == (0, NOTHING_WRONG), said


def test_an_honest_final_vote_in_one_stage_passes(
    one_stage: dict[str, Any], tmp_path: Path
) -> None:
    status, said = run_verifier_alone(tmp_path, one_stage)
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
    status, said = run_verifier_alone(tmp_path, two_stages)
    assert (status, said.splitlines()[-1].partition(":")[2]) == (0, NOTHING_WRONG), said


# ---- Altered exports ----


@pytest.mark.usefixtures("counted_once")
def test_every_alteration_of_a_ranking_is_found(rankings: dict[str, Any]) -> None:
    assert unnoticed(rankings) == {}


@pytest.mark.usefixtures("counted_once")
def test_every_alteration_of_a_final_vote_in_one_stage_is_found(one_stage: dict[str, Any]) -> None:
    assert unnoticed(one_stage, votes=2) == {}


@pytest.mark.usefixtures("counted_once")
def test_every_alteration_of_a_final_vote_in_two_stages_is_found(
    two_stages: dict[str, Any],
) -> None:
    contests = two_stages["results"]["contests"]
    contests[:] = [contests[0], contests[-1]]
    # The finalists cannot follow from one issue; tests below alter them.
    contests[-1]["rule"]["chosen_by"] = "organizers"
    rehash(contests[-1])
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
    assert findings(export) == []  # what was counted once is still right
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


def is_near(place: Place, found: str) -> bool:
    """Whether a finding names the place or its container. Altered ballots show in the figures."""
    if place[0] != "result" or place[-1] == "list_version":  # which shows in the hash
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
    """Every value altered, and the first of each kind in every way; of equal ballots, only one."""
    of_kind = Counter[str]()
    choices = [ballot["choices"] for ballot in contest["ballots"]]
    for place, value in verifier().leaves(contest, ()):
        if place[0] == "ballots" and choices.index(choices[place[1]]) != place[1]:
            continue
        ways = [*others(value), *([] if value in ({}, []) else [REMOVED])]
        kind = verifier().without_numbers(verifier().written(place))
        number = of_kind[kind]
        for way in [ways[number % len(ways)]] if number else ways:
            yield place, altered_at(contest, place, way)
        of_kind[kind] += 1


def others(value: Any) -> list[Any]:
    """Other values of the same form."""
    match value:
        case bool():
            return [not value]
        case int() | float():
            whole = isinstance(value, int)
            return [value + 1, value - 1, float(value)] if whole else [round(value - 0.0002, 4)]
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
