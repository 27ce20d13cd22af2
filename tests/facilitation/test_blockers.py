"""Blockers: reasons not to move on, in few sentences, with links."""

import re

from polling.contests.actions import close_contest, decide, reveal_contest
from polling.contests.kinds import FINALISTS
from polling.contests.models import Contest
from polling.core.db import reading, transaction
from polling.facilitation.stage_registry import reasons_to_stay
from polling.final_vote import actions as final_vote
from polling.workshop import queries
from polling.workshop.models import Workshop
from polling.workshop.stage_hooks import About, Reason
from tests.final_vote import raters
from tests.final_vote.conftest import drafted, two
from tests.notes.conftest import Taker
from tests.room import Room
from tests.screen.shown_results import show_whole

__all__ = ["drafted", "two"]
FIRST_STAGE = (About("First stage", "first-stage"),)


def reasons(room: Room) -> list[Reason]:
    with room.app.test_request_context(), reading() as session:
        return reasons_to_stay(session, queries.by_id(session, room.workshop_id))


def tied(room: Room) -> Contest:
    """The first theme is counted with a tie of two issues for one place."""
    room.go("lobby")
    room.join(2)
    with transaction() as session:
        workshop = session.get_one(Workshop, room.workshop_id)
        workshop.settings = {**workshop.settings, "cut_places": 1, "tie_policy": "refuse"}
    room.go("ranking")
    first = room.open_ranking()[0]
    for person, option in zip(room.participants, first.options, strict=False):
        room.cast(person, first.id, {"ranking": [option]})
    with transaction() as session:
        found = session.get_one(Contest, first.id)
        close_contest(session, room.organizer, found)
        reveal_contest(session, room.organizer, found)
    return first


def title(contest: Contest) -> str:
    with reading() as session:
        assert contest.theme_id
        return queries.theme(session, contest.workshop_id, contest.theme_id).title


def test_themes_with_too_few_issues_are_counted_and_named(room: Room) -> None:
    with transaction() as session:
        for theme in queries.themes(session, room.workshop_id)[:2]:
            theme.issues = theme.issues[:1]
    [reason] = reasons(room)
    assert (reason.text, reason.blocks) == (
        "2 themes have fewer than two issues to rank.",
        True,
    )
    assert [one.place.partition("-")[0] for one in reason.about] == ["theme", "theme"]


def test_themes_in_which_every_issue_will_win_are_counted_and_named(room: Room) -> None:
    with transaction() as session:
        workshop = session.get_one(Workshop, room.workshop_id)
        workshop.settings = {**workshop.settings, "cut_places": 3}
        first, second, third, *_others = queries.themes(session, room.workshop_id)
        first.issues, second.issues, third.issues = (
            first.issues[:3],
            second.issues[:3],
            third.issues[:4],
        )
        second.cut_places, third.cut_places = 2, 4
        named = [About(theme.title, f"theme-{theme.id}") for theme in (first, third)]
    said = "In 2 themes, every issue will win."
    assert reasons(room) == [Reason(said, blocks=False, about=tuple(named))]


def test_notes_that_nobody_has_sorted_speak_against_the_ranking(room: Room) -> None:
    Taker(room, room.note_link()).write("No interpreters")
    said = "1 note has not been sorted, so it will not be ranked."
    assert Reason(said, False) in reasons(room)
    room.go("lobby")
    assert Reason(said, False) in reasons(room)
    room.go("ranking")
    assert said not in [reason.text for reason in reasons(room)]


def test_a_tie_that_waits_blocks_and_leads_to_its_theme(room: Room) -> None:
    contest = tied(room)
    still_open, tie = reasons(room)
    assert len(still_open.about) == len(room.contests()) - 1
    assert tie == Reason(
        "Break 1 tie for the last winning place.",
        about=(About(title(contest), f"contest-{contest.id}"),),
    )


def test_where_it_is_all_votes_none_is_named(room: Room) -> None:
    room.go("lobby")
    room.join(1)
    room.go("ranking")
    assert reasons(room) == [Reason("6 votes have not started.", blocks=False)]
    room.open_ranking()
    assert reasons(room) == [Reason("Close 6 open votes.")]


def test_once_it_is_decided_its_result_only_waits_to_be_revealed(room: Room) -> None:
    contest = tied(room)
    with transaction() as session:
        found = session.get_one(Contest, contest.id)
        winners = found.result["outcome"]["unresolved"][:1]
        decide(
            session,
            room.organizer,
            found,
            winners=winners,
            reason="The more urgent one.",
            labels={},
        )
    assert reasons(room)[1].text == "Reveal 1 result."


def test_the_console_shows_in_the_list_of_themes_that_one_is_tied(room: Room) -> None:
    contest = tied(room)
    page = room.organizer_visitor().get(f"/console/{room.code}/ranking").text
    assert f'href="#decide-{contest.id}">Break the tie</a>' in page
    assert f'<details id="decide-{contest.id}"' in page
    assert f'href="/console/{room.code}/ranking#contest-{contest.id}"' in page


def primary(room: Room, tab: str) -> list[str]:
    """The texts of the primary buttons next to the heading and under the stages."""
    page = room.organizer_visitor().get(f"/console/{room.code}/{tab}").text
    above = page.partition('<section class="card')[0]
    return re.findall(r'<button class="primary"[^>]*>([^<]+)</button>', above)


def test_in_an_empty_lobby_the_next_step_is_the_screen(room: Room) -> None:
    room.go("lobby")
    opens = 'class="button primary"'
    assert primary(room, "lobby") == []
    assert opens in room.organizer_visitor().get(f"/console/{room.code}/lobby").text
    room.join(1)
    assert primary(room, "lobby") == ["Go to: Ranking"]
    assert opens not in room.organizer_visitor().get(f"/console/{room.code}/lobby").text


def test_the_primary_button_is_the_next_step(two: Room) -> None:
    seen = [primary(two, "final_vote")]
    raters.open_first(two)
    seen.append(primary(two, "final_vote"))
    raters.rate_by_taste(two)
    raters.close(two)
    seen.append(primary(two, "final_vote"))
    raters.confirm(two)
    seen.append(primary(two, "final_vote"))
    raters.open_second(two)
    seen.append(primary(two, "final_vote"))
    raters.close(two, FINALISTS)
    seen.append(primary(two, "final_vote"))
    with transaction() as session:
        final_vote.reveal_overall(session, two.organizer)
        show_whole(session, two.organizer)
    seen.append(primary(two, "final_vote"))
    assert seen == [
        ["Open first stage"],
        ["Close first stage"],
        ["Confirm finalists"],
        ["Open second stage"],
        ["Close second stage"],
        ["Reveal"],
        ["Go to: Results"],
    ]


def test_going_on_asks_first_while_finalists_wait_to_be_confirmed(two: Room) -> None:
    raters.open_first(two)
    assert reasons(two) == [Reason("Close 1 open vote.", about=FIRST_STAGE)]
    raters.rate_by_taste(two)
    raters.close(two)
    unconfirmed, unrevealed = reasons(two)
    assert unconfirmed == Reason(
        "Confirm the finalists. Otherwise, the second stage cannot begin.",
        blocks=False,
        about=(About("Finalists", "finalists"),),
    )
    assert unrevealed.about == FIRST_STAGE
    page = two.organizer_visitor().get(f"/console/{two.code}/final_vote").text
    assert 'data-confirm="Confirm the finalists' in page
    assert page.count('id="finalists"') == page.count('form="finalists"') == 1
    raters.confirm(two)
    assert [reason.text for reason in reasons(two)] == [
        "Reveal 1 result.",
        "1 vote has not started.",
    ]


def test_in_the_results_too_what_was_not_revealed_is_asked_about(two: Room) -> None:
    raters.open_first(two)
    raters.close(two)
    two.go("results")
    assert [reason.text for reason in reasons(two)][-1] == "Reveal 1 result."
