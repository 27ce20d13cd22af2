"""The data dictionary of the tables, in English like the columns' names."""

from polling.contests.results.figures import CHECK_COLUMNS
from polling.survey.question_types import QUESTION_TYPES


def meanings() -> dict[str, str]:
    """Return the meaning of each column; a name has the same meaning in every table."""
    return _of_votes() | {
        "abstained": "number of abstentions",
        "action": "what should be done",
        "actors": "who should act, separated by semicolons",
        "addressees": "who should act, under the names of the index, separated by semicolons",
        "agree": "number of group members who fully agree",
        "answer": "the answer; empty: not stated, or given by few people",
        "answered": "number of people who answered the question",
        "approvals": "number of ballots that support the recommendation",
        "attribute": "the participant attribute",
        "ballots_naming": "number of ballots that name the issue",
        "by": "deadline or method",
        "by_when": "the date that the recommendation names, in its words; empty: none",
        "broad_support": (
            "whether a majority of participants and at least half of every reported sector "
            "support it"
        ),
        "common_ground": "whether at least 60 percent of every reported sector support it",
        "concerns": "published concerns, separated by semicolons",
        "cannot": "number of group members who cannot live with it",
        "description": "description of the theme",
        "exploration": "summary of the sessions",
        "fact": "meaning of the value",
        "first_places": "number of ballots that rank it first",
        "group": "number of the group that drafted it",
        "issue": "headline of the issue",
        "issues": "number of issues to rank",
        "high": (
            "upper end of the 95 percent range of support among all eligible people; "
            "empty: all were asked"
        ),
        "low": (
            "lower end of the 95 percent range of support among all eligible people; "
            "empty: all were asked"
        ),
        "kind": (
            "of a vote: ranking, final, or in two stages rating and finalists; of a question: "
            f"{', '.join(QUESTION_TYPES)}; tag counts the organizers' tags"
        ),
        "made_cut": "whether it made the cut, by the rule or the organizers' decision",
        "members": "number of group members",
        "merged_from": (
            "the recommendations merged into it, one per line, each after its group's number"
        ),
        "note": "a published dissent note",
        "not_now": "number of “not now” ratings",
        "of": "size of the population",
        "of_ballots": "number of ballots that name any issue",
        "of_voters": "number of voters who could support it, excluding its group",
        "people": "number of people",
        "percent": "rounded percentage; may not sum to 100",
        "place": "order under its issue: by votes, or as entered if there was no vote",
        "population": "registered: on the registration list; took part: present",
        "detail": "details of the note",
        "heard_as": "the wording of the note",
        "noted_as": "note: from a session; issue: merged into this one",
        "in_all": "number of people who placed or rated it",
        "option": "the issue or recommendation; in the survey, the item ranked or rated",
        "presence": "in the room or virtual; empty: not stated",
        "present": "number of eligible voters",
        "priority": "rank among the theme's priority issues; empty: not a priority issue",
        "priority_issues": "number of priority issues",
        "priority_now": "number of “priority now” ratings",
        "question": "the question",
        "rank": "rank in the theme; ties share a rank",
        "rationale": "the rationale",
        "reasons": "members' reasons, one per line, each after the member's position",
        "recommendation": "the recommendation as a sentence",
        "recommendations": "number of recommendations",
        "reference": "stable reference of the row's subject; joins tables",
        "issue_reference": "stable reference of the issue",
        "reopened": "number of times the vote was reopened before the count",
        "reservations": "number of group members who agree with reservations",
        "score": "score by the voting rule",
        "share": "share of eligible ballots that name it, from 0 to 1",
        "sources": "sessions in which it was raised, separated by semicolons",
        "split_from": "the sentence it was split from",
        "step": "the place (1 is best) or the rating",
        "status": "for you to fill in",
        "support": "number of “support” ratings",
        "tags": "tags given by the organizers, separated by semicolons",
        "theme": "title of the theme",
        "tier": "tier, from 1; recommendations too close to call share a tier",
        "value": "the value",
        "voted_wording": "the wording voted on, if another is printed",
        "voted": "number of people who voted on their phones",
    }


def _of_votes() -> dict[str, str]:
    """Columns of the tables of results and their reliability."""
    return {
        **CHECK_COLUMNS,
        "ballots_preferring": "number of ballots that rank the issue above the other one",
        "chance": "share of resamples in which it makes the cut, from 0 to 1",
        "decided_by_hand": "the organizers' reason for deciding otherwise",
        "split_on_timing": "whether more than a fifth want it now and more than a fifth later",
        "draws": "number of resamples behind the chances",
        "equal_rank": "rank by rounded support if all sectors weighed the same",
        "paper": "number of paper ballots",
        "list_hash": "SHA-256 of the published list of ballots",
        "most": "number of issues a ballot could name",
        "other_answer": "the same people's answer to the other question",
        "other_attribute": "the other participant attribute",
        "other_issue": "the issue it is compared with",
        "places": "number of places in the cut",
        "quorum": "number of votes required; 0: none",
        "rule": "id of the rule, see docs/methods/rules.md",
        "sector": "the sector; small sectors are combined",
        "tie_policy": "how a tie for the last place was to be settled",
    }
