"""A final vote in two stages: everybody rates a few issues, then all vote on the finalists."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from polling.contests import actions as contests
from polling.contests import queries as contest_queries
from polling.contests.kinds import FINALISTS, RATING
from polling.contests.models import CLOSED, OPEN, REVEALED, WAITING, Contest
from polling.core.access import Actor
from polling.core.edit_conflicts import current_text, require_unchanged
from polling.core.errors import BadInput, Conflict
from polling.core.i18n import _
from polling.final_vote.author_exclusion import frozen, frozen_for_voting
from polling.final_vote.queries import by_id, to_vote_on
from polling.final_vote.two_stages.actions.assignment import ask_everybody, ask_late
from polling.final_vote.two_stages.queries import (
    RatedIssue,
    are_counted,
    confirmed,
    finalists,
    proposed,
    rated_issues,
)
from polling.final_vote.two_stages.results import TOP
from polling.final_vote.two_stages.short_titles import distinct_titles, finalist_title
from polling.live import announce
from polling.people import queries as people
from polling.recommendations.models import Recommendation
from polling.recommendations.sentence import sentence
from polling.voting.ratings import most_priorities
from polling.workshop import queries
from polling.workshop.log import record
from polling.workshop.models import Theme, Workshop
from polling.workshop.settings import Settings

# Parts of a contest's rule.
OF_AUTHORS = frozenset({"authors", "co_authors", "group_numbers", "small_groups"})
ISSUES_OF_A_THEME = 1000  # keeps the order of themes, and of issues within a theme


def prepare(session: Session, workshop: Workshop) -> None:
    """Create a contest for each issue with recommendations; replace those not opened yet.

    Those of issues that have none any more are deleted.
    """
    before = {
        contest.rule["issue"]: contest
        for contest in contest_queries.contests(session, workshop.id, RATING)
    }
    for theme in queries.themes(session, workshop.id):
        _prepare_theme(session, workshop, theme, before)
    for contest in before.values():
        if contest.state == WAITING:
            session.delete(contest)
    session.flush()


def _prepare_theme(
    session: Session, workshop: Workshop, theme: Theme, before: dict[int, Contest]
) -> None:
    """Prepare the contests of a theme, and take them out of `before`."""
    written = to_vote_on(session, theme)
    for place, issue in enumerate(dict.fromkeys(one.issue_id for one in written)):
        contest = before.pop(issue, None) or Contest(
            workshop_id=workshop.id, kind=RATING, theme_id=theme.id, state=WAITING
        )
        if contest.state == WAITING:
            here = [one for one in written if one.issue_id == issue]
            contest.position = theme.position * ISSUES_OF_A_THEME + place
            contest.options = [one.id for one in here]
            contest.rule = _rating_rule(issue, len(here)) | frozen(session, workshop, here)
            session.add(contest)


def _rating_rule(issue: int, options: int) -> dict[str, Any]:
    return {
        "rule": "mean-score",
        "most": options,
        "priorities": most_priorities(options),
        "places": 1,
        "tie_policy": "default",
        "quorum": 0,
        "issue": issue,
    }


# ---- The first stage ----


def open_first(session: Session, actor: Actor) -> list[Contest]:
    """Open the first stage, also again; returns the opened contests.

    Everybody keeps their issues when it is opened again. Who came in between gets some too.
    """
    workshop = queries.workshop_of(session, actor)
    if finalists(session, workshop.id):
        raise Conflict(_("That is not possible right now. Reload the page."))
    issues = rated_issues(session, workshop.id)
    if all(one.contest.state == WAITING for one in issues):
        prepare(session, workshop)
        issues = rated_issues(session, workshop.id)
        if not issues:
            raise Conflict(_("There is nothing to vote on yet."))
        if not ask_everybody(session, workshop, issues):
            raise Conflict(
                _(
                    "Every group worked on every issue, so two stages are not possible. Use one "
                    "stage."
                )
            )
    smallest = Settings.model_validate(workshop.settings).smallest_cell
    opened = [one.contest for one in issues if one.contest.state in {WAITING, CLOSED}]
    contests.open_contests(session, actor, opened, smallest=smallest)
    ask_late(session, workshop, people.participants(session, workshop.id))
    return opened


# ---- The second stage ----


def count_first(session: Session, actor: Actor) -> None:
    """Count the first stage, so that finalists can be chosen. It stays closed from now on."""
    rated = rated_issues(session, actor.workshop_id)
    if not rated:
        raise Conflict(_("There is nothing to vote on yet."))
    for one in rated:
        contests.count_contest(session, actor, one.contest)


def confirm(
    session: Session,
    actor: Actor,
    *,
    options: Sequence[int],
    titles: Mapping[int, str],
    seen: str = "",
) -> Contest:
    """Confirm the finalists with these titles; they can be changed until the second stage opens.

    They replace confirmed ones only if the organizer has `seen` their mark.
    """
    workshop = queries.workshop_of(session, actor)
    issues = rated_issues(session, workshop.id)
    _require_choice(issues, options)
    before = finalists(session, workshop.id)
    contest = before or Contest(workshop_id=workshop.id, kind=FINALISTS, state=WAITING)
    if contest.state != WAITING:
        raise Conflict(_("That is not possible right now. Reload the page."))
    written = {option: found for one in issues for option, found in one.recommendations.items()}
    automatic = distinct_titles(written.values())
    chosen = {option: written[option] for option in sorted(set(options))}
    titled = {str(option): titles.get(option) or automatic[option] for option in chosen}
    if before and before.rule["titles"] != titled:
        names = [finalist_title(before, written[option]) for option in before.options]
        require_unchanged(confirmed(before), seen, words={"finalists": current_text(names)})
    known = before.rule["titles"] if before else {}
    shown = {option: known.get(str(option)) or automatic[option] for option in chosen}
    _record_titles(session, actor, chosen, shown, titled)
    by_ratings = set(proposed(session, workshop).all) == set(options)
    contest.options = [*chosen]
    contest.rule = (
        _final_rule(Settings.model_validate(workshop.settings), len(contest.options))
        | {"chosen_by": "ratings" if by_ratings else "organizers"}
        | frozen_for_voting(session, workshop, chosen.values())
        | {"titles": titled}
    )
    session.add(contest)
    action = "finalists-confirmed" if by_ratings else "finalists-changed"
    record(session, actor, action, count=len(contest.options))
    announce.changed(session, workshop, "contest")
    return contest


def _record_titles(
    session: Session,
    actor: Actor,
    written: Mapping[int, Recommendation],
    before: Mapping[int, str],
    now: Mapping[str, str],
) -> None:
    """Log each title that differs from the one confirmed before, or else from the automatic one."""
    for option, recommendation in written.items():
        if (name := now[str(option)]) != before[option]:
            text = sentence(recommendation)
            record(session, actor, "finalist-titled", text=text, name=name)


def _require_choice(issues: Sequence[RatedIssue], options: Sequence[int]) -> None:
    if not are_counted(issues):
        raise Conflict(_("That is not possible right now. Reload the page."))
    if any(one.contest.state == REVEALED for one in issues):
        raise Conflict(_("That is not possible right now. Reload the page."))
    rated = {option for one in issues for option in one.contest.options}
    if not options:
        raise BadInput(_("Tick at least one finalist."))
    if not rated.issuperset(options):
        raise BadInput(_("Something in this form is wrong. Check the form and try again."))


def _final_rule(settings: Settings, options: int) -> dict[str, Any]:
    """Return the rule of the second stage: approval by share, with ties for the last place."""
    return {
        "rule": "approval-share",
        "most": min(settings.final_approvals, options),
        "places": min(TOP, options),
        "tie_policy": "default",
        "quorum": settings.quorum,
        "wild_cards": settings.wild_cards,
    }


def open_second(session: Session, actor: Actor, contest: Contest) -> None:
    """Open the vote on the finalists."""
    workshop = queries.workshop_of(session, actor)
    if contest.state == WAITING:  # groups may have changed since the confirmation
        written = by_id(session, contest.options)
        kept = {name: value for name, value in contest.rule.items() if name not in OF_AUTHORS}
        finalists_now = [written[option] for option in contest.options]
        contest.rule = kept | frozen_for_voting(session, workshop, finalists_now)
    smallest = Settings.model_validate(workshop.settings).smallest_cell
    contests.open_contest(session, actor, contest, smallest=smallest)


def reveal(session: Session, actor: Actor) -> None:
    """Reveal both stages together, because the first would influence the second.

    If the second has not opened, there will be none: the ratings are the result.
    """
    final = finalists(session, actor.workshop_id)
    if final is not None and final.state == OPEN:
        raise Conflict(_("That is not possible right now. Reload the page."))
    if final is not None and final.state == WAITING:
        record(session, actor, "finalists-discarded", count=len(final.options))
        session.delete(final)
        final = None
    rated = [one.contest for one in rated_issues(session, actor.workshop_id)]
    for contest in [*rated, *([final] if final else [])]:
        contests.reveal_contest(session, actor, contest)
