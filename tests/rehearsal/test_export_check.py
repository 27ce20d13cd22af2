"""What a rehearsal compares: acks, the export, the frozen report; and its output."""

from typing import Any

from polling.rehearsal.export_check import differences, missing
from polling.rehearsal.html_tree import read
from polling.rehearsal.measurements import Record


def test_acknowledged_data_missing_from_the_export_is_reported() -> None:
    record = Record()
    record.ballots["c1", 7] = "a line"
    record.sentences[3] = "open one channel"
    record.answers = 2
    exported: dict[str, Any] = {
        "results": {
            "contests": [{"id": "c1", "voted": 1, "ballots": [{"hash": "another line"}]}],
            "participation": {"surveyed": 1},
        }
    }
    assert missing(record, exported) == [
        "participant 7's counted ballot is missing in contest c1",
        "a recommendation is missing: open one channel",
        "2 surveys were acknowledged, 1 are exported",
    ]


def test_surveys_are_there_although_nobody_answered_every_question() -> None:
    record = Record()
    record.answers = 2
    results = {"participation": {"surveyed": 2}, "survey": [{"answered": 1}, {"answered": 1}]}
    assert missing(record, {"results": results}) == []


def test_a_concern_that_two_people_wrote_is_there_twice() -> None:
    record = Record()
    record.concerns = {("c1", 7): ["Too soon.", "Who pays?"], ("c1", 8): ["Too soon."]}
    said = [{"text": text} for text in ("Too soon.", "Who pays?")]
    exported: dict[str, Any] = {"results": {"contests": [{"result": {"concerns": said}}]}}
    with_voters = exported["results"]["contests"][0]
    with_voters |= {"id": "c2", "ballots": [], "voted": 0}
    assert missing(record, exported) == ["a concern is missing: Too soon."]


def test_what_the_frozen_report_lacks_is_named() -> None:
    def tree(*actions: str) -> dict[str, Any]:
        return {"themes": [{"issues": [{"recommendations": [{"action": it} for it in actions]}]}]}

    assert differences(tree("open one channel", "close it"), tree("close it")) == [
        "the frozen report lacks: open one channel"
    ]


def test_nothing_is_missing_from_an_export_that_holds_it_all() -> None:
    record = Record()
    record.ballots["c1", 7] = "a line"
    record.sentences[3] = "open one channel"
    exported: dict[str, Any] = {
        "themes": [{"issues": [{"recommendations": [{"action": "open one channel"}]}]}],
        "results": {"contests": [{"id": "c1", "voted": 1, "ballots": [{"hash": "a line"}]}]},
    }
    assert missing(record, exported) == []


def test_a_page_is_read_by_its_tags_and_attributes() -> None:
    page = read(
        "<live-page data-place='ranking'><ranked-ballot data-contest='c1'>"
        "<button data-option='4'></button><button data-option='5'></button></ranked-ballot>"
        "<input name='x' value='1'></live-page>"
    )
    ballot = page.all("ranked-ballot", data_contest="")[0]
    assert [option.get("data-option") for option in ballot.all(data_option="")] == ["4", "5"]
    assert [field.get("value") for field in page.all("input", name="x")] == ["1"]
