"""Short titles of finalists: a self-contained phrase, or the whole sentence."""

import pytest

from polling.final_vote.two_stages.short_titles import LONGEST, distinct_titles, short_title
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


RULES = "compare the national rules on “{}” of all six countries, and draft minimum standards"


def written(number: int, action: str, actors: list[str] | None = None) -> Recommendation:
    return Recommendation(id=number, action=action, actors=actors or [], by="", original="")


def test_titles_that_would_be_equal_are_cut_later() -> None:
    dams, delta = RULES.format("Dams change the flood pulse"), RULES.format("Salt water")
    assert title(dams) == title(delta) == "Compare the national rules"
    rows = [written(1, dams), written(2, delta), written(3, FREEZE)]
    assert distinct_titles(rows) == {
        1: "Compare the national rules on “Dams change the flood pulse” of all six countries, "
        "and draft minimum standards",
        2: "Compare the national rules on “Salt water” of all six countries, "
        "and draft minimum standards",
        3: "Freeze funds within 24 hours of a request",
    }
    longer = [written(one, f"{text} by law") for one, text in ((1, dams), (2, delta))]
    assert distinct_titles(longer)[1].endswith("minimum standards")


def test_equal_actions_are_told_apart_by_their_actors() -> None:
    rows = [written(1, "refund customers", ["Banks"]), written(2, "refund customers", ["Shops"])]
    assert distinct_titles(rows) == {
        1: "Banks should refund customers",
        2: "Shops should refund customers",
    }


def test_equal_texts_keep_the_short_title() -> None:
    rows = [written(1, FREEZE), written(2, FREEZE)]
    assert set(distinct_titles(rows).values()) == {"Freeze funds within 24 hours of a request"}
