"""Hypothesis strategies: problems of all kinds, including contradictory ones."""

from hypothesis import strategies as st

from polling.grouping import Group, Person, Problem, Weights

PEOPLE = [f"p{number}" for number in range(9)]
GROUPS = [f"g{number}" for number in range(4)]
SOMEBODY = st.sampled_from([*PEOPLE, "nobody"])
THEMES = st.sampled_from(["a", "b", "c"])
LANGUAGES = st.sampled_from(["en", "es"])
PAIRS = st.lists(st.tuples(SOMEBODY, SOMEBODY), max_size=4).map(tuple)


def _people(names: list[str]) -> st.SearchStrategy[tuple[Person, ...]]:
    return st.tuples(
        *[
            st.builds(
                Person,
                id=st.just(name),
                themes=st.lists(THEMES, max_size=3, unique=True).map(tuple),
                attributes=st.dictionaries(
                    st.sampled_from(["sector", "gender"]), st.sampled_from("xyz")
                ),
                languages=st.frozensets(LANGUAGES),
                virtual=st.booleans(),
            )
            for name in names
        ]
    )


def _groups(names: list[str]) -> st.SearchStrategy[tuple[Group, ...]]:
    return st.tuples(*[_group(name) for name in names])


@st.composite
def _group(draw: st.DrawFn, name: str) -> Group:
    smallest = draw(st.integers(0, 4))
    return Group(
        id=name,
        theme=draw(st.none() | THEMES),
        language=draw(st.none() | LANGUAGES),
        facilitator=draw(st.none() | SOMEBODY),
        smallest=smallest,
        largest=draw(st.integers(max(smallest, 1), 5)),
    )


@st.composite
def problems(draw: st.DrawFn, fewest_people: int = 0, fewest_groups: int = 0) -> Problem:
    """Draw up to nine people and four groups, with rules that may contradict each other."""
    weight = st.integers(0, 12)
    return Problem(
        people=draw(st.integers(fewest_people, 9).flatmap(lambda n: _people(PEOPLE[:n]))),
        groups=draw(st.integers(fewest_groups, 4).flatmap(lambda n: _groups(GROUPS[:n]))),
        apart=draw(PAIRS),
        together=draw(PAIRS),
        pins=draw(st.dictionaries(SOMEBODY, st.sampled_from([*GROUPS, "elsewhere"]), max_size=3)),
        weights=draw(st.builds(Weights, weight, weight, weight, weight)),
        seed=draw(st.integers(0, 5)),
    )
