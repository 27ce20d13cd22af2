"""The registry of question types. To add a type, write its class and list it here.

A type also needs its key in `polling.survey.questions.Kind`, a template for its form, and a
description in docs/workshop-file.md. tests/survey/test_question_types.py fails until all exist.
"""

from polling.survey.question_types.base import QUESTION_TYPES, register, type_of
from polling.survey.question_types.choices import Multiple, Scale, Single, YesNo
from polling.survey.question_types.grids import Matrix, Ranking
from polling.survey.question_types.texts import Text

# In the order of the console's list.
register(Scale(), YesNo(), Single(), Multiple(), Ranking(), Matrix(), Text())

__all__ = ["QUESTION_TYPES", "type_of"]
