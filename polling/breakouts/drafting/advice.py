"""Advice for the authors of a recommendation: hints, and similar recommendations.

The search is pure, so that it can run in a thread while people type. The sentences are made when a
page is rendered.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from polling.breakouts import queries
from polling.breakouts.drafting.wording_checks import MOST_WORDS, Hint, hints
from polling.breakouts.models import Group
from polling.charts.text_wrapping import shortened
from polling.core.i18n import _, lazy
from polling.duplicates.similarity import near_duplicates
from polling.recommendations.models import Recommendation
from polling.recommendations.sentence import sentence
from polling.workshop import queries as workshops

MOST_QUOTED = 160  # letters of another recommendation
# In per cent of the whole text. Groups cannot read each other's drafts. A group is only told that
# another draft is similar to its own text, and never because of a few words.
ALIKE_ELSEWHERE = 85
TITLES = {
    Hint.ACTOR: lazy("does not say who should act"),
    Hint.SHOULD: lazy("extra “should” or “must”"),
    Hint.ACTIONS: lazy("two actions?"),
    Hint.VAGUE: lazy("vague wording"),
    Hint.MEANS: lazy("no deadline or method"),
    Hint.LONG: lazy("too long"),
}
WORDS = {
    Hint.ACTOR: lazy("Who should do it? Name the people or organizations."),
    Hint.SHOULD: lazy("Start with the action. The word “should” is already there."),
    Hint.ACTIONS: lazy(
        "Does this text contain two actions? One action per recommendation is easier to vote on."
    ),
    Hint.VAGUE: lazy("This is a goal. Say how to reach it."),
    Hint.MEANS: lazy("Add a deadline or a method."),
    Hint.LONG: lazy(
        "This recommendation has more than %(most)s words. Shorter ones are easier to vote on."
    ),
}


@dataclass(frozen=True)
class Found:
    """The hints for one recommendation, and the ids of similar ones."""

    hints: tuple[Hint, ...]
    alike: tuple[int, ...]


@dataclass(frozen=True)
class Advice:
    """The advice as shown to authors: a few words, and a sentence."""

    title: str
    text: str


def advice(session: Session, group: Group) -> dict[int, list[Advice]]:
    """Return advice for this group's authors, by recommendation id."""
    written = {one.id: one for one in queries.written(session, group.workshop_id)}
    found = look(written.values(), group.id, language_of(session, group))
    return {one: _in_words(written[one], found[one], written) for one in found}


def look(written: Iterable[Recommendation], group_id: int, language: str) -> dict[int, Found]:
    """Return hints and similar texts for one group's recommendations, among all `written`."""
    said = {one.id: sentence(one) for one in written}
    own = {one.id: one for one in written if one.group_id == group_id}
    alike: dict[int, list[int]] = {one: [] for one in own}
    for pair in near_duplicates({one: said[one] for one in own}):
        alike[pair.first].append(pair.second)
        alike[pair.second].append(pair.first)
    for pair in near_duplicates(said, of=own, alike=ALIKE_ELSEWHERE, whole=True):
        if pair.second not in own:
            alike[pair.first].append(pair.second)
    looked = {
        one.id: Found(tuple(hints(one, language)), tuple(alike[one.id])) for one in own.values()
    }
    return {one: found for one, found in looked.items() if found.hints or found.alike}


def language_of(session: Session, group: Group) -> str:
    """Return the language in which a group writes."""
    return group.language or workshops.by_id(session, group.workshop_id).languages[0]


def _in_words(
    one: Recommendation, found: Found, written: dict[int, Recommendation]
) -> list[Advice]:
    of_text = [
        Advice(str(TITLES[hint]), WORDS[hint] % {"most": MOST_WORDS}) for hint in found.hints
    ]
    of_others = [
        Advice(_("similar recommendation"), _much_like(one, written[other]))
        for other in found.alike
    ]
    return of_text + of_others


def _much_like(one: Recommendation, other: Recommendation) -> str:
    theme = other.issue.theme.label
    if other.group_id == one.group_id:
        text = shortened(sentence(other), MOST_QUOTED, "…")
        return _("Your group has a similar recommendation: “%(text)s”", text=text)
    if other.group is not None:
        theme = f"{_('Group %(n)s', n=other.group.number)}, {theme}"
    return _("There is a similar recommendation (%(theme)s).", theme=theme)
