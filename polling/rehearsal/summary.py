"""A short summary of a rehearsal for organizers."""

from typing import Any

from polling.rehearsal.export_check import recommendations
from polling.rehearsal.measurements import Record


def summary(record: Record, exported: dict[str, Any], lost: list[str], seconds: float) -> str:
    """Return the results: turnout, speed and errors."""
    themes = exported.get("themes", [])
    issues = [issue for theme in themes for issue in theme.get("issues", [])]
    priority = [issue for issue in issues if issue.get("priority")]
    lines = [
        _content(len(themes), len(priority), len(recommendations(exported))),
        *_turnout(exported),
        *_coverage(exported),
        f"surveys         {record.answers} answered",
        f"acknowledged    {record.counts['ballots']} ballots, {record.counts['edits']} edits",
        _speed(record),
        f"reconnects      {record.counts['reconnects']}, retries {record.counts['retries']}",
        f"errors          {len(record.errors)}",
        *(f"  {error}" for error in record.errors[:20]),
        f"lost            {len(lost)}",
        *(f"  {what}" for what in lost[:20]),
        f"took            {seconds:.0f} s",
    ]
    return "\n".join(lines)


def _content(themes: int, priority: int, written: int) -> str:
    return f"{themes} themes, {priority} priority issues, {written} recommendations"


def _speed(record: Record) -> str:
    median, p95, slowest = (_ms(record, share) for share in (0.5, 0.95, 1))
    return f"acknowledged in median {median}, p95 {p95}, slowest {slowest}"


def _turnout(exported: dict[str, Any]) -> list[str]:
    contests = exported.get("results", {}).get("contests", [])
    return [
        f"{contest['kind']:<15} {contest['voted']} of {contest['present']} voted on "
        f"{contest.get('theme') or 'all themes'}"
        for contest in contests
    ]


def _coverage(exported: dict[str, Any]) -> list[str]:
    """Return how many people rated each recommendation, in a vote in two stages."""
    contests = exported.get("results", {}).get("contests", [])
    raters = [
        sum(counts.values())
        for contest in contests
        if contest["kind"] == "rating"
        for counts in contest["result"]["ratings"].values()
    ]
    return [f"coverage        each rated by {min(raters)} to {max(raters)}"] if raters else []


def _ms(record: Record, share: float) -> str:
    return f"{record.percentile(share) * 1000:.0f} ms"
