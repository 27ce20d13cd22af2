"""Short labels of recommendations."""

from polling.charts.text_wrapping import shortened

LABEL_LENGTH = 60


def brief(text: str) -> str:
    """Return the beginning of a recommendation's sentence, enough to identify it."""
    return shortened(text, LABEL_LENGTH)
