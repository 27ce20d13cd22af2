from polling.voting import ApprovalBallot, count
from tests.voting.profiles import approving


def test_the_most_approved_options_win() -> None:
    outcome = count("approval", approving("3 ab", "2 bc", "1 d"), "abcd", places=2)
    assert [(standing.option, standing.score) for standing in outcome.standings] == [
        ("b", 5),
        ("a", 3),
        ("c", 2),
        ("d", 1),
    ]
    assert outcome.winners == ("b", "a")


def test_approving_of_nothing_is_a_ballot() -> None:
    assert count("approval", [ApprovalBallot(frozenset())], "ab", places=1).ballots == 1
