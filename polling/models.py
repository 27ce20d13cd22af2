"""Every model, imported once: for the mappers, the migrations, and whoever wants to see them."""

from polling.breakouts.models import DocumentUpdate, Group, Recommendation, SeatingRule
from polling.breakouts.review.models import Merging
from polling.contests.models import Ballot, Contest, Turnout
from polling.people.models import Badge, Organizer, Organizing, Participant
from polling.presentations.models import Comment
from polling.report.models import ReportVersion
from polling.survey.models import AnswerTag, SurveyResponse, SurveyTurnout
from polling.workshop.models import Issue, LogEntry, Message, Sitting, Theme, Timer, Workshop

__all__ = [
    "AnswerTag",
    "Badge",
    "Ballot",
    "Comment",
    "Contest",
    "DocumentUpdate",
    "Group",
    "Issue",
    "LogEntry",
    "Merging",
    "Message",
    "Organizer",
    "Organizing",
    "Participant",
    "Recommendation",
    "ReportVersion",
    "SeatingRule",
    "Sitting",
    "SurveyResponse",
    "SurveyTurnout",
    "Theme",
    "Timer",
    "Turnout",
    "Workshop",
]
