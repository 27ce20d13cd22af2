"""A panic of the document library refuses the update, and the process continues."""

import subprocess
import sys

# In a separate process, because the library's state is undefined after a panic.
STUMBLING = """
from pycrdt import Doc, Text
from polling.documents.shared_document import SharedDocument
from polling.documents.yjs_updates import BadUpdate

phone = Doc(client_id=7)
phone["12/action"] = Text("open ")
shared = SharedDocument("document")
shared.apply(phone.get_update())
try:
    shared.apply(b"\\x01\\x00\\x07\\x00\\x00")
except BadUpdate as refused:
    print(refused)
fresh = SharedDocument("document")
fresh.apply(phone.get_update())
print(fresh.text("12/action"))
"""


def test_a_panic_of_the_library_is_a_refusal_and_a_fresh_copy_works() -> None:
    done = subprocess.run(
        [sys.executable, "-c", STUMBLING], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == ["the library stumbles over it", "open "]
