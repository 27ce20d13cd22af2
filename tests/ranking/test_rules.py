"""A ranking works with every rule, from the setting to the report, over HTTP."""

from typing import Any

import pytest
from flask import Flask

from polling.contests.models import Contest
from polling.core.db import reading, transaction
from polling.core.errors import BadInput, Conflict
from polling.ranking import actions
from polling.ranking.ballot_instructions import instructions
from polling.report.document import annex
from polling.report.formats.html import html
from polling.report.queries import report
from polling.voting.ballots import BallotKind
from polling.voting.rules import OFFERED
from polling.workshop.models import Issue, Workshop
from tests.prepared_rooms import Prepared
from tests.room import Room
from tests.visitor import Visitor

TAGS = {
    BallotKind.RANKING: "ranked-ballot",
    BallotKind.APPROVAL: "approval-ballot",
    BallotKind.SCORE: "score-ballot",
    BallotKind.POINTS: "points-ballot",
}


def set_rule(room: Room, rule: str, **more: Any) -> None:
    with transaction() as session:
        workshop = session.get_one(Workshop, room.workshop_id)
        workshop.settings = {**workshop.settings, "rule": rule, **more}


@pytest.fixture
def crowd(room: Room, prepared: Prepared) -> Room:
    """Twelve people in the lobby."""
    prepared.get(gather, room)
    return room


def gather(room: Room) -> None:
    room.go("lobby")
    room.join(12)


def choices(kind: BallotKind, options: list[int]) -> dict[str, Any]:
    """A ballot for the first three options, best first."""
    first, second, third = options[:3]
    if kind is BallotKind.SCORE:
        return {"scores": {first: 5, second: 4, third: 3, options[3]: 1}}
    if kind is BallotKind.POINTS:
        return {"points": {first: 50, second: 30, third: 20}}
    return {"ranking" if kind is BallotKind.RANKING else "approved": [first, second, third]}


def page(visitor: Visitor, path: str) -> str:
    answer = visitor.get(path)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


@pytest.mark.parametrize("rule", OFFERED)
def test_a_ranking_goes_from_ballots_to_the_report(rule: str, crowd: Room) -> None:
    set_rule(crowd, rule, quorum=10)
    crowd.go("ranking")
    kind = OFFERED[rule].ballot_kind
    phone, contest = crowd.participant_visitor(), crowd.open_ranking()[0]
    assert f"<{TAGS[kind]} " in page(phone, f"/w/{crowd.code}")
    swapped = [contest.options[1::-1] + contest.options[2:], contest.options, contest.options]
    crowd.cast_all(
        (person, contest.id, choices(kind, swapped[index % 3]))
        for index, person in enumerate(crowd.participants)
    )
    organizer = crowd.organizer_visitor()
    for act in ("close", "reveal"):
        address = f"/console/{crowd.code}/ranking/{contest.id}/{act}"
        assert organizer.post(address).status_code == 200
    organizer.post(f"/console/{crowd.code}/screen/turn", {"go": "end"})
    assert "Quorum met: 12 voted, 10 needed." in page(phone, f"/w/{crowd.code}")
    assert "Quorum met" in page(crowd.screen_visitor(), f"/w/{crowd.code}/screen")
    assert f"bars-{contest.id}" in page(organizer, f"/console/{crowd.code}/ranking")
    with crowd.app.test_request_context(), reading() as session:
        found = session.get_one(Contest, contest.id)
        cut = {session.get_one(Issue, option).priority for option in contest.options[:3]}
        assert set(found.result["outcome"]["winners"]) == set(contest.options[:3])
        assert cut == {1, 2, 3}
        made = report(session, session.get_one(Workshop, crowd.workshop_id))
        assert f"bars-{contest.id}" in html(annex(made))


@pytest.mark.parametrize(
    "rule,sent",
    [
        ("score", {"scores": {"1": 6}}),
        ("score", {"scores": {"1": -1}}),
        ("hundred-points", {"points": {"1": 60, "2": 41}}),
        ("approval", {"ranking": [1, 2]}),
        ("approval", {"approved": [1, 2, 3, 4]}),
        ("top-three", {"scores": {"1": 5}}),
        ("top-three", {"ranking": []}),
        ("approval", {"approved": []}),
        ("score", {"scores": {}}),
        ("hundred-points", {"points": {}}),
        ("hundred-points", {"points": {"1": 0}}),
    ],
)
def test_a_ballot_that_the_rule_cannot_count_is_refused(
    rule: str, sent: dict[str, Any], crowd: Room
) -> None:
    set_rule(crowd, rule)
    crowd.go("ranking")
    contest = crowd.open_ranking()[0]
    ids = {str(number): option for number, option in enumerate(contest.options, start=1)}
    answer, given = next(iter(sent.items()))
    named: Any = (
        {ids[key]: mark for key, mark in given.items()}
        if isinstance(given, dict)
        else [ids[str(number)] for number in given]
    )
    with pytest.raises((BadInput, ValueError)):
        crowd.cast(crowd.participants[0], contest.id, {answer: named})


def test_options_without_points_are_not_stored(crowd: Room) -> None:
    """Otherwise, a ballot could be marked with them."""
    set_rule(crowd, "hundred-points")
    crowd.go("ranking")
    contest = crowd.open_ranking()[0]
    first, second = contest.options[:2]
    crowd.cast(crowd.participants[0], contest.id, {"points": {first: 60, second: 0}})
    crowd.close_and_reveal()
    with reading() as session:
        published = session.get_one(Contest, contest.id).result["ballots"][0]["choices"]
    assert published == {"points": {str(first): 60}}


def test_marks_are_published_in_the_order_in_which_anybody_hashes_them(crowd: Room) -> None:
    set_rule(crowd, "score")
    crowd.go("ranking")
    contest = crowd.open_ranking()[0]
    scores = dict.fromkeys(reversed(contest.options), 2)
    crowd.cast(crowd.participants[0], contest.id, {"scores": scores})
    crowd.close_and_reveal()
    with reading() as session:
        published = session.get_one(Contest, contest.id).result["ballots"][0]["choices"]
    assert list(published["scores"]) == sorted(map(str, contest.options))


def test_kemenys_rule_is_refused_before_the_vote_if_a_theme_has_too_many_issues(
    crowd: Room,
) -> None:
    set_rule(crowd, "kemeny")
    crowd.go("ranking")
    contest = crowd.contests()[0]
    with transaction() as session:
        for number in range(9):
            headline = f"One more issue, number {number}"
            session.add(Issue(theme_id=contest.theme_id or 0, position=90, headline=headline))
    with pytest.raises(Conflict, match="at most 8 issues"), transaction() as session:
        actions.open_theme(session, crowd.organizer, session.get_one(Contest, contest.id))


@pytest.mark.parametrize(
    "rule,most,task,counting",
    [
        (
            "top-three",
            3,
            "Choose the 3 issues that matter most, most important first.",
            "Your first choice gets 3 points, your second gets 2, and your third gets 1.",
        ),
        (
            "top-three",
            2,
            "Choose the 2 issues that matter most, most important first.",
            "Your first choice gets 3 points, and your second gets 2.",
        ),
        ("top-three", 1, "Choose the issue that matters most.", "Your choice gets 3 points."),
        (
            "approval",
            4,
            "Choose up to 4 issues that you support, in any order.",
            "Everybody chooses what they support. The issues chosen most often win.",
        ),
        (
            "score",
            8,
            "Give each issue a score from 0 to 5.",
            "Everybody scores each issue from 0 to 5. The highest totals win.",
        ),
        (
            "hundred-points",
            8,
            "Divide 100 points among the issues.",
            "Unused points are lost. The issues with the most points win.",
        ),
    ],
)
def test_voters_read_what_to_do_and_how_it_counts(
    rule: str, most: int, task: str, counting: str, app: Flask
) -> None:
    frozen = {"rule": rule, "most": most, "places": 3, "tie_policy": "lot", "quorum": 40}
    with app.test_request_context():
        said = instructions(Contest(rule=frozen, options=list(range(8))))
    assert (said.task, said.counting) == (task, counting)
    assert said.more == [
        "The top 3 issues go to the breakout groups.",
        "Ties for the last winning place are broken by lot. Anyone can check the draw.",
        "Quorum: 40 votes.",
    ]


@pytest.mark.parametrize(
    "options, said",
    [
        (2, "The top 2 issues go to the breakout groups."),
        (1, "The top issue goes to the breakout groups."),
    ],
)
def test_no_more_issues_go_on_than_there_are(options: int, said: str, app: Flask) -> None:
    frozen = {"rule": "top-three", "most": options, "places": 3, "tie_policy": "lot"}
    with app.test_request_context():
        assert instructions(Contest(rule=frozen, options=list(range(options)))).more[0] == said


@pytest.mark.parametrize(
    "quorum, said", [(0, []), (1, ["Quorum: 1 vote."]), (2, ["Quorum: 2 votes."])]
)
def test_a_quorum_is_a_number_of_votes(quorum: int, said: list[str], app: Flask) -> None:
    frozen = {"rule": "top-three", "most": 1, "places": 1, "tie_policy": "lot", "quorum": quorum}
    with app.test_request_context():
        assert instructions(Contest(rule=frozen, options=[1])).more[2:] == said
