"""Short titles for the finalists: what is to be done, in a dozen words."""

from polling.breakouts.models import Recommendation
from polling.contests.models import Contest
from polling.workshop_file.sentence import Parts, sentence

MOST_WORDS = 12


def short_title(recommendation: Parts) -> str:
    """The action's first words; the organizers can make better ones of it.

    The actors are left out: under a full sentence they come first, and a title would be no more
    than a list of them.
    """
    words = (recommendation.action or sentence(recommendation)).split()
    short = " ".join(words[:MOST_WORDS]).rstrip(",;:.")
    return short[:1].upper() + short[1:] + (" …" if len(words) > MOST_WORDS else "")


def finalist_title(final: Contest, recommendation: Recommendation) -> str:
    """What a finalist is called: as the organizers wrote, or by its first words."""
    written: str = final.rule["titles"].get(str(recommendation.id), "")
    return written or short_title(recommendation)
