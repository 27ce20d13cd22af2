"""What the demo is made of: the workshop file, and what its participants could say.

The organizations are invented or generic, and so is everything that is said.
"""

import json
from importlib.resources import files

from polling.workshop_file.read import read
from polling.workshop_file.schema import Recommendation, WorkshopFile

Bank = dict[str, dict[str, list[Recommendation]]]


def demo_workshop() -> WorkshopFile:
    """The workshop before it begins: themes, issues, agenda, groups, and no results."""
    return read((files(__package__) / "workshop.json").read_bytes(), "workshop.json")


def recommendation_bank() -> Bank:
    """At least five recommendations for every issue, by theme title and issue headline."""
    bank = json.loads((files(__package__) / "recommendations.json").read_bytes())
    return {
        theme: {
            headline: [Recommendation.model_validate(one) for one in recommendations]
            for headline, recommendations in issues.items()
        }
        for theme, issues in bank.items()
    }


def concern_bank() -> dict[str, list[str]]:
    """What can be said against a recommendation, whichever it is, by theme title."""
    bank: dict[str, list[str]] = json.loads((files(__package__) / "concerns.json").read_bytes())
    return bank
