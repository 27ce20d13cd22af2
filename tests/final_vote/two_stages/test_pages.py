"""A final vote in two stages over HTTP: every page at every moment, and the report."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event

from polling.contests.electorate import rolls
from polling.contests.kinds import RATING
from polling.core import db
from polling.core.db import reading, transaction
from polling.final_vote import page_contexts
from polling.final_vote.queries import stages
from polling.final_vote.two_stages import console
from polling.final_vote.two_stages.actions import lifecycle
from polling.final_vote.two_stages.queries import proposed, rated_issues
from polling.workshop.models import Workshop
from polling.workshop.queries import themes
from tests.final_vote import electorate, raters
from tests.final_vote.test_pages import EXPLAINED
from tests.room import Room
from tests.visitor import Visitor


def text_of(visitor: Visitor, path: str) -> str:
    answer = visitor.get(path)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.get_data(as_text=True))


def at_every_page(room: Room, organizer: Visitor) -> Callable[[], dict[str, str]]:
    phone, screen = room.participant_visitor(), room.screen_visitor()
    tablet, home = room.facilitator_visitor(), f"/w/{room.code}"
    return lambda: {
        "phone": text_of(phone, home),
        "tablet": text_of(tablet, f"{home}/facilitator"),
        "screen": text_of(screen, f"{home}/screen"),
        "console": text_of(organizer, f"/console/{room.code}/final_vote"),
    }


def test_the_organizer_chooses_one_stage_or_two(drafted: Room) -> None:
    organizer = drafted.organizer_visitor()
    for count in ("2", "1"):
        answer = organizer.post(f"/console/{drafted.code}/final-vote/stages", {"stages": count})
        assert answer.status_code < 400
        with reading() as session:
            assert stages(session, session.get_one(Workshop, drafted.workshop_id)) == int(count)
    refused = organizer.post(f"/console/{drafted.code}/final-vote/stages", {"stages": "3"})
    assert refused.status_code == 400


def require(look: Callable[[], dict[str, str]], **wanted: str) -> dict[str, str]:
    """Require that the pages contain these texts."""
    shown = look()
    assert {who: words in shown[who] for who, words in wanted.items()} == dict.fromkeys(
        wanted, True
    )
    return shown


def test_each_page_says_where_the_first_stage_is(two: Room) -> None:
    organizer = two.organizer_visitor()
    look = at_every_page(two, organizer)
    require(look, phone="opens soon", console="One stage", screen="opens soon")
    organizer.post(f"/console/{two.code}/final-vote/open", {"minutes": "0"})
    shown = require(
        look,
        phone="<rating-ballot",
        tablet="Started rating",
        console="Started rating",
        screen="Vote on your phone",
    )
    assert shown["phone"].count("<rating-ballot") == 6


@pytest.mark.usefixtures("rating")
def test_the_console_aims_for_no_more_ballots_than_people_are_asked(two: Room) -> None:
    with reading() as session:
        votes = [one.contest for one in rated_issues(session, two.workshop_id)]
        fewest = min(roll.size for roll in rolls(session, votes).values())
    assert 0 < fewest < console.FEWEST_RATERS
    page = text_of(two.organizer_visitor(), f"/console/{two.code}/final_vote")
    assert f"Aim for at least {fewest} for each issue." in page


@pytest.mark.usefixtures("rating")
def test_the_first_stage_can_be_reopened_until_the_finalists_are_chosen(two: Room) -> None:
    organizer = two.organizer_visitor()
    look = at_every_page(two, organizer)
    raters.rate_by_taste(two)
    organizer.post(f"/console/{two.code}/final-vote/close")
    between = {"phone": "Finalists coming", "screen": "Finalists coming"}
    shown = require(look, console="Reopen first stage", **between)
    assert "extra finalist" not in shown["console"]
    organizer.post(f"/console/{two.code}/final-vote/count")
    shown = require(look, console="extra finalist", **between)
    assert "Reopen first stage" not in shown["console"]


@pytest.mark.usefixtures("rated")
def test_confirmed_finalists_replace_the_suggestion(two: Room) -> None:
    organizer, home = two.organizer_visitor(), f"/console/{two.code}/final_vote"
    heading, discarded = "<h2>Finalists</h2>", "The confirmed finalists will be discarded."
    before = text_of(organizer, home)
    assert [one in before for one in (heading, "Suggested: ", discarded)] == [True, True, False]
    raters.confirm(two)
    after = text_of(organizer, home)
    assert [one in after for one in (heading, "Suggested: ", discarded)] == [True, False, True]
    assert after.count("<h2>Second stage</h2>") == 1


@pytest.mark.usefixtures("rated")
@pytest.mark.parametrize("wild_cards", [0, 1, 5])
def test_the_console_says_how_many_extra_finalists_it_suggests(two: Room, wild_cards: int) -> None:
    with transaction() as session:
        workshop = session.get_one(Workshop, two.workshop_id)
        workshop.settings = {**workshop.settings, "wild_cards": wild_cards}
    with reading() as session:
        extra = len(proposed(session, session.get_one(Workshop, two.workshop_id)).wild)
    ends = {
        0: r"\.",
        1: r", and 1 extra finalist with the next highest score\.",
    }.get(extra, rf", and {extra} extra finalists with the next highest scores\.")  # some are tied
    console = text_of(two.organizer_visitor(), f"/console/{two.code}/final_vote")
    said = console.partition("Suggested: ")[2]
    assert re.match(rf"the best recommendation on each issue \(\d+ in all\){ends}", said)


@pytest.mark.usefixtures("rated")
def test_the_console_chooses_finalists_without_a_figure(two: Room) -> None:
    organizer = two.organizer_visitor()
    look = at_every_page(two, organizer)
    shown = look()
    assert not re.search(r"\d%|\d+ of \d+ support it", "".join(shown.values()))


def test_many_charts_are_drawn_a_theme_at_a_time(
    shown: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    organizer, path = shown.organizer_visitor(), f"/console/{shown.code}/final_vote"
    with reading() as session:
        first, second, *_more = (theme.id for theme in themes(session, shown.workshop_id))
    assert f'id="numbers-{second}"' in text_of(organizer, path)
    monkeypatch.setattr(page_contexts, "MOST_DRAWN", 20)
    for asked in ("", f"?details={first}"):
        page = text_of(organizer, path + asked)
        assert (f'id="numbers-{first}"' in page) is bool(asked)
        assert f'id="numbers-{second}"' not in page
        assert f"final_vote?details={second}#numbers-{second}" in page


@pytest.mark.usefixtures("rating")
def test_many_forms_for_paper_ballots_are_shown_one_at_a_time(
    two: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    organizer, path = two.organizer_visitor(), f"/console/{two.code}/final_vote"
    with reading() as session:
        first, second, *more = (one.contest.id for one in rated_issues(session, two.workshop_id))
    for most in (2 + len(more), 1):
        monkeypatch.setattr(console, "MOST_FORMS", most)
        for asked in ("", f"?details={first}"):
            page = text_of(organizer, path + asked)
            assert (f'id="paper-{first}"' in page) is (most > 1 or bool(asked))
            assert (f'id="paper-{second}"' in page) is (most > 1)
            assert ('id="paper-by-issue" open' in page) is (most == 1 and bool(asked))
            assert (f"?details={second}#paper-of-{second}" in page) is (most == 1)


@pytest.mark.usefixtures("rated")
def test_each_page_says_where_the_second_stage_is(two: Room) -> None:
    organizer = two.organizer_visitor()
    look = at_every_page(two, organizer)
    raters.confirm(two)
    final = raters.open_second(two)
    require(look, phone="Choose up to 7", console="Close", screen="Choose on your phone")
    electorate.approve_by_taste(two, final)
    organizer.post(f"/console/{two.code}/final-vote/{final.id}/close")
    shown = require(
        look, phone="Watch the screen for the result", console="Reveal", screen="coming soon"
    )
    assert not re.search(r"\d%", shown["console"])
    organizer.post(f"/console/{two.code}/final-vote/{final.id}/reveal")
    organizer.post(f"/console/{two.code}/screen/turn", {"go": "end"})
    first = "Overall priorities"
    shown = require(look, phone=first, tablet="Tier 1", screen=first, console="Show on screen")
    assert "Only people who voted in the second stage can write a note" in shown["phone"]
    theme = two.contests("rating")[0].theme_id
    organizer.post(f"/console/{two.code}/final-vote/themes/{theme}/show")
    console = require(look, screen="The numbers are tiers, not ranks")["console"]
    assert f"/themes/{theme}/show" not in console  # it is on the screen


def test_ranges_are_on_the_console_only_and_explained_before_the_first(shown: Room) -> None:
    seen = at_every_page(shown, shown.organizer_visitor())()
    assert EXPLAINED in seen["console"].partition("% (")[0]
    for who in ("phone", "tablet"):
        assert "% (" not in seen[who]


def test_a_phone_checks_its_ballot_above_the_list(shown: Room) -> None:
    before, check, _after = text_of(shown.participant_visitor(), f"/w/{shown.code}").partition(
        "<ballot-check"
    )
    assert check
    assert '<ol class="voted"' not in before


def test_the_screen_shows_what_all_sectors_want_and_what_divides_the_room(shown: Room) -> None:
    organizer, screen = shown.organizer_visitor(), shown.screen_visitor()
    listing = {}
    for listed in ("broad", "split"):
        organizer.post(f"/console/{shown.code}/final-vote/lists/show", {"listed": listed})
        listing[listed] = text_of(screen, f"/w/{shown.code}/screen")
    assert "Broad support" in listing["broad"]
    assert re.search(r"Opinions differ on the timing|None\.", listing["split"])
    other = organizer.post(f"/console/{shown.code}/final-vote/lists/show", {"listed": "other"})
    assert other.status_code == 400
    console = text_of(organizer, f"/console/{shown.code}/final_vote")
    assert console.count('class="chart"') >= 7  # of all themes, and one for each of six
    assert "Too close to call" in console or "clearly ahead" in console


def test_the_report_gives_each_share_its_denominator_and_range(shown: Room) -> None:
    organizer = shown.organizer_visitor()
    export = f"/console/{shown.code}/export"
    for kind in ("html", "md", "csv", "xlsx", "json"):
        assert organizer.get(f"{export}/{kind}").status_code == 200
    words = text_of(organizer, f"{export}/annex-md")
    assert re.search(r"\d of 8 \| \d+% \| \d+–\d+% \|", words)


@pytest.mark.usefixtures("rated")
def test_a_room_that_has_no_time_for_a_second_stage_has_its_ratings_as_the_result(
    two: Room,
) -> None:
    organizer = two.organizer_visitor()
    look = at_every_page(two, organizer)
    assert "Reveal ratings" in look()["console"]
    assert organizer.post(f"/console/{two.code}/final-vote/reveal").status_code == 200
    shown = look()
    for who in ("phone", "tablet", "screen"):
        assert "Overall support" in shown[who]
        assert "Overall priorities" not in shown[who]
    assert "Nobody made a choice" not in shown["screen"]
    best: set[str] = set()  # as many of each theme on a page as fit
    for _page in range(6):
        best.update(re.findall(r'<li id="result-(\d+)"', look()["screen"]))
        organizer.post(f"/console/{two.code}/screen/turn", {"go": "next"})
    assert len(best) == 6
    assert "On the screen: Best rated in each theme" in shown["console"]
    theme = two.contests(RATING)[0].theme_id
    organizer.post(f"/console/{two.code}/final-vote/themes/{theme}/show")
    assert "Show best rated" in look()["console"]
    assert "Disagree?" in shown["phone"]
    assert "Show overall priorities" not in shown["console"]
    option = two.contests(RATING)[0].options[0]
    answer = organizer.post(
        f"/console/{two.code}/final-vote/finalists",
        {"options[]": [str(option)], "ids[]": [str(option)], "titles[]": ["Late"]},
    )
    assert answer.status_code == 409


def test_a_revealed_result_is_rendered_once_for_all_phones(shown: Room) -> None:
    phones = [shown.participant_visitor() for _ in range(3)]
    asked: list[str] = []
    listened_to = db.engine()

    def hear(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        asked.append(statement)

    def of_recommendations(phone: Visitor) -> int:
        asked.clear()
        page = text_of(phone, f"/w/{shown.code}")
        assert "Overall priorities" in page
        assert "<dissent-note" in page
        return sum("FROM recommendation" in statement for statement in asked)

    event.listen(listened_to, "before_cursor_execute", hear)
    counts = [of_recommendations(phone) for phone in phones]
    event.remove(listened_to, "before_cursor_execute", hear)
    assert counts[0] > 0
    assert counts[1:] == [0, 0]


@pytest.mark.usefixtures("rating")
def test_where_nobody_has_rated_the_organizer_reads_what_can_be_done(two: Room) -> None:
    organizer = two.organizer_visitor()
    raters.close(two)
    console = text_of(organizer, f"/console/{two.code}/final_vote")
    assert "There are no ratings. Choose the finalists yourself." in console
    assert "Suggested: the best recommendation" not in console
    sent = {"ids[]": [str(two.contests(RATING)[0].options[0])], "titles[]": ["Short"]}
    answer = organizer.post(f"/console/{two.code}/final-vote/finalists", sent)
    refused = answer.get_json()["error"]["message"]
    assert refused.startswith("Tick at least one finalist")


@pytest.mark.usefixtures("rated")
def test_finalists_with_the_same_title_are_marked(two: Room) -> None:
    organizer, home = two.organizer_visitor(), f"/console/{two.code}/final_vote"
    alike = "Another finalist has the same title."
    first, second, third = (one.options[0] for one in two.contests(RATING)[:3])
    assert alike not in text_of(organizer, home)
    titles = {first: "Clean water", second: "clean water", third: "Clean air"}
    with transaction() as session:
        lifecycle.confirm(session, two.organizer, options=[*titles], titles=titles)
    assert text_of(organizer, home).count(alike) == 2


@pytest.mark.usefixtures("rated")
def test_the_phone_shows_the_issue_below_each_title(two: Room) -> None:
    final = raters.confirm(two)
    raters.open_second(two)
    with reading() as session:
        places = {
            f"{one.theme.label} · {one.issue.label}</span>"
            for one in rated_issues(session, two.workshop_id)
            if set(one.contest.options) & set(final.options)
        }
    ballot = text_of(two.participant_visitor(), f"/w/{two.code}")
    assert {one for one in places if one in ballot} == places
