"""The words of the data dictionary that comes with the tables."""

from polling.i18n import _


def meanings() -> dict[str, str]:
    """What each column means; a name means the same in every table."""
    return _of_votes() | {
        "abstained": _("how many of those who voted abstained"),
        "action": _("what should be done"),
        "actors": _("who should act, separated by semicolons"),
        "answer": _("what was answered; empty: not said, or said by few people"),
        "answered": _("how many answered the question"),
        "approvals": _("how many ballots support the recommendation"),
        "attribute": _("what people could say of themselves"),
        "ballots_naming": _("how many ballots name the issue"),
        "by": _("by which means or when"),
        "concerns": _("what speaks against it, as far as it was admitted; separated by semicolons"),
        "description": _("what the theme is about"),
        "exploration": _("what the sessions explored"),
        "fact": _("what the value is"),
        "first_places": _("how many ballots have it in first place"),
        "group": _("the number of the group that drafted it"),
        "issue": _("the headline of the issue"),
        "issues": _("how many issues there were to rank"),
        "high": _("at most this share of the whole room may well support it"),
        "low": _("at least this share of the whole room may well support it"),
        "kind": _(
            "scale, yes_no, single, multiple, ranking, matrix or text; tag: what organizers found "
            "in the texts"
        ),
        "made_cut": _("whether it is among the first, as the rule or the organizers decided"),
        "merged_from": _("what became this one, a line each, behind the number of its group"),
        "note": _("what somebody who voted objects to, as far as it was admitted"),
        "not_now": _("how many said: not now"),
        "of": _("how many people there are of this population"),
        "of_ballots": _("how many ballots name any issue"),
        "of_voters": _("how many of those who voted could support it, not being of its group"),
        "people": _("how many people"),
        "percent": _("whole percent; of a question with one answer each, together 100"),
        "place": _("its place under its issue: by support, or without a vote as given"),
        "population": _("registered: those on the registration list; took part: those present"),
        "in_all": _("how many people gave it any place or mark"),
        "option": _("what was put in order or given a mark"),
        "present": _("how many people could vote"),
        "priority": _("the rank among the priority issues of the theme; empty: not one of them"),
        "priority_issues": _("how many issues became priority issues"),
        "priority_now": _("how many said: priority now"),
        "question": _("the question"),
        "rank": _("the place in the theme; equal ones share it"),
        "rationale": _("why"),
        "recommendation": _("the recommendation as a sentence"),
        "recommendations": _("how many recommendations there are"),
        "score": _("what the rule counts"),
        "share": _("the ballots that name it as a part of those that could, from 0 to 1"),
        "sources": _("the sessions that it was noted in, separated by semicolons"),
        "split_from": _("the sentence that it was a part of"),
        "step": _("the place, 1 being the best, or the mark"),
        "support": _("how many support it, not as a priority"),
        "tags": _("what organizers found in the text, separated by semicolons"),
        "theme": _("the title of the theme"),
        "tier": _("what may be level shares a tier, from 1"),
        "value": _("the value"),
        "voted_wording": _("what was voted on, where other words are printed"),
        "voted": _("how many people voted on their phones"),
    }


def _of_votes() -> dict[str, str]:
    """Of the tables that say how the votes came out, and how far they can be relied on."""
    return {
        "agreement": _("Kendall’s W, from 0 to 1, corrected for ties and what was left out"),
        "agreement_in_words": _("strong from 0.7, moderate from 0.5, weak below"),
        "ballots_preferring": _("how many ballots put the issue above the other one"),
        "beats_all": _("the issue that wins against every other one, two by two"),
        "chance": _("how often it makes the cut if the ballots are drawn again, from 0 to 1"),
        "decided_by_hand": _("why the organizers decided otherwise"),
        "draws": _("how often the ballots were drawn for the chances"),
        "equal_rank": _("the rank if every sector weighed the same"),
        "paper": _("how many ballots came on paper, besides those from phones"),
        "list_hash": _("the SHA-256 of the published list of ballots"),
        "margin": _("how many different ballots would have put another issue in"),
        "most": _("how many issues a ballot could name"),
        "other_issue": _("the issue that it is compared with"),
        "pairwise_differs": _("whether comparing two by two would put other issues in"),
        "places": _("how many were to make the cut"),
        "quorum": _("how many had to vote; 0 for none"),
        "rule": _("the id of the rule, see docs/methods/rules.md"),
        "sector": _("the sector; small ones are taken together"),
        "seed": _("the seed of the draws, hexadecimal"),
        "tie_policy": _("how a tie for the last place was to be settled"),
    }
