"""Every model, imported once: for the mappers, the migrations, and whoever wants to see them."""

from polling.breakouts.models import (
    DraftVersion,
    Group,
    Idea,
    Mark,
    Recommendation,
    SeatingRule,
)
from polling.breakouts.review.models import Consent, Merging
from polling.contests.models import Asked, Ballot, Concern, Contest, Paper, Turnout
from polling.documents.models import DocumentUpdate
from polling.final_vote.dissent.models import DissentNote
from polling.notes.models import Note, NoteLink
from polling.people.models import (
    Badge,
    Invitation,
    Login,
    Organizer,
    Organizing,
    Participant,
    Registration,
)
from polling.presentations.models import Comment
from polling.report.versions.models import ReportVersion
from polling.survey.models import AnswerTag, SurveyResponse, SurveyTurnout
from polling.workshop.models import (
    Issue,
    IssuesApart,
    LogEntry,
    MergedIssue,
    Message,
    Sitting,
    Theme,
    Timer,
    Workshop,
)

__all__ = [
    "AnswerTag",
    "Asked",
    "Badge",
    "Ballot",
    "Comment",
    "Concern",
    "Consent",
    "Contest",
    "DissentNote",
    "DocumentUpdate",
    "DraftVersion",
    "Group",
    "Idea",
    "Invitation",
    "Issue",
    "IssuesApart",
    "LogEntry",
    "Login",
    "Mark",
    "MergedIssue",
    "Merging",
    "Message",
    "Note",
    "NoteLink",
    "Organizer",
    "Organizing",
    "Paper",
    "Participant",
    "Recommendation",
    "Registration",
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
