"""Short titles of finalists: a self-contained phrase, or the whole sentence."""

import pytest

from polling.final_vote.two_stages.short_titles import LONGEST, short_title
from polling.recommendations.models import Recommendation

FREEZE = "freeze funds within 24 hours of a request from a recognized financial intelligence unit"
TRACING = "share one regional licence for blockchain tracing tools, with a queue that members see"
CASINOS = (
    "publish the real owners of companies that run casinos, exchanges or scam compounds by law"
)
PURSUIT = "agree that a pursuit which reaches the middle of the river may go on with their help"
QUOTED = (
    "agree on a first step towards an answer to “Inspectors choose containers by hand” this year"
)
TEAM = "create one joint analysis team for drugs, trafficking in persons, wildlife and cyber crime"


def title(action: str) -> str:
    return short_title(Recommendation(action=action, actors=[], by="", original=""))


@pytest.mark.parametrize(
    "action, expected",
    [
        pytest.param("refund customers", "Refund customers", id="a short one is whole"),
        pytest.param(
            FREEZE, "Freeze funds within 24 hours of a request", id="before a preposition"
        ),
        pytest.param(
            TRACING,
            "Share one regional licence for blockchain tracing tools",
            id="a comma before a clause ends it, and does not stay",
        ),
        pytest.param(CASINOS, CASINOS[0].upper() + CASINOS[1:], id="never within a list"),
        pytest.param(PURSUIT, PURSUIT[0].upper() + PURSUIT[1:], id="never within what was opened"),
        pytest.param(QUOTED, QUOTED[0].upper() + QUOTED[1:], id="never within a quotation"),
        pytest.param(TEAM, "Create one joint analysis team", id="before the list begins"),
    ],
)
def test_a_title_ends_where_a_clause_does(action: str, expected: str) -> None:
    assert title(action) == expected


def test_only_what_is_longer_than_a_title_can_be_is_cut_between_words() -> None:
    whole = "word " * 39 + "word"
    assert title(whole) == whole.capitalize()
    cut = title("word " * 100)
    assert cut.endswith("word …")
    assert len(cut) <= LONGEST
