import json
import re

import pytest
from pydantic import ValidationError

from polling.core.text import BY_PATTERN
from polling.people.attributes import DEFAULT_ATTRIBUTES
from polling.recommendations.sentence import sentence
from polling.survey.questions import DEFAULT_SURVEY
from polling.voting.rules import RULES
from polling.workshop.settings import Settings
from polling.workshop_file.schema import Recommendation, WorkshopFile, json_schema


def test_a_title_is_enough() -> None:
    file = WorkshopFile(title="Corruption")

    assert (file.attributes, file.survey) == (DEFAULT_ATTRIBUTES, DEFAULT_SURVEY)
    assert (file.settings.rank_places, file.settings.cut_places) == (3, 3)
    assert file.languages == ["en"]


def test_defaults_are_not_shared_between_files() -> None:
    WorkshopFile(title="A").attributes.clear()

    assert len(WorkshopFile(title="B").attributes) == 5


def test_turnout_is_split_by_sector_unless_the_file_says_otherwise() -> None:
    assert [one.key for one in DEFAULT_ATTRIBUTES if one.segment] == ["sector"]


def test_the_default_survey_gives_the_figures_of_the_report() -> None:
    assert {question.key: question.type for question in DEFAULT_SURVEY} == {
        "learned": "scale",
        "use": "scale",
        "recommend": "yes_no",
        "insight": "yes_no",
        "met_local": "yes_no",
        "met_partners": "yes_no",
        "best_sessions": "multiple",
        "right_people": "scale",
        "missing_people": "text",
        "valuable": "text",
        "improve": "text",
    }


def test_the_default_rule_is_one_that_can_count() -> None:
    assert Settings().rule in RULES


def test_an_unknown_rule_is_refused() -> None:
    with pytest.raises(ValidationError, match="unknown rule"):
        Settings(rule="loudest-voice")


def test_a_recommendation_given_as_text_is_taken_apart() -> None:
    given = Recommendation.model_validate({"text": "Banks and the police should act by 2027."})

    assert (given.actors, given.action) == (["Banks", "the police"], "act by 2027")
    assert given.original == ""


def test_a_sentence_that_its_parts_do_not_give_is_kept_as_the_original() -> None:
    given = Recommendation.model_validate({"text": "banks should act"})

    assert (given.actors, given.action) == (["banks"], "act")
    assert sentence(given) == "banks should act"


def test_a_text_replaces_parts_that_say_something_else() -> None:
    forged = {"actors": ["Nobody"], "action": "pay", "by": "soon"}
    given = Recommendation.model_validate({"text": "banks should act", **forged})

    assert (given.actors, given.action, given.by) == (["banks"], "act", "")
    assert sentence(given) == "banks should act"


def test_parts_that_give_the_text_are_kept() -> None:
    parts = {"actors": ["Banks and the police"], "action": "act", "by": "soon"}
    text = "Banks and the police should act, soon."
    given = Recommendation.model_validate({"text": text, **parts})

    assert given.original == ""
    assert Recommendation.model_validate(parts) == given


def test_a_draft_without_an_action_keeps_its_actors() -> None:
    assert Recommendation(actors=["Banks"]).actors == ["Banks"]


def test_the_json_schema_names_every_key_and_refuses_others() -> None:
    schema = json_schema()

    assert schema["required"] == ["title"]
    assert schema["additionalProperties"] is False
    assert list(schema["properties"]) == list(WorkshopFile.model_fields)
    assert "text" in schema["$defs"]["Recommendation"]["properties"]


def test_every_pattern_of_the_file_has_a_sentence() -> None:
    patterns = re.findall(r'"pattern": ("(?:[^"\\]|\\.)*")', json.dumps(json_schema()))

    assert patterns
    assert {json.loads(pattern) for pattern in patterns} <= set(BY_PATTERN)
