import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polling.core.text import clean_line
from polling.recommendations.sentence import sentence, sentence_digest, separate, take_apart
from polling.recommendations.wording import Wording

NAMES = st.sampled_from(
    ["Banks", "ASEAN", "the police", "Ministries of Justice and Interior", "é", "กระทรวงยุติธรรม"]
)
LINKS = st.sampled_from(
    [
        " and ",
        ", ",
        ", and ",
        " should ",
        "  ",
        ". ",
        " shoulder ",
        "",
        "ควร",
        " และ ",
        "ไม่ควร",
        " và ",
        " cần ",
    ]
)
PLAUSIBLE = st.lists(st.one_of(NAMES, LINKS, st.just("act by 2027.")), max_size=8).map("".join)


@pytest.mark.parametrize(
    "parts, words",
    [
        pytest.param(
            Wording(("Banks",), "refund victims"), "Banks should refund victims.", id="bare"
        ),
        pytest.param(
            Wording(("Banks",), "refund victims", "by 2027"),
            "Banks should refund victims, by 2027.",
            id="by when",
        ),
        pytest.param(
            Wording(("Banks", "the police"), "act"), "Banks and the police should act.", id="two"
        ),
        pytest.param(
            Wording(("the police", "banks", "courts"), "act"),
            "The police, banks, and courts should act.",
            id="three, begun with a capital",
        ),
        pytest.param(
            Wording(("Banks",), "ask “why?”"), "Banks should ask “why?”", id="ended already"
        ),
        pytest.param(Wording(("ធនាគារ",), "សងប្រាក់"), "ធនាគារ should សងប្រាក់.", id="no capitals"),
        pytest.param(
            Wording(("ธนาคาร",), "คืนเงิน", "ภายในปี 2570"),
            "ธนาคารควรคืนเงิน ภายในปี 2570",
            id="in Thai",
        ),
        pytest.param(
            Wording(("ธนาคาร", "ตำรวจ", "ASEAN"), "ร่วมมือกัน"),
            "ธนาคาร, ตำรวจ และ ASEAN ควรร่วมมือกัน",
            id="several in Thai, the last with Latin letters",
        ),
        pytest.param(
            Wording(("các bộ", "ASEAN", "tòa án"), "chia sẻ dữ liệu", "trước năm 2028"),
            "Các bộ, ASEAN và tòa án cần chia sẻ dữ liệu, trước năm 2028.",
            id="in Vietnamese",
        ),
        pytest.param(
            Wording(("Bộ Công an",), "open an office in Đà Nẵng by 2027"),
            "Bộ Công an should open an office in Đà Nẵng by 2027.",
            id="in English, with names from elsewhere",
        ),
        pytest.param(
            Wording(("ธนาคาร",), "refund victims"), "ธนาคาร should refund victims.", id="mixed"
        ),
        pytest.param(
            Wording(("Banks",), "fine them, and publish their names,", "by 2027"),
            "Banks should fine them, and publish their names, by 2027.",
            id="a comma already",
        ),
        pytest.param(
            Wording(("ធនាគារ",), "សងប្រាក់", "មុនឆ្នាំ ២០២៨"),
            "ធនាគារ should សងប្រាក់ មុនឆ្នាំ ២០២៨.",
            id="by when, in Khmer",
        ),
        pytest.param(
            Wording((), "Refund victims", "by 2027"), "Refund victims, by 2027", id="a draft"
        ),
        pytest.param(Wording((), "Do it at once"), "Do it at once", id="no actors"),
        pytest.param(Wording((), ""), "", id="nothing yet"),
        pytest.param(
            Wording(("Banks",), "act", original="banks should act now"),
            "banks should act now",
            id="as it was given",
        ),
    ],
)
def test_a_sentence_is_composed_of_actors_action_and_by(parts: Wording, words: str) -> None:
    assert sentence(parts) == words


@pytest.mark.parametrize(
    "text, parts",
    [
        pytest.param(
            "Banks and the police should act by 2027.",
            Wording(("Banks", "the police"), "act by 2027"),
            id="two actors",
        ),
        pytest.param(
            "ASEAN, INTERPOL, and customs authorities should check what should be checked.",
            Wording(("ASEAN", "INTERPOL", "customs authorities"), "check what should be checked"),
            id="first should of two",
        ),
        pytest.param(
            "Banks should act",
            Wording(("Banks",), "act", original="Banks should act"),
            id="no stop",
        ),
        pytest.param(
            "banks, courts and shops should  act.",
            Wording(
                ("banks", "courts", "shops"), "act", original="banks, courts and shops should  act."
            ),
            id="other commas, case and spacing",
        ),
        pytest.param(
            "ธนาคาร และ ตำรวจควรคืนเงินภายในปี 2570",
            Wording(("ธนาคาร", "ตำรวจ"), "คืนเงินภายในปี 2570"),
            id="in Thai",
        ),
        pytest.param(
            "กระทรวงการพัฒนาสังคมและความมั่นคงของมนุษย์ควรเผยแพร่ข้อมูล",
            Wording(("กระทรวงการพัฒนาสังคมและความมั่นคงของมนุษย์",), "เผยแพร่ข้อมูล"),
            id="a Thai name with an and",
        ),
        pytest.param(
            "ธนาคารไม่ควรปิดบังข้อมูล", Wording((), "ธนาคารไม่ควรปิดบังข้อมูล"), id="should not, in Thai"
        ),
        pytest.param(
            "Strengthen cooperation.", Wording((), "Strengthen cooperation."), id="no should"
        ),
        pytest.param(
            "Soldiers shoulder it.", Wording((), "Soldiers shoulder it."), id="not a word"
        ),
        pytest.param("should act.", Wording((), "should act."), id="nobody"),
        pytest.param(
            "Các ngân hàng và ASEAN cần chia sẻ dữ liệu.",
            Wording(("Các ngân hàng", "ASEAN"), "chia sẻ dữ liệu"),
            id="in Vietnamese",
        ),
        pytest.param(
            "Bộ Giáo dục và Đào tạo cần sửa đổi chương trình.",
            Wording(("Bộ Giáo dục và Đào tạo",), "sửa đổi chương trình"),
            id="one ministry in Vietnamese",
        ),
        pytest.param(
            "Các bộ không cần chờ đợi.", Wording((), "Các bộ không cần chờ đợi."), id="need not"
        ),
        pytest.param("Banks should", Wording((), "Banks should"), id="nothing"),
    ],
)
def test_a_sentence_is_taken_apart_at_its_first_should(text: str, parts: Wording) -> None:
    assert take_apart(text) == parts


def test_an_answer_of_an_earlier_version_is_for_the_same_words() -> None:
    digest = hashlib.sha256(b"Banks should refund victims by 2027.").hexdigest()[:16]
    assert sentence_digest(Wording(("Banks",), "refund victims", "by 2027")) == digest
    assert sentence_digest(Wording(("Banks",), "refund victims", "by 2028")) != digest


@settings(deadline=None, derandomize=True)
@given(st.one_of(PLAUSIBLE, st.text()).map(clean_line))
def test_a_sentence_that_was_split_is_printed_unchanged(text: str) -> None:
    assert sentence(take_apart(text)) == text


@pytest.mark.parametrize(
    "subject, actors",
    [
        ("Banks", ["Banks"]),
        ("Banks and courts", ["Banks", "courts"]),
        ("ASEAN and UNODC", ["ASEAN", "UNODC"]),
        ("The ministry of health and the police", ["The ministry of health", "the police"]),
        ("Ministries of Justice and Interior", ["Ministries of Justice and Interior"]),
        ("The Ministry of Trade and Industry", ["The Ministry of Trade and Industry"]),
        ("Trade and customs authorities", ["Trade and customs authorities"]),
        ("Banks, and", ["Banks, and"]),
    ],
)
def test_actors_are_separated_only_where_no_name_is_cut(subject: str, actors: list[str]) -> None:
    assert separate(subject) == actors
