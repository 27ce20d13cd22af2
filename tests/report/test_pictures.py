"""The cover picture and logos of a report: uploading, printing, files, deletion."""

import io
from base64 import b64encode
from dataclasses import replace

import docx
import pytest
from flask import Flask
from pydantic import ValidationError
from pypdf import PdfReader
from sqlalchemy import select
from werkzeug.test import TestResponse

from polling.core.db import reading, transaction
from polling.report.data.report_data import Report
from polling.report.formats import FORMATS
from polling.report.models import ReportPicture as Row
from polling.report.pictures import MOST_BYTES, MOST_LOGOS, ReportPicture
from polling.setup.actions.workshops import delete_workshop
from polling.workshop.pictures import to_address
from polling.workshop.queries import by_id
from polling.workshop_file.dump import dump
from polling.workshop_file.load import load
from polling.workshop_file.schema import WorkshopFile
from tests.databases import on_both
from tests.pictures import DAMAGED_PNG, png
from tests.prepared_rooms import Prepared
from tests.report import small_workshop
from tests.report.conftest import report_of
from tests.room import Room
from tests.visitor import Visitor


@pytest.fixture
def day(app: Flask, prepared: Prepared) -> Room:
    return prepared.get(small_workshop.whole_day, app)


@pytest.fixture
def console(day: Room) -> Visitor:
    return day.organizer_visitor()


def upload(
    day: Room, console: Visitor, kind: str, alt: str, content: bytes | None = None
) -> TestResponse:
    sent = io.BytesIO(png(4, 3) if content is None else content)
    fields = {"kind": kind, "alt": alt, "picture": (sent, "picture.png")}
    return console.post(f"/console/{day.code}/report/pictures", fields)


def kept(day: Room) -> list[tuple[str, str]]:
    return [(one.kind, one.alt) for one in report_of(day).pictures]


@on_both
def test_a_new_cover_replaces_the_old_one_and_logos_add_up(day: Room, console: Visitor) -> None:
    for kind, alt in (("logo", "Ministry"), ("cover", "A port"), ("logo", "Bank")):
        assert upload(day, console, kind, alt).status_code == 200
    upload(day, console, "cover", "A river at dawn")
    assert kept(day) == [("cover", "A river at dawn"), ("logo", "Ministry"), ("logo", "Bank")]
    page = console.get(f"/console/{day.code}/closed?view=print").text
    assert 'alt="A river at dawn"' in page


@on_both
def test_an_organizer_removes_and_sees_only_pictures_of_the_own_workshop(
    day: Room, console: Visitor
) -> None:
    upload(day, console, "logo", "Ministry")
    other = Room.of(day.app, organizer="other@test.example")
    with reading() as session:
        number = session.scalars(select(Row.id)).one()
    for room, status in ((other, 404), (day, 200)):
        at = f"/console/{room.code}/report/pictures/{number}"
        visitor = room.organizer_visitor()
        assert visitor.get(at).status_code == status
        assert visitor.post(f"{at}/remove").status_code == status
    assert kept(day) == []


@pytest.mark.parametrize(
    "kind, content, words",
    [
        ("logo", b"<svg/>", "Choose a picture of one of these types: PNG, JPEG."),
        ("logo", b"RIFF\x04\0\0\0WEBP", "Choose a picture of one of these types: PNG, JPEG."),
        ("logo", png(4, 3) + bytes(MOST_BYTES["logo"]), "at most 60 KB"),
        ("cover", png(4, 3) + bytes(MOST_BYTES["cover"]), "at most 300 KB"),
        ("cover", b"", "Choose a picture"),
    ],
)
def test_what_the_report_cannot_print_is_refused(
    day: Room, console: Visitor, kind: str, content: bytes, words: str
) -> None:
    answer = upload(day, console, kind, "A picture", content)
    assert answer.status_code == 400
    assert words in answer.text
    assert upload(day, console, kind, "").status_code == 400
    assert kept(day) == []


def test_there_are_only_so_many_logos(day: Room, console: Visitor) -> None:
    answers = [upload(day, console, "logo", f"Logo {at}") for at in range(MOST_LOGOS + 1)]
    assert [one.status_code for one in answers] == [200] * MOST_LOGOS + [400]
    assert len(kept(day)) == MOST_LOGOS


def picture(kind: str, alt: str) -> ReportPicture:
    content = to_address("image/png", png(len(alt), 3))
    return ReportPicture.model_validate({"kind": kind, "alt": alt, "picture": content})


@pytest.fixture
def illustrated(made: Report) -> Report:
    pictures = [picture("cover", "A river"), picture("logo", "Ministry"), picture("logo", "Bank")]
    return replace(made, pictures=pictures)


def test_every_document_says_what_its_pictures_show(illustrated: Report) -> None:
    pages = FORMATS["html"].render(illustrated).decode()
    annex = FORMATS["annex-html"].render(illustrated).decode()
    assert [f'alt="{alt}"' in pages for alt in ("A river", "Ministry", "Bank")] == [True] * 3
    assert [f'alt="{alt}"' in annex for alt in ("A river", "Ministry", "Bank")] == [
        *(False, True),
        True,
    ]
    word = docx.Document(io.BytesIO(FORMATS["docx"].render(illustrated)))
    said = [shape._inline.docPr.get("descr") for shape in word.inline_shapes]
    assert [alt for alt in said if alt in {"A river", "Ministry", "Bank"}] == [
        *("A river", "Ministry"),
        "Bank",
    ]


def test_the_title_page_in_pdf_has_the_pictures_and_stays_tagged(illustrated: Report) -> None:
    read = PdfReader(io.BytesIO(FORMATS["pdf"].render(illustrated)))
    assert len(read.pages[0].images) == 3
    assert b"pdfuaid" in FORMATS["pdf"].render(illustrated)


@on_both
def test_a_workshop_file_keeps_them_without_metadata(day: Room, console: Visitor) -> None:
    upload(day, console, "cover", "A river")
    upload(day, console, "logo", "Ministry")
    with reading() as session:
        file = dump(session, by_id(session, day.workshop_id))
    with transaction() as session:
        copy = load(session, WorkshopFile.model_validate_json(file.model_dump_json(by_alias=True)))
        assert dump(session, copy).pictures == file.pictures
    assert [one.alt for one in file.pictures] == ["A river", "Ministry"]


def test_a_file_cannot_bring_what_no_upload_may() -> None:
    svg = f"data:image/svg+xml;base64,{b64encode(b'<svg/>').decode()}"
    cover = picture("cover", "A river").model_dump()
    for pictures in ([cover, cover], [cover | {"picture": svg}], [cover | {"alt": ""}]):
        with pytest.raises(ValidationError):
            WorkshopFile.model_validate({"title": "T", "pictures": pictures})


@on_both
def test_they_are_deleted_with_the_workshop(day: Room, console: Visitor) -> None:
    upload(day, console, "logo", "Ministry")
    with transaction() as session:
        delete_workshop(session, by_id(session, day.workshop_id))
    with reading() as session:
        assert session.scalars(select(Row)).all() == []


def test_readers_fetch_them_while_the_report_is_published(day: Room, console: Visitor) -> None:
    upload(day, console, "cover", "A river")
    phone = day.participant_visitor()
    at = f"/w/{day.code}/report/picture/0"
    assert phone.get(at).status_code == 404
    console.post(f"/console/{day.code}/report/publish")
    page = phone.get(f"/w/{day.code}/report").text
    assert f'src="{at}" alt="A river"' in page
    assert phone.get(at).data == png(4, 3)
    assert phone.get(f"/w/{day.code}/report/picture/1").status_code == 404
    assert "data:image/png" in phone.get(f"/w/{day.code}/report/download").text


@on_both
def test_the_public_page_shows_those_of_its_version(day: Room, console: Visitor) -> None:
    upload(day, console, "cover", "A river")
    console.post(f"/console/{day.code}/report/open")
    with reading() as session:
        key = by_id(session, day.workshop_id).public_key
    upload(day, console, "cover", "Another river", png(9, 9))
    stranger = Visitor(day.app)
    assert f'src="/r/{key}/picture/0" alt="A river"' in stranger.get(f"/r/{key}").text
    answer = stranger.get(f"/r/{key}/picture/0")
    assert (answer.status_code, answer.data) == (200, png(4, 3))
    assert stranger.get(f"/r/{key}/picture/1").status_code == 404
    console.post(f"/console/{day.code}/report/close")
    assert stranger.get(f"/r/{key}/picture/0").status_code == 404


def test_a_damaged_picture_is_refused_and_one_from_a_file_is_left_out(
    day: Room, console: Visitor
) -> None:
    assert upload(day, console, "cover", "A port", DAMAGED_PNG).status_code == 400
    damaged = to_address("image/png", DAMAGED_PNG)
    picture = ReportPicture(kind="cover", alt="A port", picture=damaged)
    report = replace(report_of(day), logo=damaged, pictures=[picture])
    assert not PdfReader(io.BytesIO(FORMATS["pdf"].render(report))).pages[0].images
