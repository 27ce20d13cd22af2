"""Contexts of templates: frozen dataclasses whose fields are the variables."""

from dataclasses import dataclass

from polling.web.template_contexts import variables


@dataclass(frozen=True)
class Turnout:
    voted: int
    present: int


@dataclass(frozen=True)
class RankingPage:
    turnout: Turnout
    title: str


def test_fields_become_variables_and_nested_dataclasses_stay_whole() -> None:
    page = RankingPage(Turnout(voted=3, present=5), "Coasts")

    assert variables(page) == {"turnout": Turnout(3, 5), "title": "Coasts"}


def test_a_page_without_a_context_has_no_variables() -> None:
    assert variables(None) == {}
