"""Briefs: each addressee gets their recommendations on one page, and only printed ones."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from polling.core.db import reading
from polling.core.errors import Conflict
from polling.core.workers import TOO_LARGE
from polling.recommendations.agreement import Agreement
from polling.report import briefs as module
from polling.report.briefs import Brief, briefs
from polling.report.data.report_data import Edit, Recommendation, Report
from polling.report.data.vote_data import RatedBy
from polling.report.formats import FORMATS, bundle
from polling.report.formats.briefs import brief_file, brief_files
from polling.report.formats.zip_files import unpacked
from polling.report.options import ReportImprint
from polling.report.published_results.schema import Dissent
from polling.report.queries import report
from polling.report.routes.public import DOWNLOADS
from polling.workshop.queries import by_id
from tests import pdf_file, word_file
from tests.room import Room


def changed(report: Report, *changes: dict[str, Any]) -> Report:
    """The report with its first recommendations changed, one for each of `changes`."""
    left = iter(changes)

    def each(every: list[Recommendation]) -> list[Recommendation]:
        return [replace(one, **next(left, {})) for one in every]

    themes = [
        replace(t, issues=[replace(i, recommendations=each(i.recommendations)) for i in t.issues])
        for t in report.themes
    ]
    return replace(report, themes=themes)


def chosen(report: Report, **choices: Any) -> Report:
    return replace(report, choices=report.choices.model_copy(update=choices))


def words(brief: Brief) -> str:
    """All text of the brief."""
    return repr(brief.document.blocks)


def named(report: Report) -> dict[str, str]:
    return {one.addressee: words(one) for one in briefs(report)}


@pytest.fixture
def first(made: Report) -> Recommendation:
    return made.recommendations[0]


def test_each_addressee_gets_everything_that_names_it_and_nothing_else(made: Report) -> None:
    found = named(made)
    assert set(found) == {"Ministries", "Customs", "The police", "Donors"}
    for one in made.recommendations:
        for name, said in found.items():
            asked = name.casefold() in {actor.casefold() for actor in one.actors}
            assert (f"reference='{one.reference}'" in said) == asked


def test_support_is_printed_with_its_base(made: Report) -> None:
    asked = [one for one in made.recommendations if "Donors" in one.actors]
    for one in asked:
        assert one.standing
        support = one.standing.support
        assert f"{support.count} of {support.of} ({support.percent}%)" in named(made)["Donors"]


def test_names_that_organizers_unified_are_one_addressee(made: Report) -> None:
    one = chosen(made, same_actors={"the police": "Customs"})
    assert set(named(one)) == {"Ministries", "Customs", "Donors"}


def test_nothing_that_is_not_printed_is_in_a_brief(made: Report, first: Recommendation) -> None:
    theme = made.themes[0]
    issue = theme.issues[0]
    hidden = replace(issue, recommendations=issue.recommendations[1:], left_out=[first])
    less = replace(made, themes=[replace(theme, issues=[hidden, *theme.issues[1:]])])
    assert first.text in repr(made)
    assert all(f"'{first.reference}'" not in said for said in named(less).values())


def test_dissent_is_listed_as_far_as_the_report_prints_it(
    made: Report, first: Recommendation
) -> None:
    assert first.standing
    rated = RatedBy(tier=1, priority=4, support=3, not_now=5, is_split=True, concerns=["Too dear."])
    standing = replace(first.standing, rated=rated)
    group = Agreement(members=6, agree=4, cannot=2)
    told = changed(made, {"standing": standing, "agreement": group})
    notes = [Dissent(theme=made.themes[0].title, recommendation=first.text, notes=["Not us."])]
    told = replace(told, dissent=notes, dissent_written=2)
    name = first.actors[0]
    said = ("Opinions differ on timing: 4 “priority now”", "Concern: Too dear.", "Dissent: Not us.")
    assert [part for part in (*said, "2 cannot live") if part not in named(told)[name]] == []
    less = chosen(told, left_out=["dissent", "agreement"])
    assert "Concern: Too dear." in named(less)[name]
    assert "Not us." not in named(less)[name]
    assert "cannot live" not in named(less)[name]


def test_dissent_with_the_words_voted_on_belongs_to_the_words_printed(
    made: Report, first: Recommendation
) -> None:
    edit = Edit(text="Other words.", voted=first.text, state="agreed")
    notes = [Dissent(theme=made.themes[0].title, recommendation=first.text, notes=["Not us."])]
    told = changed(made, {"text": "Other words.", "edit": edit})
    assert "Not us." in named(replace(told, dissent=notes))[first.actors[0]]


def test_the_imprint_says_whom_to_ask(made: Report) -> None:
    imprint = ReportImprint(publisher="River Office", contact="ask@example.org")
    files = brief_files(chosen(made, imprint=imprint))
    text = pdf_file.text(pdf_file.opened(files["brief-donors.pdf"]))
    assert "Publisher: River Office" in text
    assert "Contact: ask@example.org" in text
    assert "Contact: ask@example.org" in word_file.text(
        word_file.opened(files["brief-donors.docx"])
    )


def test_briefs_of_a_practice_run_say_so(made: Report) -> None:
    (first, *_others) = briefs(replace(made, practice=True))
    assert first.document.subtitle.startswith("Practice run.")


@pytest.mark.parametrize(
    "actors, expected",
    [
        (["UNODC", "UNODC."], ["brief-unodc", "brief-unodc-2"]),
        (["../etc/passwd", "con"], ["brief-etc-passwd", "brief-con"]),
        (["ตำรวจ", "Bộ Công an"], ["brief-bo-cong-an", "brief-tmaarwcch"]),
        (["!!!", "???"], ["brief-actor", "brief-actor-2"]),
    ],
)
def test_file_names_are_safe_and_each_is_used_once(
    made: Report, actors: list[str], expected: list[str]
) -> None:
    told = changed(made, *([{"actors": tuple(actors)}] * len(made.recommendations)))
    assert [one.file_name for one in briefs(told)] == expected


def test_a_brief_has_one_page_and_is_tagged(made: Report) -> None:
    files = brief_files(made)
    assert len(files) == 8
    found = [pdf_file.opened(content) for name, content in files.items() if name.endswith(".pdf")]
    assert {len(one.pages) for one in found} == {1}
    assert all(pdf_file.claims_ua(one) and pdf_file.is_tagged(one) for one in found)
    assert {one.metadata.title for one in found if one.metadata} >= {"Recommendations to Donors"}


@pytest.mark.parametrize("how_many", [1, 4, 6, 9, 14])
def test_it_still_has_one_page_when_much_is_asked(made: Report, how_many: int) -> None:
    told = crowded(made, how_many)
    (brief,) = briefs(told)
    file = pdf_file.opened(brief_files(told)[f"{brief.file_name}.pdf"])
    assert len(file.pages) == 1
    assert pdf_file.text(file).count("States should") == how_many


def crowded(made: Report, how_many: int) -> Report:
    """One addressee of this many long recommendations, each with two concerns."""
    theme = made.themes[0]
    issue = theme.issues[0]
    like = issue.recommendations[0]
    assert like.standing
    text = "States should publish what permits cost, who paid for them, and which office gave them"
    concerns = ["Small offices have nobody who could do that.", "It tells traders what to pay."]
    rated = RatedBy(tier=1, priority=4, support=3, not_now=5, concerns=concerns)
    standing = replace(like.standing, rated=rated)
    every = [
        replace(
            like,
            text=f"{text}, by the end of the year {2027 + at}.",
            actors=("States",),
            reference=f"1.1.{at}",
            rationale="Nobody knows the price, so that everybody pays what is asked of them.",
            standing=standing,
        )
        for at in range(1, how_many + 1)
    ]
    one = replace(theme, issues=[replace(issue, recommendations=every)])
    return replace(made, themes=[one])


def test_only_those_with_the_most_recommendations_get_a_brief(
    made: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = changed(made, *[{"actors": (f"Actor {at}", "Donors")} for at in range(8)])
    monkeypatch.setattr(module, "MOST_BRIEFS", 2)
    found = module.briefed(told)
    assert [one.name for one in found.briefed] == ["Actor 0", "Donors"]
    assert found.all == 1 + len(made.recommendations)
    assert found.limit.startswith("There are briefs only for the 2 addressees")
    assert [one.addressee for one in briefs(told)] == ["Actor 0", "Donors"]


def test_the_page_makes_no_briefs_and_a_download_only_one(
    day: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    make = module._document

    def note(report: Report, name: str, asked: Any) -> Any:
        made.append(name)
        return make(report, name, asked)

    monkeypatch.setattr(module, "_document", note)
    page = day.organizer_visitor().get(f"/console/{day.code}/closed?view=files").text
    assert "brief-donors.pdf" in page
    assert made == []
    with reading() as session:
        told = report(session, by_id(session, day.workshop_id))
    assert brief_file(told, "brief-donors.docx")
    assert made == ["Donors"]


def test_the_console_says_that_some_get_no_brief(
    day: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_BRIEFS", 1)
    page = day.organizer_visitor().get(f"/console/{day.code}/closed?view=files").text
    assert "There are briefs only for the 1 addressees" in page
    assert page.count(f"/console/{day.code}/briefs/") == 2


def test_briefs_that_cannot_be_made_leave_the_archive_whole(made: Report) -> None:
    def too_large(_order: object) -> bytes:
        raise Conflict(TOO_LARGE)

    files = bundle._render(FORMATS["briefs"], made, too_large)
    assert files == {"briefs/README.txt": f"{TOO_LARGE}\n".encode()}
    with pytest.raises(Conflict):
        bundle._render(FORMATS["pdf"], made, too_large)


def test_what_does_not_fit_is_counted(made: Report) -> None:
    (few,), (many,) = briefs(crowded(made, 3)), briefs(crowded(made, 14))
    assert "Small offices" in words(few)
    assert "Why: Nobody knows" in words(few)
    assert "Small offices" not in words(many)
    assert "'Dissent'" in words(many)


def test_the_archive_is_the_same_for_the_same_report(made: Report) -> None:
    content = FORMATS["briefs"].render(made)
    assert content == FORMATS["briefs"].render(made)
    assert list(unpacked(content)) == list(names(made))


def names(made: Report) -> Iterator[str]:
    for one in briefs(made):
        yield from (f"{one.file_name}.pdf", f"{one.file_name}.docx")


def test_organizers_download_one_brief_or_all_and_the_public_page_offers_none(day: Room) -> None:
    visitor = day.organizer_visitor()
    one = visitor.get(f"/console/{day.code}/briefs/brief-donors.pdf")
    assert "Recommendations to Donors" in pdf_file.text(pdf_file.opened(one.data))
    word = visitor.get(f"/console/{day.code}/briefs/brief-donors.docx")
    assert "wordprocessingml" in str(word.mimetype)
    every = visitor.get(f"/console/{day.code}/export/briefs")
    assert "brief-donors.pdf" in unpacked(every.data)
    for missing in ("brief-nobody.pdf", "brief-donors.html", "brief-donors", "..pdf"):
        assert visitor.get(f"/console/{day.code}/briefs/{missing}").status_code == 404
    assert "briefs" not in DOWNLOADS


def test_the_console_lists_a_link_to_each(day: Room) -> None:
    page = day.organizer_visitor().get(f"/console/{day.code}/closed?view=files").text
    assert f"/console/{day.code}/briefs/brief-the-police.docx" in page
    assert f"/console/{day.code}/export/briefs" in page


def test_every_word_file_can_be_opened(made: Report) -> None:
    for name, content in brief_files(made).items():
        if name.endswith(".docx"):
            text = word_file.text(word_file.opened(content))
            assert "Recommendations to" in text
