"""The demo's content: the workshop file, and the texts of its participants.

The organizations and all texts are made up or generic.
"""

import json
from importlib.resources import files

from polling.workshop_file.read import read
from polling.workshop_file.schema import Recommendation, WorkshopFile

Bank = dict[str, dict[str, list[Recommendation]]]


def demo_workshop() -> WorkshopFile:
    """Return the workshop before it begins: themes, issues, agenda, groups, and no results."""
    return read((files(__package__) / "workshop.json").read_bytes(), "workshop.json")


def recommendation_bank() -> Bank:
    """Return at least five recommendations for every issue, by theme title and issue headline."""
    bank = json.loads((files(__package__) / "recommendations.json").read_bytes())
    return {
        theme: {
            headline: [Recommendation.model_validate(one) for one in recommendations]
            for headline, recommendations in issues.items()
        }
        for theme, issues in bank.items()
    }


def generic_recommendations(issue: str) -> list[Recommendation]:
    """Return twelve different recommendations on an issue of any workshop, which name it."""
    generic = json.loads((files(__package__) / "generic_recommendations.json").read_bytes())
    return [
        Recommendation.model_validate(one | {"action": one["action"].format(issue=issue)})
        for one in generic
    ]


def concern_bank() -> dict[str, list[str]]:
    """Return concerns that fit any recommendation, by theme title."""
    bank: dict[str, list[str]] = json.loads((files(__package__) / "concerns.json").read_bytes())
    return bank
