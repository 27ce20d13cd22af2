"""Every model, imported once for the mappers and migrations."""

from polling.breakouts.duplicates.models import MergeAnswer, MergeProposal
from polling.breakouts.models import Group, Idea, SeatingRule
from polling.contests.models import Ballot, BallotAssignment, Concern, Contest, PaperBallot, Turnout
from polling.documents.models import DocumentUpdate
from polling.final_vote.dissent.models import DissentNote
from polling.notes.models import Note, NoteLink
from polling.people.models import (
    Badge,
    Invitation,
    Login,
    Organizer,
    Participant,
    Registration,
    WorkshopOrganizer,
)
from polling.presentations.models import Comment
from polling.recommendations.models import AgreementMark, DraftVersion, Recommendation
from polling.report.models import ReportPicture, ReportVersion
from polling.survey.models import AnswerTag, SurveyResponse, SurveyTurnout
from polling.workshop.models import (
    AgendaSession,
    DismissedDuplicate,
    Issue,
    LogEntry,
    MergedIssue,
    Message,
    Theme,
    Timer,
    Workshop,
)

__all__ = [
    "AgendaSession",
    "AgreementMark",
    "AnswerTag",
    "Badge",
    "Ballot",
    "BallotAssignment",
    "Comment",
    "Concern",
    "Contest",
    "DismissedDuplicate",
    "DissentNote",
    "DocumentUpdate",
    "DraftVersion",
    "Group",
    "Idea",
    "Invitation",
    "Issue",
    "LogEntry",
    "Login",
    "MergeAnswer",
    "MergeProposal",
    "MergedIssue",
    "Message",
    "Note",
    "NoteLink",
    "Organizer",
    "PaperBallot",
    "Participant",
    "Recommendation",
    "Registration",
    "ReportPicture",
    "ReportVersion",
    "SeatingRule",
    "SurveyResponse",
    "SurveyTurnout",
    "Theme",
    "Timer",
    "Turnout",
    "Workshop",
    "WorkshopOrganizer",
]
