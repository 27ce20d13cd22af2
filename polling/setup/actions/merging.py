"""Notes of several sessions often say one thing twice, or two things at once."""

from collections.abc import Iterable

from sqlalchemy import update
from sqlalchemy.orm import Session

from polling.access import Actor
from polling.breakouts.models import Group, Recommendation
from polling.errors import BadInput
from polling.i18n import _
from polling.setup import queries
from polling.setup.actions.change import begin, finish
from polling.setup.actions.issues import changeable, in_theme, number
from polling.setup.payloads import Merge, Split
from polling.setup.seen import merged
from polling.workshop.models import Issue


def merge(session: Session, actor: Actor, theme_id: int, wanted: Merge) -> None:
    """Make issues of one theme one, which keeps every source and every rationale."""
    workshop = begin(session, actor)
    theme = queries.changeable_theme(session, workshop.id, theme_id)
    chosen = in_theme(theme, wanted.issues)
    kept = next((issue for issue in chosen if issue.id == wanted.keep), None)
    if len(chosen) < 2:
        raise BadInput(_("Choose at least two issues to merge."))
    if kept is None:
        raise BadInput(_("Choose the headline that stays among the issues that you merge."))
    others = [issue for issue in chosen if issue is not kept]
    headlines = [issue.headline for issue in others]
    kept.sources = _once(source for issue in [kept, *others] for source in issue.sources)
    kept.rationale = "\n\n".join(_once(issue.rationale for issue in [kept, *others]))
    _hand_over(session, others, kept)
    theme.issues = [issue for issue in theme.issues if issue not in others]
    number(theme.issues)
    finish(session, actor, "issues-merged", into=kept.headline, merged=headlines)


def split(session: Session, actor: Actor, issue_id: int, parts: Split) -> None:
    """Make two issues of one. Both keep all its sources, since nobody knows which said which."""
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


def _hand_over(session: Session, others: list[Issue], kept: Issue) -> None:
    """What groups have recommended for the others, and who works on them, goes to the kept one."""
    gone = [issue.id for issue in others]
    for model in (Recommendation, Group):
        session.execute(update(model).where(model.issue_id.in_(gone)).values(issue_id=kept.id))


def _once(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(text for text in texts if text))
