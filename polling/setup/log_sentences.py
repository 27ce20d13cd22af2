"""The log in plain words: one sentence for each thing that an organizer or facilitator did."""

from collections.abc import Mapping
from typing import Any

from polling import stages
from polling.core.i18n import lazy
from polling.workshop.models import LogEntry

WORDS = {
    "workshop-created": lazy("Made the workshop “%(title)s”, %(how)s."),
    "event-edited": lazy("Changed the event’s name and look: “%(title)s”."),
    "logo-changed": lazy("Changed the logo."),
    "wifi-edited": lazy("Changed what the screen says of the room’s Wi-Fi."),
    "logo-removed": lazy("Removed the logo."),
    "rules-edited": lazy("Changed the rules: %(changes)s."),
    "theme-added": lazy("Added the theme “%(theme)s”."),
    "theme-edited": lazy("Changed the theme “%(theme)s”."),
    "theme-moved": lazy("Moved the theme “%(theme)s”."),
    "theme-removed": lazy("Deleted the theme “%(theme)s”."),
    "issues-imported": lazy("Added %(count)s issues from the file “%(file)s”."),
    "issues-added": lazy("Added %(count)s issues to “%(theme)s”."),
    "issue-edited": lazy("Changed the issue “%(issue)s”; it now reads “%(now)s”."),
    "issue-moved": lazy("Moved the issue “%(issue)s”."),
    "issue-to-theme": lazy("Moved the issue “%(issue)s” to “%(theme)s”."),
    "issue-removed": lazy("Deleted the issue “%(issue)s”."),
    "issues-merged": lazy("Merged %(merged)s into “%(into)s”."),
    "issues-unmerged": lazy("Took “%(issue)s” out of “%(out_of)s” again."),
    "issues-apart": lazy("Said that these are different: %(issues)s."),
    "issue-split": lazy("Split the issue “%(issue)s” into %(into)s."),
    "note-link-made": lazy("Made the note-taker’s link “%(link)s”."),
    "note-link-renewed": lazy("Made a new note-taker’s link for “%(link)s”."),
    "note-link-removed": lazy("Ended the note-taker’s link “%(link)s”."),
    "note-made-issue": lazy("Made the issue “%(issue)s” of a note, in “%(theme)s”."),
    "note-added": lazy("Made the note “%(note)s” part of the issue “%(issue)s”."),
    "note-set-aside": lazy("Set the note “%(note)s” aside. %(reason)s"),
    "note-sorted-again": lazy("Let the note “%(note)s” wait to be sorted again."),
    "attribute-added": lazy("Added the question “%(attribute)s” to the join page."),
    "attribute-edited": lazy("Changed the question “%(attribute)s” of the join page."),
    "attribute-moved": lazy("Moved the question “%(attribute)s” of the join page."),
    "attribute-removed": lazy("Removed the question “%(attribute)s” from the join page."),
    "registration-kept": lazy("Counted a registration list of %(count)s people."),
    "registration-forgotten": lazy("Deleted the counts of the registration list."),
    "sitting-added": lazy("Added the session “%(title)s”."),
    "sitting-edited": lazy("Changed the session “%(title)s”."),
    "sitting-moved": lazy("Moved the session “%(title)s”."),
    "sitting-removed": lazy("Deleted the session “%(title)s”."),
    "actors-edited": lazy("Changed the list of actors; it has %(count)s now."),
    "groups-added": lazy("Added %(count)s groups for “%(theme)s”."),
    "group-edited": lazy("Changed group %(number)s."),
    "group-removed": lazy("Deleted group %(number)s."),
    "organizer-added": lazy("Let %(email)s run the workshop."),
    "organizer-invited": lazy("Invited %(email)s to run the workshop."),
    "invitation-withdrawn": lazy("Withdrew the invitation of %(email)s."),
    "invitation-accepted": lazy("Accepted the invitation to run the workshop."),
    "organizer-removed": lazy("%(email)s no longer runs the workshop."),
    "stage": lazy("Went from “%(before)s” to “%(now)s”."),
    "clock-start": lazy("Started a clock of %(minutes)s minutes."),
    "clock-extend": lazy("Changed a clock by %(minutes)s minutes."),
    "clock-pause": lazy("Paused or resumed a clock."),
    "clock-clear": lazy("Took a clock away."),
    "extended": lazy("Gave the groups %(minutes)s more minutes."),
    "schedule-planned": lazy("Planned the stages anew: %(total)s minutes in all."),
    "message": lazy("Said: “%(text)s”"),
    "message-taken-down": lazy("Took the message to everybody down."),
    "contest-opened": lazy("Opened the vote “%(contest)s” for %(roll)s people."),
    "contest-closed": lazy("Closed the vote “%(contest)s”; %(voted)s had voted."),
    "contest-reopened": lazy("Reopened the vote “%(contest)s”; %(voted)s had voted."),
    "contest-counted": lazy("Counted the vote “%(contest)s”, which is final now."),
    "paper-entered": lazy("Entered paper ballot %(number)s in “%(contest)s”."),
    "paper-withdrawn": lazy("Withdrew paper ballot %(number)s from “%(contest)s”."),
    "contest-revealed": lazy("Revealed the result of “%(contest)s”."),
    "contest-decided": lazy("Decided “%(contest)s” by hand: %(reason)s"),
    "stages-chosen": lazy("Chose a final vote in %(stages)s stages."),
    "finalists-confirmed": lazy("Confirmed %(count)s finalists for the second stage."),
    "finalists-changed": lazy("Confirmed %(count)s finalists, not those that the ratings gave."),
    "concern-admitted": lazy("Admitted concern %(number)s on “%(contest)s”."),
    "concern-left-out": lazy("Left out concern %(number)s on “%(contest)s”."),
    "dissent-admitted": lazy("Admitted a dissent note on “%(theme)s”."),
    "dissent-left-out": lazy("Left out a dissent note on “%(theme)s”."),
    "dissent-shortened": lazy("Took a name out of a dissent note on “%(theme)s”."),
    "badges-made": lazy("Made badges up to number %(count)s."),
    "badge-reissued": lazy("Made a new badge for number %(number)s; the old one is void."),
    "participant-removed": lazy("Removed participant %(number)s."),
    "participant-let-in": lazy("Let participant %(number)s in again."),
    "groups-formed": lazy("Formed %(groups)s groups of %(people)s people."),
    "moved": lazy("Moved participant %(number)s to group %(group)s."),
    "late-placed": lazy("Gave %(people)s late arrivals a group."),
    "no-shows-removed": lazy("Removed participants who are not here: %(numbers)s."),
    "seating-rule": lazy("Asked for %(kind)s seats: participants %(numbers)s."),
    "seating-pin": lazy("Fixed participant %(number)s in group %(group)s."),
    "seating-rule-dropped": lazy("Dropped a rule for the seats of participants %(numbers)s."),
    "group-described": lazy("Changed group %(group)s; it meets at “%(place)s”."),
    "screen-link-renewed": lazy("Made a new link for the screen."),
    "meeting-linked": lazy("Gave group %(group)s the link of a meeting."),
    "meeting-unlinked": lazy("Took the link of its meeting from group %(group)s."),
    "link-renewed": lazy("Made a new facilitator’s link for group %(group)s."),
    "issue-chosen": lazy("Group %(group)s went on to another issue."),
    "presenting": lazy("Group %(group)s presents."),
    "presenting-minutes": lazy("Gave each group %(minutes)s minutes to present."),
    "ideas-begun": lazy("Group %(group)s began to write ideas in silence."),
    "read-back": lazy("Group %(group)s began to read back what it has written."),
    "ready": lazy("Group %(group)s is ready."),
    "not-ready": lazy("Group %(group)s is not ready after all."),
    "help-called": lazy("Group %(group)s called for help."),
    "help-cancelled": lazy("Group %(group)s needs no more help."),
    "pair-kept": lazy("Let both of these stand: %(recommendations)s."),
    "cluster-kept": lazy("Let all of these stand: %(recommendations)s."),
    "merge-proposed": lazy("Proposed one text for two recommendations: “%(text)s”"),
    "merge-agreed": lazy("A group agreed to the merged text: “%(text)s”"),
    "merge-declined": lazy("A group declined the merged text: “%(text)s”"),
    "merge-reopened": lazy("A group took back its answer to the merged text: “%(text)s”"),
    "merge-decided": lazy("Merged two recommendations into “%(text)s” by hand: %(reason)s"),
    "merge-undone": lazy("Undid the merge into “%(text)s”"),
    "recommendation-moved": lazy("Moved “%(text)s” to the issue “%(issue)s”."),
    "survey-opened": lazy("Opened the survey."),
    "survey-closed": lazy("Closed the survey."),
    "question-added": lazy("Added the question “%(question)s” to the survey."),
    "question-edited": lazy("Changed the question “%(question)s” of the survey."),
    "question-moved": lazy("Moved the question “%(question)s” of the survey."),
    "question-removed": lazy("Removed the question “%(question)s” from the survey."),
    "answers-tagged": lazy("Gave %(count)s answers of the survey the tag “%(tag)s”."),
    "answer-untagged": lazy("Took the tag “%(tag)s” from an answer of the survey."),
    "tag-renamed": lazy("Renamed the tag “%(tag)s” of the survey to “%(name)s”."),
    "wording-edited": lazy("Edited “%(text)s” for print; it would now read “%(now)s”."),
    "wording-withdrawn": lazy("Took back other words for “%(text)s”."),
    "wording-agreed": lazy("Its group agreed to print “%(text)s”."),
    "wording-declined": lazy("Its group declined to print “%(text)s”."),
    "prose-edited": lazy("Changed these texts of the report: %(texts)s."),
    "report-form": lazy(
        "Decided what the report prints: sections left out: %(left_out)s; of each issue the first "
        "%(top)s; with the support of at least %(least_support)s %%."
    ),
    "report-actor": lazy("Put “%(spelled)s” under “%(name)s” in the index of actors."),
    "recommendation-printed-yes": lazy("Took into the report: “%(recommendation)s”"),
    "recommendation-printed-no": lazy("Left out of the report: “%(recommendation)s”"),
    "recommendation-printed-rule": lazy("Left to the rule: “%(recommendation)s”"),
    "report-frozen": lazy("Froze the report as version %(number)s, with the hash %(digest)s."),
    "report-published": lazy("Published the report."),
    "report-withdrawn": lazy("Took the report back."),
}

RECORDED = {  # what is recorded as a word, said in the reader's language
    "how": {
        "by hand": lazy("by hand"),
        "from a file": lazy("from a file"),
        "as the demo": lazy("as the demo"),
        "as a copy": lazy("as a copy"),
        "as a template": lazy("as a template"),
    },
    "kind": {"apart": lazy("apart"), "together": lazy("together")},
}


def sentence(entry: LogEntry, votes: Mapping[str, str]) -> str:
    """What was done, for people. `votes` has the names of the votes by their ids.

    What has no sentence yet is shown as it was recorded: a log leaves nothing out.
    """
    detail = {key: _value(key, value, votes) for key, value in entry.detail.items()}
    recorded = ", ".join(f"{key}: {value}" for key, value in detail.items())
    if entry.action not in WORDS:
        return f"{entry.action} ({recorded})" if recorded else entry.action
    minutes = f"{entry.detail.get('seconds', 0) / 60:g}"
    try:
        return str(WORDS[entry.action]) % (detail | {"changes": recorded, "minutes": minutes})
    except KeyError:  # recorded by an earlier version, in other words
        return f"{entry.action} ({recorded})"


def _value(key: str, value: Any, votes: Mapping[str, str]) -> str:
    if isinstance(value, list):
        return ", ".join(f"“{one}”" if isinstance(one, str) else str(one) for one in value)
    if key == "contest":
        return votes.get(value, value)
    if key in {"before", "now"} and value in stages.BY_KEY:
        return str(stages.BY_KEY[value].title)
    return "–" if value is None else str(RECORDED.get(key, {}).get(value, value))
