"""Short titles of the finalists: the action, in about a dozen words."""

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from polling.contests.models import Contest
from polling.recommendations.models import Recommendation
from polling.recommendations.sentence import SentenceParts, sentence

LONGEST = 200  # characters
MOST_WORDS = 12
FEWEST_WORDS = 4  # shorter titles say too little
MOST_KEPT = 1_000  # titles


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Not at "and" or a comma alone, because a title that ends within a list changes the meaning.
_BEGINS_A_CLAUSE = _words(
    """after at because before by during for from if in including on once since so through
    unless until using when where whereas while with within without"""
)
# These words belong to what follows: "agree that a pursuit | which reaches the river may …".
_OPENS_ONE = _words("how that what when where whether which who whom whose why")
_PARTICIPLE_GOES_ON = _words("at by for from in on with")  # "guidance issued | by …"
_NEVER_LAST = _BEGINS_A_CLAUSE | _words(
    "a an and are as be been between both is its least most not of or than the their to"
)


def short_title(recommendation: SentenceParts) -> str:
    """Return the action up to the end of a clause; organizers can improve the title.

    The actors are left out, because a title would otherwise consist of their list. If no end of a
    clause is found, the whole action is returned.
    """
    return automatic_titles(recommendation)[0]


def automatic_titles(recommendation: SentenceParts) -> tuple[str, ...]:
    """Return the short title, then longer ones: up to later clauses, and the whole sentence."""
    return _titles(recommendation.action, sentence(recommendation))


def distinct_titles(recommendations: Iterable[Recommendation]) -> dict[int, str]:
    """Return by id the shortest title that no other has; the short one if the texts are equal."""
    found = {one.id: automatic_titles(one) for one in recommendations}
    uses = Counter(title for titles in found.values() for title in titles)
    return {
        option: next((title for title in titles if uses[title] == 1), titles[0])
        for option, titles in found.items()
    }


@lru_cache(MOST_KEPT)  # consoles and ballots show the same titles again and again
def _titles(action: str, whole: str) -> tuple[str, ...]:
    words = (action or whole).split()
    first = _end(words)
    ends = [first, *(at for at in range(first + 1, len(words)) if _can_end(words, at)), len(words)]
    return tuple(dict.fromkeys([*(_title(words[:at]) for at in ends), _title(whole.split())]))


def _title(words: list[str]) -> str:
    title = " ".join(words).rstrip(",;:.–— ")
    return title[:1].upper() + _cut_at_a_word(title[1:])


def _end(words: list[str]) -> int:
    """Return after how many words the title can end: as late as possible within a dozen."""
    if len(words) <= MOST_WORDS:
        return len(words)
    places = range(MOST_WORDS, FEWEST_WORDS - 1, -1)
    ends = [at for at in places if _can_end(words, at)]
    after_a_comma = (at for at in ends if words[at - 1].endswith((",", ";", ":")))
    return next(after_a_comma, ends[0] if ends else len(words))


def _can_end(words: list[str], at: int) -> bool:
    after = words[at].lower()
    if after not in _BEGINS_A_CLAUSE:
        return False
    kept = [word.lower().strip(",;:") for word in words[:at]]
    goes_on = kept[-1].endswith("ed") and after in _PARTICIPLE_GOES_ON
    whole = not _OPENS_ONE.intersection(kept) and kept[-1] not in _NEVER_LAST
    return whole and not goes_on and not _in_a_list(words[:at]) and _is_balanced(words[:at])


def _is_balanced(words: list[str]) -> bool:
    """Return whether every quotation and bracket that opens also closes."""
    text = " ".join(words)
    return all(text.count(left) == text.count(right) for left, right in ("“”", "()", "[]"))


def _in_a_list(words: list[str]) -> bool:
    """Return whether a list continues here: "drugs, trafficking | in persons and …"."""
    commas = [at for at, word in enumerate(words[:-1], start=1) if word.endswith(",")]
    after = words[commas[-1] :] if commas else ["and"]
    return after[0] not in _BEGINS_A_CLAUSE and not {"and", "or"}.intersection(after)


def _cut_at_a_word(text: str) -> str:
    if len(text) < LONGEST:
        return text
    return text[: LONGEST - 3].rsplit(" ", 1)[0] + " …"


def finalist_title(final: Contest, recommendation: Recommendation) -> str:
    """Return a finalist's title: as written by the organizers, or its first words."""
    written: str = final.rule["titles"].get(str(recommendation.id), "")
    return written or short_title(recommendation)
