"""The deadline of a recommendation, if its wording names a date.

    by the end of 2027                       by the end of 2027
    by law, from 2028                        from 2028
    through one fund that opens by 2028      by 2028
    within 72 hours of the seizure           nothing: a rule, not a date
    twice a year                             nothing

The deadline is quoted from the recommendation; nothing is added or computed.
"""

import re

_MONTH = (
    r"\b(?:January|February|March|April|May(?=\s+\d|$)|June|July|August|September|October|November"
    r"|December)\b"
)
_NUMBER = r"(?:\d+|an?|one|two|three|four|five|six|nine|ten|twelve|eighteen|twenty-four)"
_YEAR = r"(?<!\d)20\d\d(?!\d)"
_THAI_YEAR = r"(?<!\d)(?:20|25)\d\d(?!\d)|[๐-๙]{4}"
_ENGLISH = (
    r"\b(?:by|before|until|till|from|starting|beginning|(?:no|not) later than)\b"
    rf"(?:(?!\b(?:by|before|until|till|from|after)\b)[^,;])*?(?:{_YEAR}|{_MONTH})[^,;]*"
    rf"|\bin\s+(?:early\s+|mid-?|late\s+|{_MONTH}\s+)?{_YEAR}[^,;]*"
    rf"|\bwithin\s+{_NUMBER}\s+(?:months?|years?)\b(?!\s+of\b)[^,;]*"
)
_VIETNAMESE = (
    r"\b(?:trước|đến|tới|từ|vào|chậm nhất)\b[^,;]*?"
    rf"(?:{_YEAR}|tháng\s+\d+|quý\s+\w+)[^,;]*"
    r"|\btrong vòng\s+\w+\s+(?:tháng|năm)\b[^,;]*"
)
_THAI = rf"(?:ภายใน|ก่อน|ตั้งแต่|เริ่ม)[^,;]*?(?:{_THAI_YEAR})[^,;]*|ภายใน\s*\d+\s*(?:เดือน|ปี)[^,;]*"
_DEADLINE = re.compile(f"{_ENGLISH}|{_VIETNAMESE}|{_THAI}", re.IGNORECASE)


def deadline(by: str) -> str:
    """Return the date in the `by` of a wording, in its own words, or "".

    >>> deadline("with a joint protocol, before the end of 2027")
    'before the end of 2027'
    """
    found = _DEADLINE.search(by)
    return found[0].strip(" .") if found else ""
