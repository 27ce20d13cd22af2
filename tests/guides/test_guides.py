"""The guides are pages of the product, and only quote labels that exist."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from polling.guides.markdown import render
from tests.room import Room
from tests.visitor import Visitor

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs/guides"
OF_THE_INTERFACE = (  # the operator's guide has commands instead
    "README.md",
    "docs/guides/organizer.md",
    "docs/guides/facilitator.md",
    "docs/guides/data-protection.md",
)
INSERTED = re.compile(r"%\(\w+\)\w|\{\w+\}")  # such as %(stage)s; texts that start so are vague


@pytest.fixture(scope="module")
def interface(tmp_path_factory: pytest.TempPathFactory) -> re.Pattern[str]:
    """All texts of the interface, collected as by `make messages`."""
    texts = tmp_path_factory.mktemp("texts") / "messages.pot"
    extract = ("--quiet", "extract", "--mapping-file", "babel.cfg", "--keywords", "lazy")
    command = (sys.executable, "-m", "babel.messages.frontend", *extract, "-o", texts, ".")
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    with texts.open("rb") as file:
        messages = [message.id for message in read_po(file) if message.id]
    found = [one for ids in messages for one in ((ids,) if isinstance(ids, str) else ids)]
    return re.compile("|".join(pattern(text) for text in found if not INSERTED.match(text)))


def pattern(text: str) -> str:
    """A regular expression for a text, with words in place of its placeholders."""
    return r"[\w ]{1,20}".join(map(re.escape, INSERTED.split(text)))


def labels(page: str) -> Iterator[str]:
    """The bold texts, except sentences that introduce a paragraph."""
    text = (ROOT / page).read_text(encoding="utf-8")
    tree = SyntaxTreeNode(MarkdownIt("commonmark").enable("table").parse(text))
    for node in tree.walk():
        if node.type == "strong":
            words = " ".join(child.content for child in node.children if child.content)
            if not words.endswith("."):
                yield words


@pytest.mark.parametrize("page", OF_THE_INTERFACE)
def test_every_label_in_a_guide_is_a_text_of_the_interface(
    interface: re.Pattern[str], page: str
) -> None:
    named = list(labels(page))
    assert named
    assert [label for label in named if not interface.fullmatch(label)] == []


def test_a_label_that_the_interface_does_not_have_is_found(interface: re.Pattern[str]) -> None:
    assert interface.fullmatch("Go to: Final vote")
    assert not interface.fullmatch("Go to the final vote")


@pytest.mark.parametrize("guide", sorted(path.stem for path in FOLDER.glob("*.md")))
def test_everybody_can_read_each_guide(room: Room, guide: str) -> None:
    page = Visitor(room.app).get(f"/guides/{guide}")
    heading = (FOLDER / f"{guide}.md").read_text(encoding="utf-8").partition("\n")[0]
    assert page.status_code == 200
    assert f"<title>{heading.removeprefix('# ')}</title>" in page.text
    assert '<article lang="en">' in page.text


@pytest.mark.parametrize("name", ["no-such-guide", "..%2Freport", "organizer.md"])
def test_nothing_else_is_read_from_the_disk(room: Room, name: str) -> None:
    assert Visitor(room.app).get(f"/guides/{name}").status_code == 404


def test_organizers_and_facilitators_are_led_to_their_guides(room: Room) -> None:
    room.go("lobby")
    organizer = room.organizer_visitor()
    facilitator = room.facilitator_visitor().get(f"/w/{room.code}/facilitator").text
    assert 'href="/guides/organizer"' in organizer.get("/console/").text
    assert 'href="/guides/organizer"' in organizer.get(f"/console/{room.code}").text
    assert 'href="/guides/facilitator"' in facilitator


def test_links_lead_to_guides_and_to_their_sections() -> None:
    text = "# A guide\n\n[a](operator.md) [b](operator.md#backups) [c](#below)\n\n## To do: *now*\n"
    html = str(render(text, ["operator"]).html)
    assert (
        '<a href="operator">a</a> <a href="operator#backups">b</a> <a href="#below">c</a>' in html
    )
    assert '<h2 id="to-do-now">' in html


def test_a_link_to_a_file_that_is_not_served_keeps_its_text_only() -> None:
    text = "# A guide\n\n[SECURITY](../../SECURITY.md), [x](other.md), [site](https://a.example/)\n"
    html = str(render(text, ["operator"]).html)
    assert '<p>SECURITY, x, <a href="https://a.example/">site</a></p>' in html
