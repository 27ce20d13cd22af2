from polling.demo.content import (
    concern_bank,
    demo_workshop,
    generic_recommendations,
    recommendation_bank,
)
from polling.duplicates.similarity import near_duplicates
from polling.recommendations.sentence import sentence
from polling.workshop_file.schema import Results

WORKSHOP = demo_workshop()
BANK = recommendation_bank()
RECOMMENDATIONS = [one for issues in BANK.values() for bank in issues.values() for one in bank]


def test_the_demo_has_the_size_of_a_real_workshop() -> None:
    assert [len(theme.issues) for theme in WORKSHOP.themes] == [6, 7, 6, 7, 6, 6]
    assert sum(theme.cut_places or WORKSHOP.settings.cut_places for theme in WORKSHOP.themes) == 16
    assert (len(WORKSHOP.sessions), len(WORKSHOP.groups)) == (10, 12)


def test_the_demo_has_not_begun() -> None:
    assert WORKSHOP.results == Results()
    assert [i.priority for theme in WORKSHOP.themes for i in theme.issues if i.priority] == []


def test_the_bank_has_five_recommendations_or_more_for_whichever_issue_wins() -> None:
    counts = {
        (theme.title, issue.headline): len(BANK[theme.title][issue.headline])
        for theme in WORKSHOP.themes
        for issue in theme.issues
    }

    assert min(counts.values()) == 5
    assert sum(counts.values()) == len(RECOMMENDATIONS)


def test_each_recommendation_is_a_sentence_of_readable_length_with_a_reason() -> None:
    lengths = [len(sentence(one).split()) for one in RECOMMENDATIONS]

    assert (min(lengths) >= 13, max(lengths) <= 50) == (True, True)
    assert [
        one for one in RECOMMENDATIONS if not (one.actors and one.action and one.rationale)
    ] == []


def test_no_two_recommendations_say_the_same() -> None:
    assert len({sentence(one) for one in RECOMMENDATIONS}) == len(RECOMMENDATIONS)


def test_practice_on_any_issue_has_texts_that_nobody_takes_for_duplicates() -> None:
    texts = [sentence(one) for one in generic_recommendations("Rangers work without insurance")]
    assert len(texts) == 12
    assert near_duplicates(dict(enumerate(texts))) == []


def test_every_actor_is_known_for_completion() -> None:
    known = {actor.casefold() for actor in WORKSHOP.actors}

    assert {
        actor for one in RECOMMENDATIONS for actor in one.actors if actor.casefold() not in known
    } == (set())


def test_each_issue_says_which_sessions_it_came_from() -> None:
    codes = {session.code for session in WORKSHOP.sessions}

    assert {
        source for theme in WORKSHOP.themes for issue in theme.issues for source in issue.sources
    } == codes


def test_each_theme_has_concerns_that_fit_a_ballot_and_no_two_say_the_same() -> None:
    concerns = concern_bank()
    every = [text for texts in concerns.values() for text in texts]

    assert list(concerns) == [theme.title for theme in WORKSHOP.themes]
    assert len(set(every)) == len(every) == 8 * len(concerns)
    assert max(map(len, every)) <= 300
