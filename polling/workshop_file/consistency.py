"""Consistency checks across keys: duplicate names, unknown names, contradictory numbers.

The checks work on the raw tree, so that their problems are reported together with those of the
schema. Each takes the file's root and yields places with sentences.
"""

import hashlib
from base64 import b64decode
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import islice
from typing import Any

from pydantic import ValidationError

from polling.core.i18n import _
from polling.core.text import clean_line, comparison_key
from polling.notes.schema import MOST_MERGED_IN_ALL, MOST_NOTES
from polling.report.versions.schema import LONGEST, MOST_EXPANSION
from polling.report.versions.serialization import unpack
from polling.survey.question_types import QUESTION_TYPES, type_of
from polling.survey.questions import Question
from polling.workshop.settings import Settings
from polling.workshop_file.problems import Place, did_you_mean
from polling.workshop_file.schema import MAX_ORIGINALS, MAX_RECOMMENDATIONS

Complaint = tuple[Place, str]
Placed = tuple[Place, dict[str, Any]]


def check(tree: object) -> Iterator[Complaint]:
    """Yield all problems of `tree`; none if it is not an object, which the schema reports."""
    if isinstance(tree, dict):
        for look in (
            _sizes,
            _repeats,
            _groups,
            _recommendations,
            _references,
            _trail,
            _attributes,
            _survey,
            _conditions,
            _settings,
            _registration,
            _participation,
            _survey_answers,
            _versions,
        ):
            yield from look(((), tree))


def _sizes(root: Placed) -> Iterator[Complaint]:
    """There must not be too many of what is in several lists, which have their own limits."""
    issues = list(objects(objects([root], "themes"), "issues"))
    written = list(objects(issues, "recommendations"))
    yield from _too_many(written, MAX_RECOMMENDATIONS)
    yield from _too_many(_with_what_they_were(objects(written, "merged_from")), MAX_ORIGINALS)
    yield from _too_many(objects([root, *issues], "notes"), MOST_NOTES)
    yield from _too_many(objects(issues, "merged_from"), MOST_MERGED_IN_ALL)


def _too_many(items: Iterable[Placed], most: int) -> Iterator[Complaint]:
    for place, _item in islice(items, most, most + 1):
        yield place, _("Too many items. Enter no more than %(max_length)s.", max_length=most)


def _repeats(root: Placed) -> Iterator[Complaint]:
    """Names must be unique; headlines within a theme, options within a question."""
    for key, name in (
        ("themes", "title"),
        ("sessions", "code"),
        ("groups", "number"),
        ("attributes", "key"),
        ("survey", "key"),
        ("versions", "number"),
    ):
        yield from _twice(_named(objects([root], key), name))
    for theme in objects([root], "themes"):
        yield from _twice(_named(objects([theme], "issues"), "headline"))
    for place, question in (*objects([root], "attributes"), *objects([root], "survey")):
        options = entries(question, "options")
        yield from _twice(((*place, *step), words(option)) for step, option in options)


def _named(nodes: Iterable[Placed], key: str) -> Iterator[tuple[Place, str]]:
    return (((*place, key), words(node.get(key))) for place, node in nodes)


def _twice(named: Iterable[tuple[Place, str]]) -> Iterator[Complaint]:
    seen = {""}
    for place, name in named:
        if name and comparison_key(name) in seen:
            yield place, _("“%(name)s” appears twice.", name=name[:100])
        seen.add(comparison_key(name))


def _groups(root: Placed) -> Iterator[Complaint]:
    """A group's theme must be in this file."""
    yield from _known_themes(root, objects([root], "groups"))


def _known_themes(root: Placed, parts: Iterable[Placed]) -> Iterator[Complaint]:
    """Every named theme must be in this file."""
    titles = [words(theme.get("title")) for _place, theme in objects([root], "themes")]
    known = {comparison_key(title) for title in titles}
    for place, part in parts:
        title = words(part.get("theme"))
        if title and comparison_key(title) not in known:
            unknown = _("No theme has the title “%(title)s”.", title=title[:100])
            yield (*place, "theme"), " ".join(filter(None, [unknown, did_you_mean(title, titles)]))


def _recommendations(root: Placed) -> Iterator[Complaint]:
    """The groups of recommendations must be in this file."""
    numbers = {words(group.get("number")) for _place, group in objects([root], "groups")}
    issues = objects(objects([root], "themes"), "issues")
    for place, recommendation in _with_what_they_were(objects(issues, "recommendations")):
        group = recommendation.get("group")
        if isinstance(group, int) and words(group) not in numbers:
            yield (*place, "group"), _("There is no group %(number)s.", number=group)


def _references(root: Placed) -> Iterator[Complaint]:
    """Each reference must belong to only one theme, issue or recommendation."""
    themes = list(objects([root], "themes"))
    issues = list(objects(themes, "issues"))
    written = _with_what_they_were(objects(issues, "recommendations"))
    seen = {""}
    for place, reference in _named([*themes, *issues, *written], "reference"):
        if reference in seen and reference:
            yield place, _("“%(name)s” appears twice.", name=reference[:100])
        seen.add(reference)


def _with_what_they_were(recommendations: Iterable[Placed]) -> Iterator[Placed]:
    for one in recommendations:
        yield one
        yield from _with_what_they_were(objects([one], "merged_from"))


def _trail(root: Placed) -> Iterator[Complaint]:
    """The sources of issues must name themes of this file, and `came_with` a later merge."""
    issues = list(objects(objects([root], "themes"), "issues"))
    notes, merged = list(objects(issues, "notes")), list(objects(issues, "merged_from"))
    yield from _known_themes(root, [*objects([root], "notes"), *notes, *merged])
    for issue in issues:
        inside = list(objects([issue], "merged_from"))
        after = [(part, 1) for part in objects([issue], "notes")]
        after += [(part, at) for at, part in enumerate(inside, start=2)]
        for (place, part), first in after:
            with_ = part.get("came_with")
            if isinstance(with_, int) and not first <= with_ <= len(inside):
                yield (
                    (*place, "came_with"),
                    _(
                        "This must be the number of a later entry in “merged_from”. The first "
                        "entry is 1."
                    ),
                )


def _attributes(root: Placed) -> Iterator[Complaint]:
    """At most one attribute may split the turnout."""
    segments = [place for place, one in objects([root], "attributes") if one.get("segment") is True]
    for place in segments[1:]:
        yield (*place, "segment"), _("Only one attribute can have “segment”: true.")


def _survey(root: Placed) -> Iterator[Complaint]:
    """A question with a choice must have options."""
    for place, question in objects([root], "survey"):
        question_type = QUESTION_TYPES.get(words(question.get("type")))
        needs_options = question_type is not None and "options" in question_type.fields
        if needs_options and not (question.get("options") or question.get("options_from")):
            yield place, _("Add possible answers to this question.")


def _conditions(root: Placed) -> Iterator[Complaint]:
    """A question that depends on an answer must come after its question."""
    answers: dict[str, Mapping[str, str]] = {}
    for place, question in objects([root], "survey"):
        needed = question.get("only_if")
        if isinstance(needed, dict) and not _has(answers, needed):
            yield (*place, "only_if"), _("No earlier question has this answer.")
        with suppress(ValidationError):
            parsed = Question.model_validate(question)
            answers[parsed.key] = type_of(parsed).conditions(parsed)


def _has(answers: dict[str, Mapping[str, str]], needed: dict[str, object]) -> bool:
    return words(needed.get("answer")) in answers.get(words(needed.get("question")), {})


def _settings(root: Placed) -> Iterator[Complaint]:
    """A group's smallest size must not exceed its largest."""
    settings = root[1].get("settings")
    if isinstance(settings, dict):
        defaults = Settings()
        smallest = number(settings, "group_min", defaults.group_min)
        largest = number(settings, "group_max", defaults.group_max)
        if smallest > largest:
            place = ("settings", "group_min" if "group_min" in settings else "group_max")
            yield place, _("The minimum group size is larger than the maximum.")


def _registration(root: Placed) -> Iterator[Complaint]:
    """The answers must not count more people than are on the list."""
    listed = root[1].get("registration")
    answers = listed.get("answers") if isinstance(listed, dict) else None
    if isinstance(listed, dict) and isinstance(answers, dict):
        people = number(listed, "people", 0)
        for key, counts in answers.items():
            if _sum(counts) > people:
                yield (
                    ("registration", "answers", key),
                    _("These counts add up to more people than have registered."),
                )


def _participation(root: Placed) -> Iterator[Complaint]:
    """The answers must not count more people than took part."""
    here = _inside(_inside(root[1], "results"), "participation")
    people = number(_inside(here, "repeated"), "people", number(here, "present", 0))
    for key, counts in _inside(here, "attributes").items():
        if _sum(counts) > people:
            place = ("results", "participation", "attributes", key)
            yield place, _("These counts add up to more people than took part.")


def _survey_answers(root: Placed) -> Iterator[Complaint]:
    """An answer must not count more people than answered the question, and this the survey."""
    results = _inside(root[1], "results")
    surveyed = number(_inside(results, "participation"), "surveyed", 0)
    for place, one in objects([((), results)], "survey"):
        answered, counts = number(one, "answered", 0), _inside(one, "counts")
        if 0 < surveyed < answered:  # not in files of earlier versions
            yield ("results", *place, "answered"), _("More people are counted than have answered.")
        for answer in counts:
            if number(counts, answer, 0) > answered:
                where = ("results", *place, "counts", answer)
                yield where, _("More people are counted than have answered.")


def _inside(parent: dict[str, Any], key: str) -> dict[str, Any]:
    """Return the object under `key`; an empty one if there is none."""
    value = parent.get(key)
    return value if isinstance(value, dict) else {}


def _sum(counts: object) -> int:
    return sum(number(counts, one, 0) for one in counts) if isinstance(counts, dict) else 0


def _versions(root: Placed) -> Iterator[Complaint]:
    """Each frozen version must have the data of its hash."""
    left = LONGEST
    for place, version in objects([root], "versions"):
        try:
            packed = b64decode(words(version.get("data")), validate=True)
            data = unpack(packed, min(left, MOST_EXPANSION * len(packed)))
        except ValueError:
            yield (*place, "data"), _("The data is damaged and cannot be unpacked.")
            continue
        left -= len(data)
        if hashlib.sha256(data).hexdigest() != version.get("digest"):
            yield (
                (*place, "digest"),
                _("Hash mismatch: the data or the hash was changed."),
            )


def objects(parents: Iterable[Placed], key: str) -> Iterator[Placed]:
    """Yield every object in the lists under `key` of the parents, with its place."""
    for place, parent in parents:
        for step, child in entries(parent, key):
            if isinstance(child, dict):
                yield (*place, *step), child


def entries(parent: dict[str, Any], key: str) -> Iterator[tuple[Place, object]]:
    """Yield the items of the list under `key`, with their places in `parent`."""
    children = parent.get(key)
    for index, child in enumerate(children if isinstance(children, list) else []):
        yield (key, index), child


def words(value: object) -> str:
    """Return a text (cleaned) or a number as text; "" for anything else."""
    if isinstance(value, int):
        return str(value)
    return clean_line(value) if isinstance(value, str) else ""


def number(parent: dict[str, Any], key: str, default: int) -> int:
    """Return the whole number under `key`, or the default."""
    value = parent.get(key)
    return value if isinstance(value, int) else default
