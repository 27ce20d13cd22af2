"""Merging issues that say the same, and splitting issues that say two things."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from polling.breakouts.models import Group
from polling.core.access import Actor
from polling.core.edit_conflicts import merged
from polling.core.errors import BadInput, Conflict, NotFound
from polling.core.i18n import _
from polling.duplicates.pairs import in_order
from polling.notes import queries as notes
from polling.recommendations.models import Recommendation
from polling.setup import queries
from polling.setup.actions.common import finish
from polling.setup.actions.issues import changeable, in_theme, number
from polling.setup.forms import Merge, Split
from polling.workshop.models import DismissedDuplicate, Issue, MergedIssue
from polling.workshop.queries import issue as issue_of
from polling.workshop.queries import workshop_of


def merge(session: Session, actor: Actor, theme_id: int, wanted: Merge) -> None:
    """Merge issues of one theme into one, which keeps every source and rationale."""
    workshop = workshop_of(session, actor)
    theme = queries.changeable_theme(session, workshop.id, theme_id)
    chosen = in_theme(theme, wanted.issues)
    kept = next((issue for issue in chosen if issue.id == wanted.keep), None)
    if len(chosen) < 2:
        raise BadInput(_("Choose at least two issues to merge."))
    if kept is None:
        raise BadInput(_("Something in this form is wrong. Check the form and try again."))
    _make_one(session, actor, kept, [issue for issue in chosen if issue is not kept])


def merge_pair(session: Session, actor: Actor, *, keep: int, gone: int) -> None:
    """Merge an issue into another one of any theme. Raises Conflict if either was deleted."""
    try:
        kept, other = (changeable(session, actor, issue_id) for issue_id in (keep, gone))
    except NotFound as error:
        raise Conflict(_("That is not possible right now. Reload the page.")) from error
    if kept is other:
        raise BadInput(_("Choose at least two issues to merge."))
    _make_one(session, actor, kept, [other])


def _make_one(session: Session, actor: Actor, kept: Issue, others: list[Issue]) -> None:
    headlines = [issue.headline for issue in others]
    for issue in others:
        _become_part(session, issue, kept)
    finish(session, actor, "issues-merged", into=kept.headline, merged=headlines)


def _become_part(session: Session, issue: Issue, kept: Issue) -> None:
    """Delete `issue`, keep a copy of it, and move everything that belongs to it to `kept`."""
    part = MergedIssue(
        theme_id=issue.theme_id,
        position=issue.position,
        headline=issue.headline,
        short=issue.short,
        rationale=issue.rationale,
        sources=issue.sources,
        contribution=absorb(kept, issue.sources, issue.rationale),
    )
    kept.merged.append(part)
    session.flush()
    for older in list(issue.merged):
        older.parent_id = older.parent_id or part.id
        older.issue = kept
    for note in notes.of_issue(session, issue.id):
        note.merged_issue_id = note.merged_issue_id or part.id
        note.issue_id = kept.id
    _hand_over(session, issue, kept)
    theme = issue.theme
    theme.issues.remove(issue)
    number(theme.issues)
    session.flush()


def undo(session: Session, actor: Actor, merged_issue_id: int) -> None:
    """Undo a merge: restore the issue with everything that came with it."""
    workshop_of(session, actor)
    part = _undoable(session, actor, merged_issue_id)
    kept = part.issue
    theme = queries.changeable_theme(session, actor.workshop_id, part.theme_id or 0)
    issue = Issue(
        headline=part.headline,
        short=part.short,
        rationale=part.rationale,
        sources=part.sources,
    )
    theme.issues.insert(max(0, part.position - 1), issue)
    number(theme.issues)
    session.flush()
    _take_along(session, part, issue)
    kept.merged.remove(part)
    give_back(kept, part.contribution, part.rationale, _named(session, kept))
    finish(session, actor, "issues-unmerged", issue=issue.headline, out_of=kept.headline)


def _undoable(session: Session, actor: Actor, merged_issue_id: int) -> MergedIssue:
    part = session.get(MergedIssue, merged_issue_id)
    if part is None or part.issue.theme.workshop_id != actor.workshop_id:
        raise NotFound(_("This item no longer exists."))
    queries.changeable_theme(session, actor.workshop_id, part.issue.theme_id)
    if part.theme_id is None:
        raise Conflict(
            _("You cannot undo this merge because the theme was deleted. Split the issue instead.")
        )
    if part.parent_id is not None:
        raise Conflict(_("This text was merged again later. Undo the later merge first."))
    return part


def _take_along(session: Session, part: MergedIssue, issue: Issue) -> None:
    """Move everything merged into `part` before to `issue`."""
    inside = {part.id}
    for other in list(part.issue.merged):  # the outer ones before those within them
        if other.parent_id in inside:
            inside.add(other.id)
            other.parent_id = None if other.parent_id == part.id else other.parent_id
            other.issue = issue
    for note in notes.of_issue(session, part.issue_id):
        if note.merged_issue_id in inside:
            note.issue_id = issue.id
            note.merged_issue_id = None if note.merged_issue_id == part.id else note.merged_issue_id


def _named(session: Session, issue: Issue) -> set[str]:
    """Return the sources of everything else merged into the issue."""
    others = {source for part in issue.merged for source in part.sources}
    return others | {note.source for note in notes.of_issue(session, issue.id)}


def split(session: Session, actor: Actor, issue_id: int, parts: Split) -> None:
    """Split an issue in two. Both keep all its sources, because they cannot be assigned."""
    issue = changeable(session, actor, issue_id)
    whole = {"headline": issue.headline, "rationale": issue.rationale}
    given = {"headline": parts.headline, "rationale": parts.rationale}
    first = merged(whole, given, parts.seen)
    issue.headline, issue.rationale = first["headline"], first["rationale"]
    second = Issue(
        headline=parts.second_headline,
        rationale=parts.second_rationale,
        sources=list(issue.sources),
    )
    issue.theme.issues.insert(issue.theme.issues.index(issue) + 1, second)
    number(issue.theme.issues)
    headlines = [issue.headline, second.headline]
    finish(session, actor, "issue-split", issue=whole["headline"], into=headlines)


def _hand_over(session: Session, issue: Issue, kept: Issue) -> None:
    """Move recommendations and current work of groups to the kept issue."""
    for model in (Recommendation, Group):
        session.execute(update(model).where(model.issue_id == issue.id).values(issue_id=kept.id))


BETWEEN = "\n\n"
Gained = dict[str, Any]  # {"sources": those new to the issue, "rationale": whether it was added}


def absorb(issue: Issue, sources: Iterable[str], rationale: str) -> Gained:
    """Add what the issue lacks; returns what was added."""
    new = [one for one in dict.fromkeys(sources) if one and one not in issue.sources]
    issue.sources = list(dict.fromkeys([*issue.sources, *new]))
    is_new = rationale not in issue.rationale
    if is_new:
        issue.rationale = BETWEEN.join(filter(None, [issue.rationale, rationale]))
    return {"sources": new, "rationale": is_new}


def give_back(issue: Issue, gained: Gained, rationale: str, named: Collection[str]) -> None:
    """Remove from the issue what it gained, except sources that others have `named` too.

    A rationale that was edited since then is kept, because its parts cannot be told apart.
    """
    gone = {*gained.get("sources", [])} - {*named}
    issue.sources = [one for one in issue.sources if one not in gone]
    if gained.get("rationale"):
        issue.rationale = _without(issue.rationale.split(BETWEEN), rationale.split(BETWEEN))


def _without(paragraphs: list[str], taken: list[str]) -> str:
    """Return the paragraphs without the last occurrence of `taken`."""
    for at in range(len(paragraphs) - len(taken), -1, -1):
        if paragraphs[at : at + len(taken)] == taken:
            return BETWEEN.join(paragraphs[:at] + paragraphs[at + len(taken) :])
    return BETWEEN.join(paragraphs)


def keep_apart(session: Session, actor: Actor, one: int, other: int) -> None:
    """Mark two issues as different."""
    workshop_of(session, actor)
    first, second = (issue_of(session, actor.workshop_id, id_) for id_ in in_order(one, other))
    if first is second:
        raise Conflict(_("That is not possible right now. Reload the page."))
    session.merge(DismissedDuplicate(first_id=first.id, second_id=second.id))
    finish(session, actor, "issues-apart", issues=[first.headline, second.headline])
