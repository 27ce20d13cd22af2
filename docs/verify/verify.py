"""Check the published votes of a workshop: python verify.py EXPORT.json [RECEIPT …]

Needs nothing but Python 3.11. For every vote it checks that the list of ballots is sorted, without
doubles, as long as the turnout and the ballots on paper, and has the published hash; and it counts
the ballots again (3-2-1 for a ranking, one point for each approval, scores and points as they are;
in a final vote, approvals as a share of those who could give one, whose number the export has) and
compares scores and places with the published outcome. Of a rating it counts how often each
option was rated how; which options went on to the second stage it leaves to you, since an organizer
may change that. A receipt, from a phone or a ballot on paper, is looked up in every list.
Exit status 1 on any failure.
"""

import hashlib
import json
import sys
from collections import Counter
from fractions import Fraction
from pathlib import Path

POINTS = (3, 2, 1)
KNOWN = {"top-three", "approval", "approval-share", "score", "hundred-points"}
MARKS = ("priority", "support", "not_now")


def check(contest, receipts):
    """Yield (passed, sentence) for one vote of the export."""
    lines = [ballot["hash"] for ballot in contest["ballots"]]
    outcome = contest["result"]["outcome"]
    yield lines == sorted(set(lines)), "the list of ballots is sorted and has no doubles"
    voted, paper = contest["voted"], contest.get("paper", 0)
    counts = f"{len(lines)} ballots, {voted} people voted, {paper} on paper"
    yield len(lines) == voted + paper, counts
    listed = "".join(f"{line}\n" for line in lines).encode()
    yield hashlib.sha256(listed).hexdigest() == contest["result"]["ballots_hash"], "the list's hash"
    rated = contest["kind"] == "rating"
    yield from check_ratings(contest) if rated else check_outcome(contest, outcome)
    for receipt in (written.replace(" ", "") for written in receipts):
        mine = [b for b in contest["ballots"] if line_of(contest["id"], receipt, b) == b["hash"]]
        if mine:
            yield True, f"receipt {receipt[:6]}… is counted as {mine[0]['choices']}"


def check_ratings(contest):
    """Count again how often each option was rated how; a rating has no outcome but that."""
    given = [ballot["choices"].get("rated", {}) for ballot in contest["ballots"]]
    times = {mark: Counter(o for rated in given for o in rated.get(mark, [])) for mark in MARKS}
    ids = [option["id"] for option in contest["options"]]
    counted = {str(option): {mark: times[mark][option] for mark in MARKS} for option in ids}
    yield counted == contest["result"]["ratings"], "the ratings, counted again"


def check_outcome(contest, outcome):
    """Count again, where the rule is one that this script knows."""
    if outcome["rule"] not in KNOWN:
        yield True, f"the rule {outcome['rule']} is not counted again here: use `polling verify`"
        return
    scores = Counter()
    for ballot in contest["ballots"]:
        scores.update(points(ballot["choices"]))
    published = {row["option"]: Fraction(row["score"]) for row in outcome["standings"]}
    counted = {option: scores[option] for option in published}
    if outcome["rule"] == "approval-share":
        able = {int(option): count for option, count in contest["result"]["eligible"].items()}
        most = len(contest["ballots"])
        fits = all(given <= able[option] <= most for option, given in counted.items())
        yield fits, "nobody is approved by more than could, nor by more than voted"
        counted = {option: Fraction(given, able[option] or 1) for option, given in counted.items()}
    yield counted == published, "the scores, counted again"
    places, winners = outcome["places"], set(outcome["winners"])
    everyone = counted.values()
    certain = {o for o, s in counted.items() if sum(other >= s for other in everyone) <= places}
    possible = {o for o, s in counted.items() if sum(other > s for other in everyone) < places}
    yield certain <= winners <= possible, "who makes the cut (ties as the stated policy decides)"


def points(choices):
    """{option: points} of one ballot; an abstention has none."""
    ranked = dict(zip(choices.get("ranking", []), POINTS, strict=False))
    marks = choices.get("scores", {}) | choices.get("points", {})
    approved = dict.fromkeys(choices.get("approved", []), 1)
    return ranked | approved | {int(option): mark for option, mark in marks.items()}


def line_of(contest_id, receipt, ballot):
    """The published line that this receipt and these choices make."""
    text = json.dumps(ballot["choices"], separators=(",", ":"), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(f"{contest_id}:{receipt}:{text}".encode()).hexdigest()


def main(path, receipts):
    """Check every vote in the file; returns the exit status."""
    contests = json.loads(Path(path).read_bytes()).get("results", {}).get("contests", [])
    failed = 0
    for contest in contests:
        print(f"{contest['kind']}: {contest.get('theme') or 'all themes'}")
        for passed, sentence in check(contest, receipts):
            print("  ok  " if passed else "  NOT ", sentence)
            failed += not passed
    print(f"{len(contests)} votes checked, {failed} failures")
    return 1 if failed or not contests else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]) if len(sys.argv) > 1 else print(__doc__))
