from polling.voting import PointsBallot, count


def test_points_are_added() -> None:
    ballots = [PointsBallot({"a": 100}), PointsBallot({"b": 60, "c": 40}), PointsBallot({"b": 50})]
    standings = count("hundred-points", ballots, "abc", places=1).standings
    assert [(s.option, s.score) for s in standings] == [("b", 110), ("a", 100), ("c", 40)]
