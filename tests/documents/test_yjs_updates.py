"""Updates by Yjs and pycrdt are parsed; everything but plain text is refused."""

import random

import pytest
from pycrdt import Array, Doc, Map, Text, XmlFragment

from polling.documents import yjs_updates
from polling.documents.yjs_updates import BadUpdate, Gap, Update, read, read_clocks
from tests.breakouts.drafting.run_in_node import in_node


def doc_with(text: str, client_id: int = 7) -> Doc[Text]:
    doc: Doc[Text] = Doc(client_id=client_id)
    doc.get("1/action", type=Text).insert(0, text)
    return doc


def test_text_is_counted_as_javascript_counts_it() -> None:
    found = read(doc_with("é 😀 កម្ពុជា").get_update())
    assert found == Update(adds={7: (0, 12)}, roots={"1/action"}, needs=[])


def test_deleted_text_leaves_its_trace_and_its_range() -> None:
    doc = doc_with("abcdef")
    del doc.get("1/action", type=Text)[1:3]
    found = read(doc.get_update())
    assert found.adds == {7: (0, 6)}
    assert (7, 2) in found.needs


def test_text_next_to_other_text_needs_its_neighbours_instead_of_a_root() -> None:
    doc = doc_with("ab")
    before = doc.get_state()
    doc.get("1/action", type=Text).insert(1, "x")
    assert read(doc.get_update(before)) == Update(
        adds={7: (2, 3)}, roots=set(), needs=[(7, 0), (7, 1)]
    )


def test_a_state_vector_is_read() -> None:
    assert read_clocks(doc_with("abc").get_state()) == {7: 3}


def test_an_update_that_follows_is_known_after_it() -> None:
    assert yjs_updates.after({7: 2}, Update(adds={7: (2, 5)})) == {7: 5}


def test_an_update_that_is_known_already_changes_nothing() -> None:
    assert yjs_updates.after({7: 9}, Update(adds={7: (2, 5)})) == {7: 9}


@pytest.mark.parametrize(
    "update",
    [
        pytest.param(Update(adds={7: (3, 5)}), id="its client's earlier work is missing"),
        pytest.param(Update(needs=[(8, 0)]), id="it stands beside unknown text"),
        pytest.param(Update(adds={7: (2, 5)}, needs=[(7, 5)]), id="it deletes what is not written"),
    ],
)
def test_an_update_with_a_gap_is_refused(update: Update) -> None:
    with pytest.raises(Gap):
        yjs_updates.after({7: 2}, update)


def test_an_update_that_grows_without_measure_is_refused() -> None:
    with pytest.raises(BadUpdate, match="grows"):
        yjs_updates.after({}, Update(adds={7: (0, yjs_updates.MAX_GROWTH + 1)}))


def formatted() -> bytes:
    doc = doc_with("bold")
    doc.get("1/action", type=Text).format(0, 2, {"bold": True})
    return doc.get_update()


def embedded() -> bytes:
    doc = doc_with("image: ")
    doc.get("1/action", type=Text).insert_embed(0, {"image": "x"})
    return doc.get_update()


def map_entry() -> bytes:
    return Doc({"1/action": Map({"a": 1})}, client_id=7).get_update()


def array() -> bytes:
    return Doc({"1/action": Array(["a"])}, client_id=7).get_update()


def nested_text() -> bytes:
    return Doc({"1/action": Array([Text("hidden")])}, client_id=7).get_update()


def nested_document() -> bytes:
    return Doc({"1/action": Array([Doc()])}, client_id=7).get_update()


def xml() -> bytes:
    doc = Doc({"1/action": (fragment := XmlFragment())}, client_id=7)
    fragment.children.append("text")
    return doc.get_update()


@pytest.mark.parametrize(
    "make", [formatted, embedded, map_entry, array, nested_text, nested_document, xml]
)
def test_what_plain_text_does_not_need_is_refused(make: object) -> None:
    with pytest.raises(BadUpdate):
        read(make())  # type: ignore[operator]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"\x00", id="without its deletions"),
        pytest.param(b"\x00\x00\x00", id="more than an update"),
        pytest.param(b"\xff" * 20, id="an endless number"),
        pytest.param(b"\x01\xff\xff\xff\xff\x0f", id="many structs, none there"),
        pytest.param(b"\x01\x01\x07\x00\x00\x05\x00", id="collected garbage"),
        pytest.param(b"\x01\x01\x07\x05\x0a\x05\x00", id="a skip"),
        pytest.param(b"\x01\x01\x07\x00\x04\x01\x011\x02\xff\xfe\x00", id="not UTF-8"),
        pytest.param(b"\x01\x01\x07\x00\x04\x01\x011\x00\x00", id="an empty text"),
        pytest.param(
            b"\x01\x01" + b"\xff" * 6 + b"\x7f\x00\x04\x01\x011\x01a\x00", id="a huge client"
        ),
        pytest.param(
            b"\x02" + 2 * b"\x01\x07\x00\x04\x01\x011\x01a" + b"\x00", id="a client twice"
        ),
        pytest.param(b"\x01\x00\x07\x00\x00", id="an empty run"),
        pytest.param(b"\x00\x01\x07\x01\x00\x00", id="an empty range"),
    ],
)
def test_bytes_that_are_no_update_are_refused(data: bytes) -> None:
    with pytest.raises(BadUpdate):
        read(data)


@pytest.mark.parametrize("data", [b"", b"\x01\x07", b"\x00\x00"], ids=["none", "half", "more"])
def test_bytes_that_are_no_state_vector_are_refused(data: bytes) -> None:
    with pytest.raises(BadUpdate):
        read_clocks(data)


def test_no_noise_is_read_as_anything_but_a_refusal_or_text() -> None:
    noise = random.Random(1)
    good = formatted() + doc_with("abcdef 😀").get_update()
    for _ in range(5_000):
        data = bytearray(good)
        for _ in range(noise.randint(1, 6)):
            data[noise.randrange(len(data))] = noise.randrange(256)
        try:
            read(bytes(data[noise.randrange(4) :]))
        except BadUpdate:
            continue


TYPING = """
import * as Y from "yjs";
const doc = new Y.Doc();
const rounds = [];
let random = 1;
const next = (most) => (random = (random * 48271) % 2147483647) % most;
doc.on("update", (update) => rounds.push([...update]));
for (let i = 0; i < 200; i++) {
  const text = doc.getText(`${1 + next(2)}/action`);
  const letters = [...text.toString()];
  const place = next(letters.length + 1);
  const at = letters.slice(0, place).join("").length;
  if (i % 3 === 2) text.delete(at, letters.slice(place, place + 2).join("").length);
  else text.insert(at, ["a", "กำ", "ភា", "😀", "é "][next(5)]);
}
const texts = [1, 2].map((id) => doc.getText(`${id}/action`).toString());
console.log(JSON.stringify({ rounds, whole: [...Y.encodeStateAsUpdate(doc)], texts }));
"""


def test_every_update_of_a_browser_s_own_library_is_read() -> None:
    said = in_node(TYPING)
    doc: Doc[Text] = Doc(client_id=1)
    clocks: yjs_updates.Clocks = {}
    for update in map(bytes, said["rounds"]):
        clocks = yjs_updates.after(clocks, read(update))
        doc.apply_update(update)
        assert read_clocks(doc.get_state()) == clocks
    assert [str(doc.get(f"{n}/action", type=Text)) for n in (1, 2)] == said["texts"]
    assert yjs_updates.after({}, read(bytes(said["whole"]))) == clocks
