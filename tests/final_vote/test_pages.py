"""The final vote's pages over HTTP: who sees what, and when."""

import hashlib
import re

import pytest

from polling.contests.casting.receipts import digest
from polling.contests.kinds import FINAL
from polling.contests.models import Contest
from polling.core.db import reading, transaction
from polling.final_vote import actions, page_contexts
from polling.final_vote.two_stages.short_titles import short_title
from polling.people.models import Participant
from polling.privacy import omitted_options
from polling.recommendations.models import Recommendation
from polling.recommendations.sentence import sentence
from tests.final_vote import electorate
from tests.room import Room
from tests.visitor import Visitor

EXPLAINED = "In brackets: the likely range if everyone had voted."
RECEIPT = "0123456789abcdef" * 2


def named(option: int) -> tuple[str, str, str]:
    """The label of a recommendation on a phone, a tablet and the screen."""
    with reading() as session:
        recommendation = session.get_one(Recommendation, option)
        in_full = sentence(recommendation)
        return in_full, in_full, short_title(recommendation)


def page(visitor: Visitor, path: str) -> str:
    answer = visitor.get(path)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def seat_last_comer(room: Room, contest: Contest) -> int:
    """Put the newest visitor into a group that is an author in this contest."""
    group = next(iter(contest.rule["authors"].values()))
    with transaction() as session:
        person = session.query(Participant).order_by(Participant.id.desc()).first()
        assert person
        person.group_id = group
    return int(group)


def test_a_phone_votes_and_finds_its_ballot_in_the_published_list(drafted: Room) -> None:
    phone, organizer = drafted.participant_visitor(), drafted.organizer_visitor()
    organizer.post(f"/console/{drafted.code}/final-vote/open", {"minutes": "0"})
    contest = drafted.contests(FINAL)[0]
    assert "Final vote · Theme 1 of" in page(phone, f"/w/{drafted.code}")
    group = seat_last_comer(drafted, contest)
    chosen = [int(option) for option, by in contest.rule["authors"].items() if by != group][:2]
    ballot = {
        "contest": contest.id,
        "receipt": RECEIPT,
        "revision": 1,
        "choices": {"approved": chosen[::-1]},
    }
    answer = phone.post(f"/w/{drafted.code}/ballots", json=ballot).get_json()
    organizer.post(f"/console/{drafted.code}/final-vote/{contest.id}/close")
    address = f"/w/{drafted.code}/contests/{contest.id}/ballots"
    assert phone.get(address).status_code == 409  # before the reveal
    organizer.post(f"/console/{drafted.code}/final-vote/{contest.id}/reveal")
    organizer.post(f"/console/{drafted.code}/screen/turn", {"go": "end"})
    published = phone.get(address).get_json()
    # The phone computes the same line: approvals in the order of their numbers.
    line = digest(contest.id, RECEIPT, f'{{"approved":[{chosen[0]},{chosen[1]}]}}')
    assert answer["digest"] == line
    assert published["hashes"] == [line]
    text = "\n".join([*published["head"], f"{line} {published['choices'][0]}", ""])
    assert hashlib.sha256(text.encode()).hexdigest() == published["hash"]


def test_a_phone_sees_its_own_groups_work_but_cannot_choose_it(drafted: Room) -> None:
    phone = drafted.participant_visitor()
    contest = electorate.open_final_vote(drafted)[0]
    group = seat_last_comer(drafted, contest)
    html = page(phone, f"/w/{drafted.code}")
    own = [int(option) for option, by in contest.rule["authors"].items() if by == group]
    choices = [option for option in contest.options if f'data-option="{option}"' in html]
    assert choices == [option for option in contest.options if option not in own]
    assert html.count("Other groups vote on it") == len(own) == 6


def test_where_a_phones_group_wrote_everything_there_is_nothing_to_choose(drafted: Room) -> None:
    phone = drafted.participant_visitor()
    contest = drafted.contests(FINAL)[0]
    group = seat_last_comer(drafted, contest)
    with transaction() as session:
        for option in contest.options:
            session.get_one(Recommendation, option).group_id = group
    electorate.open_final_vote(drafted)
    html = page(phone, f"/w/{drafted.code}")
    assert "Your group wrote all the recommendations on this theme" in html
    assert 'data-first="1"' in html  # the page starts with the next theme
    assert [option for option in contest.options if f'data-option="{option}"' in html] == []


def test_a_vote_for_ones_own_group_is_refused_by_the_server(drafted: Room) -> None:
    phone = drafted.participant_visitor()
    contest = electorate.open_final_vote(drafted)[0]
    group = seat_last_comer(drafted, contest)
    own = next(int(option) for option, by in contest.rule["authors"].items() if by == group)
    answer = phone.post(
        f"/w/{drafted.code}/ballots",
        json={
            "contest": contest.id,
            "receipt": RECEIPT,
            "revision": 1,
            "choices": {"approved": [own]},
        },
    )
    assert answer.status_code == 400
    assert answer.get_json()["error"]["code"] == "bad-input"


def test_results_are_on_no_page_until_they_are_revealed(drafted: Room) -> None:
    contest = electorate.open_final_vote(drafted)[0]
    electorate.approve_by_taste(drafted, contest)
    electorate.close_all(drafted)
    pages = [
        (drafted.participant_visitor(), f"/w/{drafted.code}"),
        (drafted.facilitator_visitor(), f"/w/{drafted.code}/facilitator"),
        (drafted.screen_visitor(), f"/w/{drafted.code}/screen"),
    ]
    winner = contest.options[0]
    with reading() as session:
        winner = session.get_one(Contest, contest.id).result["outcome"]["winners"][0]
    seen = list(zip(named(winner), pages, strict=True))
    assert [name in page(*one) for name, one in seen] == [False, False, False]
    organizer = drafted.organizer_visitor()
    organizer.post(f"/console/{drafted.code}/final-vote/{contest.id}/reveal")
    organizer.post(f"/console/{drafted.code}/screen/turn", {"go": "end"})
    assert [name in page(*one) for name, one in seen] == [True, True, True]


def test_the_results_stage_shows_all_themes_in_one_order_to_every_role(drafted: Room) -> None:
    for contest in electorate.open_final_vote(drafted):
        electorate.approve_by_taste(drafted, contest)
    electorate.close_all(drafted)
    organizer = drafted.organizer_visitor()
    organizer.post(f"/console/{drafted.code}/final-vote/reveal")
    organizer.post(f"/console/{drafted.code}/screen/turn", {"go": "end"})
    drafted.go("results")
    for visitor, path in [
        (drafted.participant_visitor(), f"/w/{drafted.code}"),
        (drafted.facilitator_visitor(), f"/w/{drafted.code}/facilitator"),
        (drafted.screen_visitor(), f"/w/{drafted.code}/screen"),
    ]:
        assert "Overall priorities" in page(visitor, path)
    assert "Overall priorities" in page(organizer, f"/console/{drafted.code}/results")


def test_ranges_are_on_the_console_only_and_explained_before_the_first(drafted: Room) -> None:
    console, *in_the_room = pages_of_results(drafted, drafted.participants[:-3])
    before, _range, _after = console.partition("% (")
    assert EXPLAINED in before
    for shown in in_the_room:
        assert "% (" not in shown
        assert EXPLAINED not in shown


def test_where_everybody_voted_there_is_no_range_and_none_is_explained(drafted: Room) -> None:
    for shown in pages_of_results(drafted, drafted.participants):
        assert "% (" not in shown
        assert EXPLAINED not in shown
        assert "Too close" not in shown


def test_the_console_gives_only_chances_that_tell_recommendations_apart(drafted: Room) -> None:
    console, *_in_the_room = pages_of_results(drafted, drafted.participants)
    chances = re.findall(r"(\d+)% chance that a similar group of voters would select it", console)
    assert chances
    assert not {"0", "100"} & {*chances}
    rows = re.findall(r'<li class="[^"]*"><span class="place num">.*?</li>', console, re.DOTALL)
    with_chance = [row for row in rows if "% chance that" in row]
    assert all(row.index('class="bar"') < row.index("% chance that") for row in with_chance)


@pytest.mark.parametrize("small_groups", [False, True])
def test_a_result_says_why_shares_are_of_fewer_people_than_voted(
    drafted: Room, monkeypatch: pytest.MonkeyPatch, small_groups: bool
) -> None:
    fewest = 1_000 if small_groups else 1
    monkeypatch.setattr(omitted_options, "FEWEST_ALIKE", fewest)
    for contest in electorate.open_final_vote(drafted):
        electorate.approve_by_taste(drafted, contest, drafted.participants)
    electorate.close_all(drafted)
    organizer = drafted.organizer_visitor()
    organizer.post(f"/console/{drafted.code}/final-vote/reveal")
    organizer.post(f"/console/{drafted.code}/screen/turn", {"go": "end"})
    phone = page(drafted.participant_visitor(), f"/w/{drafted.code}")
    assert ("Nobody votes on their own group’s recommendations." in phone) is not small_groups


def pages_of_results(room: Room, voters: list[int]) -> list[str]:
    """The pages of an organizer, a phone and a facilitator after these have voted."""
    for contest in electorate.open_final_vote(room):
        electorate.approve_by_taste(room, contest, voters)
    electorate.close_all(room)
    organizer = room.organizer_visitor()
    organizer.post(f"/console/{room.code}/final-vote/reveal")
    organizer.post(f"/console/{room.code}/screen/turn", {"go": "end"})
    return [
        page(organizer, f"/console/{room.code}/final_vote"),
        page(room.participant_visitor(), f"/w/{room.code}"),
        page(room.facilitator_visitor(), f"/w/{room.code}/facilitator"),
    ]


def test_results_that_were_never_revealed_stay_hidden_in_the_results_stage(drafted: Room) -> None:
    drafted.go("results")
    html = page(drafted.screen_visitor(), f"/w/{drafted.code}/screen")
    assert "Results coming soon" in html


def test_a_tie_can_be_decided_from_the_console(drafted: Room) -> None:
    contest = electorate.open_final_vote(drafted)[0]
    stranger = drafted.participants[-1]
    drafted.cast(stranger, contest.id, {"approved": contest.options[:2]})
    electorate.close_all(drafted)
    organizer = drafted.organizer_visitor()
    organizer.post(f"/console/{drafted.code}/final-vote/{contest.id}/reveal")
    organizer.post(f"/console/{drafted.code}/screen/turn", {"go": "end"})
    organizer.post(
        f"/console/{drafted.code}/final-vote/{contest.id}/decide",
        {"winners[]": [str(contest.options[1])], "reason": "It is the more urgent one."},
    )
    html = page(drafted.screen_visitor(), f"/w/{drafted.code}/screen")
    assert "Decided by the organizers:" in html
    assert "It is the more urgent one." in html


def test_once_all_is_revealed_the_button_says_what_else_it_can_do(drafted: Room) -> None:
    first, *others = electorate.open_final_vote(drafted)
    electorate.close_all(drafted)
    organizer = drafted.organizer_visitor()
    at, reveal = f"/console/{drafted.code}/final-vote", "Reveal all"
    home = f"/console/{drafted.code}/final_vote"
    organizer.post(f"{at}/{first.id}/reveal")
    assert reveal in page(organizer, home)
    organizer.post(f"{at}/reveal")
    assert others
    html = page(organizer, home)
    assert reveal not in html
    assert "Show overall priorities" not in html
    assert "On the screen: Overall priorities" in html
    organizer.post(f"{at}/hide")
    assert "Show overall priorities" in page(organizer, home)


def test_in_the_results_nothing_claims_to_clear_the_screen(drafted: Room) -> None:
    contest = electorate.open_final_vote(drafted)[0]
    electorate.close_all(drafted)
    organizer = drafted.organizer_visitor()
    organizer.post(f"/console/{drafted.code}/final-vote/reveal")
    organizer.post(f"/console/{drafted.code}/screen/turn", {"go": "end"})
    drafted.go("results")
    organizer.post(f"/console/{drafted.code}/final-vote/{contest.id}/reveal")
    organizer.post(f"/console/{drafted.code}/screen/turn", {"go": "end"})
    for tab in ("results", "final_vote"):
        html = page(organizer, f"/console/{drafted.code}/{tab}")
        assert "Clear the screen" not in html
        assert "Show overall priorities" in html


def test_the_screen_is_cleared(drafted: Room) -> None:
    contest = electorate.open_final_vote(drafted)[0]
    electorate.close_all(drafted)
    organizer, screen = drafted.organizer_visitor(), drafted.screen_visitor()
    organizer.post(f"/console/{drafted.code}/final-vote/{contest.id}/reveal")
    organizer.post(f"/console/{drafted.code}/screen/turn", {"go": "end"})
    assert "<ol" in page(screen, f"/w/{drafted.code}/screen")
    organizer.post(f"/console/{drafted.code}/final-vote/hide")
    assert "<ol" not in page(screen, f"/w/{drafted.code}/screen")


def test_a_clock_starts_with_the_vote(drafted: Room) -> None:
    drafted.organizer_visitor().post(
        f"/console/{drafted.code}/final-vote/{drafted.contests(FINAL)[0].id}/open", {"minutes": "5"}
    )
    assert "<count-down" in page(drafted.participant_visitor(), f"/w/{drafted.code}")


def test_many_charts_are_drawn_a_theme_at_a_time(
    drafted: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_contexts, "MOST_DRAWN", 20)
    first, second, *_more = electorate.open_final_vote(drafted)
    for contest in (first, second):
        electorate.approve_by_taste(drafted, contest)
    electorate.close_all(drafted)
    with transaction() as session:
        actions.reveal_overall(session, drafted.organizer)
    console, path = drafted.organizer_visitor(), f"/console/{drafted.code}/final_vote"
    for asked in ("", f"?details={first.id}"):
        shown = page(console, path + asked)
        assert (f'id="numbers-{first.id}"' in shown) is bool(asked)
        assert f'id="numbers-{second.id}"' not in shown
        assert f"final_vote?details={second.id}#numbers-{second.id}" in shown
