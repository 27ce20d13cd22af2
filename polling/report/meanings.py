"""The words of the data dictionary that comes with the tables."""

from polling.i18n import _


def meanings() -> dict[str, str]:
    """What each column means; a name means the same in every table."""
    return {
        "action": _("what should be done"),
        "actors": _("who should act, separated by semicolons"),
        "answer": _("what was answered; empty: not said, or said by few people"),
        "answered": _("how many answered the question"),
        "approvals": _("how many ballots support the recommendation"),
        "attribute": _("what people could say of themselves"),
        "ballots_naming": _("how many ballots name the issue"),
        "by": _("by which means or when"),
        "description": _("what the theme is about"),
        "exploration": _("what the sessions explored"),
        "fact": _("what the value is"),
        "first_places": _("how many ballots have it in first place"),
        "group": _("the number of the group that drafted it"),
        "issue": _("the headline of the issue"),
        "issues": _("how many issues there were to rank"),
        "kind": _("scale, yes_no, single, multiple or text"),
        "made_cut": _("whether it is among the first, as the rule or the organizers decided"),
        "merged_from": _("what became this one, a line each, behind the number of its group"),
        "of": _("how many people took part"),
        "of_ballots": _("how many ballots name any issue"),
        "of_voters": _("how many of those who voted could support it, not being of its group"),
        "people": _("how many people"),
        "percent": _("whole percent; of a question with one answer each, together 100"),
        "place": _("its place under its issue: by support, or without a vote as given"),
        "present": _("how many people could vote"),
        "priority": _("the rank among the priority issues of the theme; empty: not one of them"),
        "priority_issues": _("how many issues became priority issues"),
        "question": _("the question"),
        "rank": _("the place in the theme; equal ones share it"),
        "rationale": _("why"),
        "recommendation": _("the recommendation as a sentence"),
        "recommendations": _("how many recommendations there are"),
        "score": _("what the rule counts"),
        "share": _("the ballots that name it as a part of those that could, from 0 to 1"),
        "sources": _("the sessions that it was noted in, separated by semicolons"),
        "split_from": _("the sentence that it was a part of"),
        "theme": _("the title of the theme"),
        "value": _("the value"),
        "voted": _("how many people voted"),
    }
