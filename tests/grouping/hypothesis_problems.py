"""Hypothesis strategies: problems of all kinds, including contradictory ones."""

from hypothesis import strategies as st

from polling.grouping import Group, Person, Problem, Weights

PEOPLE = [f"p{number}" for number in range(9)]
GROUPS = [f"g{number}" for number in range(4)]
SOMEBODY = st.sampled_from([*PEOPLE, "nobody"])
THEMES = st.sampled_from(["a", "b", "c"])
LANGUAGES = st.sampled_from(["en", "es"])
PAIRS = st.lists(st.tuples(SOMEBODY, SOMEBODY), max_size=4).map(tuple)


# Strategies are made once, because making one takes longer than drawing from it.
EACH_PERSON = [
    st.builds(
        Person,
        id=st.just(name),
        themes=st.lists(THEMES, max_size=3, unique=True).map(tuple),
        attributes=st.dictionaries(st.sampled_from(["sector", "gender"]), st.sampled_from("xyz")),
        languages=st.frozensets(LANGUAGES),
        virtual=st.booleans(),
    )
    for name in PEOPLE
]
PERHAPS_A_THEME, PERHAPS_A_LANGUAGE = st.none() | THEMES, st.none() | LANGUAGES
PERHAPS_SOMEBODY = st.none() | SOMEBODY
SMALLEST = st.integers(0, 4)
LARGEST = [st.integers(max(smallest, 1), 5) for smallest in range(5)]
PINS = st.dictionaries(SOMEBODY, st.sampled_from([*GROUPS, "elsewhere"]), max_size=3)
WEIGHTS = st.builds(Weights, *[st.integers(0, 12)] * 4)
SEEDS = st.integers(0, 5)


def _group(draw: st.DrawFn, name: str) -> Group:
    smallest = draw(SMALLEST)
    return Group(
        id=name,
        theme=draw(PERHAPS_A_THEME),
        language=draw(PERHAPS_A_LANGUAGE),
        facilitator=draw(PERHAPS_SOMEBODY),
        smallest=smallest,
        largest=draw(LARGEST[smallest]),
    )


@st.composite
def problems(draw: st.DrawFn, fewest_people: int = 0, fewest_groups: int = 0) -> Problem:
    """Draw up to nine people and four groups, with rules that may contradict each other."""
    people = draw(st.integers(fewest_people, len(PEOPLE)))
    groups = draw(st.integers(fewest_groups, len(GROUPS)))
    return Problem(
        people=tuple(map(draw, EACH_PERSON[:people])),
        groups=tuple(_group(draw, name) for name in GROUPS[:groups]),
        apart=draw(PAIRS),
        together=draw(PAIRS),
        pins=draw(PINS),
        weights=draw(WEIGHTS),
        seed=draw(SEEDS),
    )
