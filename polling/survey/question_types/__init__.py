"""The registry of question types: to add one, write its class and name it here.

A type also needs its key in `polling.survey.questions.Kind`, a template for its form, and a word in
docs/workshop-file.md. tests/survey/test_question_types.py fails as long as one of them is missing.
"""

from polling.survey.question_types.base import QUESTION_TYPES, register, type_of
from polling.survey.question_types.choices import Multiple, Scale, Single, YesNo
from polling.survey.question_types.grids import Matrix, Ranking
from polling.survey.question_types.texts import Text

# In the order in which the console offers them.
register(Scale(), YesNo(), Single(), Multiple(), Ranking(), Matrix(), Text())

__all__ = ["QUESTION_TYPES", "type_of"]
