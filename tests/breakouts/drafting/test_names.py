"""The names of other people who are writing."""

import pytest

from tests.breakouts.drafting.run_in_node import in_node

WORDS = "{ dataset: { textFacilitator: 'Người điều phối' } }"


@pytest.mark.parametrize(
    "who, shown", [("group 2", "Người điều phối"), ("Ms Tran", "Ms Tran"), ("#6", "#6")]
)
def test_a_facilitator_without_a_name_is_called_by_the_role(who: str, shown: str) -> None:
    assert (
        in_node(
            'import { nameOf } from "./static/js/drafting/name.js";'
            f"console.log(JSON.stringify(nameOf({WORDS}, {who!r})));"
        )
        == shown
    )
