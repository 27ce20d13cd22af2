"""The texts of the interface follow the house style (CONTRIBUTING.md, "Conventions").

EXCEPTIONS lists the texts that may break a rule, with reasons.
"""

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file
from jinja2 import Environment, nodes

from polling.core.paths import PACKAGE, TEMPLATES

LONGEST_SENTENCE = 20  # words
LONGEST_BUTTON = 3  # words, without placeholders

RIDDLES = re.compile(
    r"\b(what (is|are)|whoever|whichever|who (has|have)|it stands|(is|are) told|anew|beside"
    r"|(?<!set )(?<!set it )aside|of (its|their) own(?! \w)|by itself|as (it is|they are)"
    r"|nobody else|have their say|meanwhile|mend(ed|ing)?|in order to|please note|utili[sz]e)\b",
    re.IGNORECASE,
)
WRONG_WORDS = {  # words to avoid, and their replacements
    "admin": "organizer",
    "administrator": "organizer",
    "attendee": "participant",
    "clock": "timer",
    "delegate": "participant",
    "email": "e-mail",
    "poll": "vote",
    "rapporteur": "note-taker",
    "user": "participant, organizer, facilitator or note-taker",
    "web session": "login",
}
NAMES = {  # names that keep their capital letter inside a sentence
    *("Excel", "JavaScript", "JPEG", "Kendall", "LibreOffice", "Markdown", "NaN", "PowerPoint"),
    *("WebP", "Wi", "Windows", "Word"),
    *("Breakouts", "Lobby", "Report", "Setup"),  # stages and their pages
    *("Enter", "Infinity"),  # a key, and a number in a file
}
QUOTED = re.compile(r"“[^”]*”|\*\*|%\(\w+\)\w|%%")  # names, labels, and placeholders

EXCEPTIONS: dict[str, str] = {
    "Attendee": "an answer of registration lists, which workshops have stored",
    "What is stored": "the name of a page, as a question that people ask",
    "What is your concern?": "a plain question",
    "Only the group, its facilitator and the organizers see this. The record of "
    "who wrote what is erased before the final vote.": "“what” belongs to “who wrote”",
    "Present for our group": "“Present” alone would start the presentation",
}


def faults(text: str) -> Iterator[str]:
    """Describe what is wrong with a text."""
    plain = QUOTED.sub("X", text)
    yield from (f"“{found[0]}”" for found in RIDDLES.finditer(text))
    for wrong, right in WRONG_WORDS.items():
        if re.search(rf"\b{wrong}s?\b", plain, re.IGNORECASE):
            yield f"“{wrong}”, which we call {right}"
    for sentence in re.split(r"(?<=[.!?])\s|\n", plain):
        words = sentence.split()
        if len(words) > LONGEST_SENTENCE:
            yield f"a sentence of {len(words)} words"
        inside = re.findall(r"(?<=[a-z,] )[A-Z][a-z]\w*", sentence)
        yield from (f"the capital letter of “{word}”" for word in inside if word not in NAMES)


def faults_of_button(text: str) -> Iterator[str]:
    """Describe what else is wrong with the text of a button."""
    words = re.findall(r"[^\W_][\w’.-]*|[+−]\d+", QUOTED.sub(" ", text))
    if len(words) > LONGEST_BUTTON:
        yield f"a button of {len(words)} words"
    if text.endswith("."):
        yield "a button with a full stop"


@cache
def texts() -> frozenset[str]:
    """Every text marked for translation, including both plural forms."""
    keywords = {**DEFAULT_KEYWORDS, "lazy": None}
    options = {"trim_blocks": "true", "lstrip_blocks": "true"}
    found: set[str] = set()
    for folder, kind, method in ((PACKAGE, "*.py", "python"), (TEMPLATES, "*.html", "jinja2")):
        for path in folder.rglob(kind):
            if kind == "*.py" and b"core.i18n" not in path.read_bytes():
                continue
            for _line, message, _comments, _context in extract_from_file(
                method, path, keywords, options=options
            ):
                found.update([message] if isinstance(message, str) else filter(None, message))
    return frozenset(found)


@cache
def buttons() -> frozenset[str]:
    """The texts in <button>, and those passed to macros that create one."""
    parser = Environment(autoescape=True, extensions=["jinja2.ext.i18n"])
    found: set[str] = set()
    for path in TEMPLATES.rglob("*.html"):
        source = path.read_text(encoding="utf-8")
        for inside in re.findall(r"<button\b[^>]*>(.*?)</button>", source, re.DOTALL):
            found.update(re.findall(r'\b_\("([^"]+)"', inside))
        for call in parser.parse(source).find_all(nodes.Call):
            place = MACROS.get(getattr(call.node, "name", ""))
            if place is not None and place < len(call.args):
                found.update(_marked(call.args[place]))
    return frozenset(found & texts())


MACROS = {"press": 1, "act": 0, "clock_button": 4}  # index of the argument with the button's text


def _marked(node: nodes.Node) -> Iterator[str]:
    for call in [node, *node.find_all(nodes.Call)]:
        if isinstance(call, nodes.Call) and getattr(call.node, "name", "") == "_":
            yield call.args[0].as_const()


def _marked_in_code(source: str) -> Iterator[str]:
    for call in ast.walk(ast.parse(source)):
        name = getattr(call.func, "id", "") if isinstance(call, ast.Call) else ""
        if isinstance(call, ast.Call) and name in {"_", "lazy", "ngettext"}:
            for given in call.args[: 2 if name == "ngettext" else 1]:
                if isinstance(given, ast.Constant):
                    yield str(given.value)


def broken(
    candidates: frozenset[str], check: Callable[[str], Iterator[str]]
) -> dict[str, list[str]]:
    """The texts that break a rule, with the reasons."""
    wrong = {text: list(check(text)) for text in sorted(candidates)}
    return {text: why for text, why in wrong.items() if why}


def test_every_marked_text_is_collected_for_translation() -> None:
    """The collector overlooks calls within f-strings and within other marked calls."""
    overlooked = [
        f"{path.relative_to(PACKAGE)}: {text}"
        for path in PACKAGE.rglob("*.py")
        for text in _marked_in_code(path.read_text(encoding="utf-8"))
        if text not in texts()
    ]
    assert overlooked == []


def test_texts_keep_the_house_style() -> None:
    wrong = broken(texts(), faults)
    assert {text: why for text, why in wrong.items() if text not in EXCEPTIONS} == {}


def test_buttons_say_in_one_to_three_words_what_happens() -> None:
    wrong = broken(buttons(), faults_of_button)
    assert {text: why for text, why in wrong.items() if text not in EXCEPTIONS} == {}


def test_every_exception_is_needed() -> None:
    needed = {*broken(texts(), faults), *broken(buttons(), faults_of_button)}
    assert EXCEPTIONS.keys() - needed == set()


@pytest.mark.parametrize(
    "text, fault",
    [
        pytest.param("Take what is left.", "“what is”", id="a riddle"),
        pytest.param("Open the poll.", "“poll”, which we call vote", id="a word that is not ours"),
        pytest.param("Word " * 21, "a sentence of 21 words", id="a long sentence"),
        pytest.param("Save the Changes", "the capital letter of “Changes”", id="title case"),
    ],
)
def test_a_fault_is_found(text: str, fault: str) -> None:
    assert list(faults(text)) == [fault]


def test_a_long_button_is_found_and_placeholders_do_not_count() -> None:
    assert list(faults_of_button("Move to the group")) == ["a button of 4 words"]
    assert list(faults_of_button("Create issue in “%(theme)s”")) == []
    assert {"Save", "Log out"} <= buttons() <= texts()
