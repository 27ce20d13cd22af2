"""The kinds of contests."""

PRACTICE, RANKING, FINAL = "practice", "ranking", "final"
RATING, FINALISTS = "rating", "finalists"  # the two stages of a long final vote
VOTES = (RANKING, FINAL, RATING, FINALISTS)  # all kinds but the practice vote
