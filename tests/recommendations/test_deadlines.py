"""A deadline is quoted from the wording, or not given."""

import pytest

from polling.recommendations.deadlines import deadline

NAMED = {
    "by the end of 2027": "by the end of 2027",
    "by mid-2027": "by mid-2027",
    "by June 2027": "by June 2027",
    "by the end of March": "by the end of March",
    "By May 2028, in two steps": "By May 2028",
    "before the dry season of 2027": "before the dry season of 2027",
    "before the 2028 felling season": "before the 2028 felling season",
    "starting with the 2027 budget": "starting with the 2027 budget",
    "from the programme cycle of 2028": "from the programme cycle of 2028",
    "by law, from 2028": "from 2028",
    "every November, beginning in 2027": "beginning in 2027",
    "in 2028": "in 2028",
    "no later than 30 June 2027.": "no later than 30 June 2027",
    "within two years": "within two years",
    "within 18 months, through one fund": "within 18 months",
    "under rules that the central bank publishes by 2028": "by 2028",
    "led by the secretariat by 2028": "by 2028",
    "with a joint protocol with child protection services by 2028": "by 2028",
    "with satellite checks from 2027": "from 2027",
    "thông qua một quỹ chung, trước năm 2028": "trước năm 2028",
    "đến hết tháng 6 năm 2027": "đến hết tháng 6 năm 2027",
    "trong vòng 12 tháng": "trong vòng 12 tháng",
    "ภายในสิ้นปี 2570": "ภายในสิ้นปี 2570",
    "ผ่านกองทุนเดียว ภายใน 12 เดือน": "ภายใน 12 เดือน",
}
NO_DATE = [
    "",
    "through existing village funds",
    "through a five-year pooled fund",
    "twice a year",
    "every six months",
    "every November",
    "within 72 hours of the seizure",
    "within 15 working days",
    "within a year of the conviction",
    "in a study repeated every three years",
    "in contracts signed after 2027",
    "by law",
    "by methods that may change",
    "from a shared fund",
    "under resolution 20271",
    "với quy trình rõ ràng",
    "ผ่านกองทุนหมู่บ้าน",
]


@pytest.mark.parametrize("by", NAMED)
def test_a_date_is_found_in_its_own_words(by: str) -> None:
    assert deadline(by) == NAMED[by]
    assert deadline(by) in by


@pytest.mark.parametrize("by", NO_DATE)
def test_no_date_is_invented(by: str) -> None:
    assert deadline(by) == ""


def test_long_texts_take_no_time() -> None:
    assert deadline("by " * 3_000) == ""
    assert deadline("from " + "a" * 3_000) == ""
