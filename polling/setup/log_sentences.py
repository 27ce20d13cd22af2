"""Sentences for the log: one for each action of an organizer or facilitator.

Most sentences name an object, what happened to it, and details: "Theme added: “Ports”". Other
actions have their own sentence.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from polling import stages
from polling.core.i18n import LazyString, _, lazy
from polling.workshop.models import LogEntry


class Line(NamedTuple):
    """What happened, to which object, and the details that identify it."""

    happened: LazyString
    what: LazyString
    details: str = ""


ACCEPTED = lazy("%(what)s accepted")
ADDED = lazy("%(what)s added")
CHANGED = lazy("%(what)s changed")
CLOSED = lazy("%(what)s closed")
DECLINED = lazy("%(what)s declined")
HIDDEN = lazy("%(what)s hidden")
KEPT_APART = lazy("%(what)s kept separate")
MERGED = lazy("%(what)s merged")
MOVED = lazy("%(what)s moved")
OPENED = lazy("%(what)s opened")
PROPOSED = lazy("%(what)s proposed")
REMOVED = lazy("%(what)s removed")
RESTORED = lazy("%(what)s restored")
SET_ASIDE = lazy("%(what)s set aside")
SHOWN = lazy("%(what)s shown")
STARTED = lazy("%(what)s started")
UNDONE = lazy("%(what)s undone")
WITHDRAWN = lazy("%(what)s withdrawn")

WORDS: dict[str, LazyString | Line] = {
    "workshop-created": Line(ADDED, lazy("Workshop"), "title how"),
    "event-edited": Line(CHANGED, lazy("Event"), "title"),
    "logo-changed": Line(CHANGED, lazy("Logo")),
    "logo-removed": Line(REMOVED, lazy("Logo")),
    "wifi-edited": Line(CHANGED, lazy("Wi-Fi")),
    "rules-edited": Line(CHANGED, lazy("Rules"), "changes"),
    "theme-added": Line(ADDED, lazy("Theme"), "theme"),
    "themes-added": Line(ADDED, lazy("Themes and issues"), "themes issues"),
    "theme-edited": Line(CHANGED, lazy("Theme"), "theme"),
    "theme-moved": Line(MOVED, lazy("Theme"), "theme"),
    "theme-removed": Line(REMOVED, lazy("Theme"), "theme"),
    "issues-imported": Line(ADDED, lazy("Issues"), "count file"),
    "issues-added": Line(ADDED, lazy("Issues"), "count theme"),
    "issue-edited": Line(CHANGED, lazy("Issue"), "issue now"),
    "issue-moved": Line(MOVED, lazy("Issue"), "issue"),
    "issue-to-theme": Line(MOVED, lazy("Issue"), "issue theme"),
    "issue-removed": Line(REMOVED, lazy("Issue"), "issue"),
    "issues-merged": Line(MERGED, lazy("Issues"), "merged into"),
    "issues-unmerged": Line(UNDONE, lazy("Merge"), "issue out_of"),
    "issues-apart": Line(KEPT_APART, lazy("Issues"), "issues"),
    "issue-split": Line(CHANGED, lazy("Issue"), "issue into"),
    "note-link-made": Line(ADDED, lazy("Note-taker’s link"), "link"),
    "note-link-renewed": Line(CHANGED, lazy("Note-taker’s link"), "link"),
    "note-link-removed": Line(REMOVED, lazy("Note-taker’s link"), "link"),
    "note-made-issue": Line(ADDED, lazy("Issue"), "issue theme"),
    "note-added": Line(MERGED, lazy("Note"), "note issue"),
    "note-set-aside": Line(SET_ASIDE, lazy("Note"), "note reason"),
    "note-sorted-again": Line(RESTORED, lazy("Note"), "note"),
    "attribute-added": Line(ADDED, lazy("Question"), "attribute"),
    "attribute-edited": Line(CHANGED, lazy("Question"), "attribute"),
    "attribute-moved": Line(MOVED, lazy("Question"), "attribute"),
    "attribute-removed": Line(REMOVED, lazy("Question"), "attribute"),
    "registration-kept": Line(ADDED, lazy("Registration list"), "count"),
    "registration-forgotten": Line(REMOVED, lazy("Registration list")),
    "sitting-added": Line(ADDED, lazy("Session"), "title"),
    "sitting-edited": Line(CHANGED, lazy("Session"), "title"),
    "sitting-moved": Line(MOVED, lazy("Session"), "title"),
    "sitting-removed": Line(REMOVED, lazy("Session"), "title"),
    "actors-edited": Line(CHANGED, lazy("Actors"), "count"),
    "groups-added": Line(ADDED, lazy("Groups"), "count theme"),
    "group-edited": Line(CHANGED, lazy("Group"), "number"),
    "group-removed": Line(REMOVED, lazy("Group"), "number"),
    "organizer-added": Line(ADDED, lazy("Organizer"), "email"),
    "organizer-invited": Line(ADDED, lazy("Invitation"), "email"),
    "invitation-withdrawn": Line(WITHDRAWN, lazy("Invitation"), "email"),
    "invitation-accepted": Line(ACCEPTED, lazy("Invitation")),
    "organizer-removed": Line(REMOVED, lazy("Organizer"), "email"),
    "stage": Line(CHANGED, lazy("Stage"), "before now"),
    "clock-start": Line(STARTED, lazy("Timer"), "minutes"),
    "clock-extend": Line(CHANGED, lazy("Timer"), "minutes"),
    "clock-pause": Line(CHANGED, lazy("Timer")),
    "clock-clear": Line(REMOVED, lazy("Timer")),
    "clock-after-restart": lazy(
        "The server restarted, so the vote “%(contest)s” remained open for another minute."
    ),
    "extended": Line(CHANGED, lazy("Timer"), "minutes"),
    "schedule-planned": Line(CHANGED, lazy("Schedule"), "total"),
    "message": Line(SHOWN, lazy("Message"), "text"),
    "message-taken-down": Line(REMOVED, lazy("Message")),
    "contest-opened": lazy("Opened the vote “%(contest)s” for %(roll)s people."),
    "contest-closed": lazy("Closed the vote “%(contest)s”; %(voted)s had voted."),
    "contest-reopened": lazy("Reopened the vote “%(contest)s”; %(voted)s had voted."),
    "contest-counted": lazy("Counted the vote “%(contest)s”, which is now final."),
    "paper-entered": Line(ADDED, lazy("Paper ballot"), "number contest"),
    "paper-withdrawn": Line(WITHDRAWN, lazy("Paper ballot"), "number contest"),
    "contest-revealed": Line(SHOWN, lazy("Result"), "contest"),
    "contest-decided": lazy("Overrode the result of “%(contest)s”: %(reason)s"),
    "stages-chosen": Line(CHANGED, lazy("Stages"), "stages"),
    "finalist-titled": Line(CHANGED, lazy("Short title"), "text name"),
    "finalists-confirmed": Line(ACCEPTED, lazy("Finalists"), "count"),
    "finalists-discarded": Line(REMOVED, lazy("Finalists"), "count"),
    "finalists-changed": lazy("Confirmed %(count)s finalists; some were not among the best rated."),
    "concern-admitted": Line(SHOWN, lazy("Concern"), "number contest"),
    "concern-left-out": Line(HIDDEN, lazy("Concern"), "number contest"),
    "dissent-admitted": Line(SHOWN, lazy("Dissent note"), "theme"),
    "dissent-left-out": Line(HIDDEN, lazy("Dissent note"), "theme"),
    "dissent-shortened": lazy("Removed a name from a dissent note on “%(theme)s”."),
    "badges-made": Line(CHANGED, lazy("Number of badges"), "count"),
    "badge-reissued": Line(CHANGED, lazy("Badge"), "number"),
    "participant-removed": Line(REMOVED, lazy("Participant"), "number"),
    "participant-let-in": Line(RESTORED, lazy("Participant"), "number"),
    "groups-formed": Line(ADDED, lazy("Groups"), "groups"),
    "moved": Line(MOVED, lazy("Participant"), "number group"),
    "late-placed": Line(MOVED, lazy("Participants"), "people"),
    "no-shows-removed": Line(REMOVED, lazy("Participants"), "numbers"),
    "seating-rule": Line(ADDED, lazy("Seating rule"), "kind"),  # older entries have numbers
    "seating-pin": Line(ADDED, lazy("Seating rule"), "group"),
    "seating-rule-dropped": Line(REMOVED, lazy("Seating rule")),
    "group-described": Line(CHANGED, lazy("Place"), "group place"),
    "screen-link-renewed": Line(CHANGED, lazy("Screen link")),
    "meeting-linked": Line(CHANGED, lazy("Meeting link"), "group"),
    "meeting-unlinked": Line(REMOVED, lazy("Meeting link"), "group"),
    "link-renewed": Line(CHANGED, lazy("Facilitator’s link"), "group"),
    "issue-chosen": lazy("Group %(group)s moved on to another issue."),
    "presenting": lazy("Group %(group)s is presenting."),
    "presenting-minutes": Line(CHANGED, lazy("Time per group (minutes)"), "minutes"),
    "ideas-begun": Line(STARTED, lazy("Silent writing"), "group"),
    "read-back": lazy("Group %(group)s started checking its wording."),
    "ready": lazy("Group %(group)s is done."),
    "not-ready": lazy("Group %(group)s is no longer marked as done."),
    "help-called": lazy("Group %(group)s called for help."),
    "help-cancelled": lazy("Group %(group)s no longer needs help."),
    "pair-kept": Line(KEPT_APART, lazy("Recommendations"), "recommendations"),
    "cluster-kept": Line(KEPT_APART, lazy("Recommendations"), "recommendations"),
    "merge-proposed": Line(PROPOSED, lazy("Merge"), "text"),
    "merge-agreed": Line(ACCEPTED, lazy("Merge"), "text"),
    "merge-declined": Line(DECLINED, lazy("Merge"), "text"),
    "merge-reopened": Line(WITHDRAWN, lazy("Answer"), "text"),
    "merge-decided": Line(MERGED, lazy("Recommendations"), "text reason"),
    "merge-undone": Line(UNDONE, lazy("Merge"), "text"),
    "recommendation-moved": Line(MOVED, lazy("Recommendation"), "text issue"),
    "survey-opened": Line(OPENED, lazy("Survey")),
    "survey-closed": Line(CLOSED, lazy("Survey")),
    "question-added": Line(ADDED, lazy("Question"), "question"),
    "question-edited": Line(CHANGED, lazy("Question"), "question"),
    "question-moved": Line(MOVED, lazy("Question"), "question"),
    "question-removed": Line(REMOVED, lazy("Question"), "question"),
    "answers-tagged": Line(ADDED, lazy("Tag"), "tag count"),
    "answer-untagged": Line(REMOVED, lazy("Tag"), "tag"),
    "tag-renamed": Line(CHANGED, lazy("Tag"), "tag name"),
    "wording-edited": Line(PROPOSED, lazy("Wording in the report"), "text now"),
    "wording-withdrawn": Line(WITHDRAWN, lazy("Wording in the report"), "text"),
    "wording-agreed": Line(ACCEPTED, lazy("Wording in the report"), "text"),
    "wording-declined": Line(DECLINED, lazy("Wording in the report"), "text"),
    "prose-edited": Line(CHANGED, lazy("Report"), "texts"),
    "report-form": Line(CHANGED, lazy("Report"), "changes"),
    "report-picture-added": Line(ADDED, lazy("Picture"), "alt"),
    "report-picture-removed": Line(REMOVED, lazy("Picture"), "alt"),
    "report-actor": Line(CHANGED, lazy("Actors"), "spelled name"),
    "recommendation-printed-yes": Line(SHOWN, lazy("Recommendation"), "recommendation"),
    "recommendation-printed-no": Line(HIDDEN, lazy("Recommendation"), "recommendation"),
    "recommendation-printed-rule": Line(CHANGED, lazy("Recommendation"), "recommendation"),
    "report-frozen": lazy("Froze the report as version %(number)s, with the hash %(digest)s."),
    "report-published": lazy("Published the report."),
    "report-withdrawn": Line(WITHDRAWN, lazy("Report")),
    "report-opened": Line(ADDED, lazy("Public link")),
    "report-closed": Line(REMOVED, lazy("Public link")),
}

RECORDED = {  # recorded keywords, in the reader's language
    "how": {
        "by hand": lazy("by hand"),
        "from a file": lazy("from a file"),
        "as the demo": lazy("as the demo"),
        "for practice": lazy("for practice"),
        "as a copy": lazy("as a copy"),
        "as a template": lazy("as a template"),
    },
    "kind": {"apart": lazy("apart"), "together": lazy("together")},
}
_AFTER = {"now", "into", "name"}  # the new state of something
_PLAIN = {"how", "kind", "email", "reason", "changes", "minutes"}  # texts without quotation marks


def sentence(entry: LogEntry, votes: Mapping[str, str]) -> str:
    """Return a sentence for a log entry. `votes` are the names of the votes by id.

    Unknown actions are shown as recorded, because the log must be complete.
    """
    detail = {key: _value(key, value, votes) for key, value in entry.detail.items()}
    recorded = ", ".join(f"{key}: {value}" for key, value in detail.items())
    unspoken = f"{entry.action} ({recorded})" if recorded else entry.action
    words = WORDS.get(entry.action)
    if words is None:
        return unspoken
    minutes = f"{entry.detail.get('seconds', 0) / 60:g}"
    known = detail | {"changes": recorded, "minutes": minutes}
    try:
        return _line(words, known, entry.detail) if isinstance(words, Line) else str(words) % known
    except KeyError:  # recorded by an earlier version with other names
        return unspoken


def _line(line: Line, known: Mapping[str, str], given: Mapping[str, Any]) -> str:
    said = str(line.happened) % {"what": line.what}
    for n, key in enumerate(line.details.split()):
        is_quoted = isinstance(given.get(key), str) and key not in _PLAIN
        value = f"“{known[key]}”" if is_quoted else _unit(key, known[key])
        said += (": " if not n else " → " if key in _AFTER else ", ") + value
    return said


def _unit(key: str, value: str) -> str:
    if key in {"minutes", "total"}:
        return f"{value} {_('min')}"
    return _("Group %(n)s", n=value) if key == "group" else value


def _value(key: str, value: Any, votes: Mapping[str, str]) -> str:
    if isinstance(value, dict):  # such as the imprint of the report
        return ", ".join(f"{name}: {one}" for name, one in value.items() if one)
    if isinstance(value, list):
        return ", ".join(f"“{one}”" if isinstance(one, str) else str(one) for one in value)
    if key == "contest":
        return votes.get(value, value)
    if key in {"before", "now"} and value in stages.BY_KEY:
        return str(stages.BY_KEY[value].title)
    return "–" if value is None else str(RECORDED.get(key, {}).get(value, value))
