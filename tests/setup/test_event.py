"""The event's name and look, and rules that freeze once people have voted."""

from typing import Any

import pytest
from pydantic import ValidationError

from polling.contests.kinds import RATING, VOTES
from polling.contests.models import COUNTED, OPEN, Contest
from polling.core.db import transaction
from polling.core.edit_conflicts import EditConflict, mark
from polling.core.errors import BadInput, Conflict
from polling.setup.actions import settings
from polling.setup.actions.settings import edit_rules
from polling.setup.forms import EventText, Rules
from polling.uploads.picture_metadata import pixels_only
from polling.workshop.models import Workshop
from polling.workshop.pictures import pixels_for_logo
from polling.workshop.settings import Settings
from tests.attacks.hostile_files import huge_png
from tests.pictures import DAMAGED_PNG, jpeg, png, webp
from tests.setup.conftest import Desk, form


def rules(desk: Desk, **changed: Any) -> Rules:
    stored = Settings.model_validate(desk.ask(lambda _, workshop: workshop.settings)).model_dump()
    seen = mark({name: stored[name] for name in changed})
    return Rules.model_validate({**changed, "seen": seen})


def setting(desk: Desk, name: str) -> Any:
    return desk.ask(lambda _, workshop: workshop.settings[name])


def test_the_events_words_and_colour_change(desk: Desk) -> None:
    shown = desk.ask(lambda _, workshop: workshop)
    text = form(EventText, shown, title="Next steps", languages=["km", "en"], accent="#123456")
    desk.do(settings.edit_event, text)
    changed = desk.ask(lambda _, workshop: workshop)
    assert (changed.title, changed.languages, changed.accent) == (
        "Next steps",
        ["km", "en"],
        "#123456",
    )


@pytest.mark.parametrize(
    "picture, kind",
    [
        pytest.param(png(), "image/png", id="PNG"),
        pytest.param(pixels_only(jpeg()), "image/jpeg", id="JPEG"),
        pytest.param(webp(), "image/webp", id="WebP"),
    ],
)
def test_a_logo_is_known_by_its_bytes(desk: Desk, picture: bytes, kind: str) -> None:
    desk.do(settings.set_logo, picture)
    assert desk.ask(lambda _, workshop: (workshop.logo, workshop.logo_type)) == (picture, kind)


@pytest.mark.parametrize(
    "picture",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", id="SVG"),
        pytest.param(b"RIFF\x24\x00\x00\x00WAVEfmt ", id="a sound in WebP's wrapping"),
        pytest.param(b"<html>" + png(), id="HTML before a picture"),
        pytest.param(png() + bytes(200_000), id="too large"),
        pytest.param(huge_png(65_535, 65_535), id="too many pixels"),
        pytest.param(png()[:18], id="cut off"),
        pytest.param(DAMAGED_PNG, id="damaged"),
    ],
)
def test_a_large_file_or_other_format_is_refused_as_a_logo(picture: bytes) -> None:
    with pytest.raises(BadInput):
        pixels_for_logo(picture)


def test_the_form_and_the_refusal_name_the_same_types_of_pictures(desk: Desk) -> None:
    page = desk.room.organizer_visitor().get(f"/console/{desk.room.code}/setup?section=event").text
    assert "PNG, JPEG or WebP" in page
    with pytest.raises(BadInput, match="PNG, JPEG, WebP"):
        pixels_for_logo(b"GIF89a")


def test_a_logo_can_be_removed(desk: Desk) -> None:
    desk.do(settings.set_logo, png())
    desk.do(settings.remove_logo)
    assert desk.ask(lambda _, workshop: (workshop.logo, workshop.logo_type)) == (None, "")


def test_rules_can_change_before_people_vote(desk: Desk) -> None:
    desk.do(edit_rules, rules(desk, rule="schulze", cut_places="4", badges="on"))
    assert [setting(desk, name) for name in ("rule", "cut_places", "badges")] == [
        "schulze",
        4,
        True,
    ]


def test_what_a_form_does_not_send_stays(desk: Desk) -> None:
    notice = setting(desk, "privacy_notice")
    desk.do(edit_rules, rules(desk, quorum=20))
    assert (setting(desk, "privacy_notice"), setting(desk, "rank_places")) == (notice, 3)


@pytest.mark.parametrize(
    "name, value",
    [
        ("rule", "borda"),
        ("rank_places", 5),
        ("cut_places", 5),
        ("tie_policy", "lot"),
        ("quorum", 9),
        ("smallest_cell", 9),
    ],
)
def test_rules_freeze_when_the_ranking_opens(desk: Desk, name: str, value: Any) -> None:
    before = setting(desk, name)
    desk.open_ranking()
    with pytest.raises(Conflict, match="has begun, so the"):
        desk.do(edit_rules, rules(desk, **{name: value}))
    assert setting(desk, name) == before


@pytest.mark.parametrize("name", ["wild_cards", "final_approvals", "issues_each"])
@pytest.mark.parametrize("state", [OPEN, COUNTED])
def test_what_chooses_the_finalists_freezes_when_the_first_stage_opens(
    desk: Desk, name: str, state: str
) -> None:
    before = setting(desk, name)
    with transaction() as session:
        session.add(Contest(workshop_id=desk.room.workshop_id, kind=RATING, state=state))
    with pytest.raises(Conflict, match="has begun, so the"):
        desk.do(edit_rules, rules(desk, **{name: before + 1}))
    assert setting(desk, name) == before


@pytest.mark.parametrize("kind", VOTES)
@pytest.mark.parametrize(
    "name, value", [("smallest_cell", 9), ("quorum", 9), ("tie_policy", "lot")]
)
def test_what_all_votes_share_freezes_when_any_vote_opens(
    desk: Desk, kind: str, name: str, value: Any
) -> None:
    with transaction() as session:
        session.add(Contest(workshop_id=desk.room.workshop_id, kind=kind, state=OPEN))
    with pytest.raises(Conflict, match="has begun, so the"):
        desk.do(edit_rules, rules(desk, **{name: value}))


@pytest.mark.parametrize("people", [-1, 1, 4])
def test_no_number_about_fewer_than_five_people_can_be_asked_for(desk: Desk, people: int) -> None:
    with pytest.raises(ValidationError, match="greater than or equal to 5"):
        rules(desk, smallest_cell=people)


def test_other_settings_do_not_freeze_with_the_ranking(desk: Desk) -> None:
    desk.open_ranking()
    desk.do(edit_rules, rules(desk, group_max=9, approvals_per_theme=5))
    assert (setting(desk, "group_max"), setting(desk, "approvals_per_theme")) == (9, 5)


def test_any_rule_can_be_chosen_before_people_vote(desk: Desk) -> None:
    desk.do(edit_rules, rules(desk, rule="hundred-points"))
    assert setting(desk, "rule") == "hundred-points"


def test_the_smallest_group_is_not_over_the_largest(desk: Desk) -> None:
    with pytest.raises(BadInput, match="is larger than the maximum"):
        desk.do(edit_rules, rules(desk, group_min=9, group_max=8))


def test_two_organizers_do_not_overwrite_each_others_rules(desk: Desk) -> None:
    mine = rules(desk, quorum=10, cut_places=3)
    with transaction() as session:
        workshop = session.get_one(Workshop, desk.room.workshop_id)
        workshop.settings = {**workshop.settings, "quorum": 30, "cut_places": 4}
    with pytest.raises(EditConflict) as refusal:
        desk.do(edit_rules, mine)
    assert [problem["place"] for problem in refusal.value.problems] == ["quorum"]
