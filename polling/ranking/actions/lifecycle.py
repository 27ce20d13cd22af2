"""The ranking stage: one contest a theme, opened, revealed, and turned into priority issues."""

from sqlalchemy.orm import Session

from polling.contests import queries as contest_queries
from polling.contests.actions import lifecycle as contests
from polling.contests.counting.cut import winners
from polling.contests.models import RANKING, REVEALED, WAITING, Contest
from polling.core.access import Actor
from polling.core.errors import Conflict
from polling.core.i18n import _
from polling.live import announce
from polling.setup.rule_descriptions import RULE_WORDS
from polling.voting.ballots import BallotKind
from polling.voting.rules import RULES
from polling.workshop import queries
from polling.workshop.models import Theme, Workshop
from polling.workshop.settings import OWN_RULES, Settings


def prepare(session: Session, workshop: Workshop) -> None:
    """A contest for each theme; those that have not opened take the present issues and rules."""
    settings = Settings.model_validate(workshop.settings)
    of_theme = {
        contest.theme_id: contest
        for contest in contest_queries.contests(session, workshop.id, RANKING)
    }
    for theme in queries.themes(session, workshop.id):
        contest = of_theme.get(theme.id) or Contest(
            workshop_id=workshop.id, kind=RANKING, theme_id=theme.id, state=WAITING
        )
        contest.position = theme.position
        if contest.state == WAITING:
            contest.options = [issue.id for issue in theme.issues]
            contest.rule = rule_for(settings, theme)
        session.add(contest)
    session.flush()


def rule_for(settings: Settings, theme: Theme) -> dict[str, object]:
    """What is frozen and shown to voters when the theme's contest opens."""
    own = {name: getattr(theme, name) for name in OWN_RULES if getattr(theme, name) is not None}
    here = settings.model_copy(update=own)
    return {
        "rule": here.rule,
        "most": _most(here, len(theme.issues)),
        "places": here.cut_places,
        "tie_policy": here.tie_policy,
        "quorum": here.quorum,
    }


def _most(here: Settings, issues: int) -> int:
    """How many issues a ballot can name: scores and points are given to as many as one likes."""
    if RULES[here.rule].ballot_kind in {BallotKind.RANKING, BallotKind.APPROVAL}:
        return min(here.rank_places, issues)
    return issues


def open_theme(session: Session, actor: Actor, contest: Contest) -> None:
    """Open one theme, with the issues as they are now if it opens for the first time."""
    workshop = queries.by_id(session, actor.workshop_id)
    prepare(session, workshop)
    _require_countable(contest)
    smallest = Settings.model_validate(workshop.settings).smallest_cell
    contests.open_contest(session, actor, contest, smallest=smallest)


def _require_countable(contest: Contest) -> None:
    rule, issues = RULES.get(contest.rule["rule"]), len(contest.options)
    if rule is None:
        raise Conflict(_("The rule of this vote is no longer offered, so its result is final."))
    if rule.most_options is not None and issues > rule.most_options:
        raise Conflict(
            _(
                "The rule “%(rule)s” counts at most %(most)s issues, and this theme has "
                "%(issues)s. Choose another rule, or merge issues.",
                rule=RULE_WORDS[rule.id].name,
                most=rule.most_options,
                issues=issues,
            )
        )


def reveal(session: Session, actor: Actor, contest: Contest) -> None:
    """Show a theme's result on the screen and make its top issues the priority issues.

    A tie that the organizers must decide comes first: then nothing is shown yet.
    """
    contests.reveal_contest(session, actor, contest)
    if contest.is_tied:
        return
    set_priorities(session, contest)
    show(session, actor, contest)


def decide(
    session: Session, actor: Actor, contest: Contest, *, winners: list[int], reason: str
) -> None:
    """Override a theme's cut, with a reason."""
    contests.decide(session, actor, contest, winners=winners, reason=reason)
    if contest.state == REVEALED:
        set_priorities(session, contest)


def set_priorities(session: Session, contest: Contest) -> None:
    """Number the issues that made the cut, best first; the others lose their priority."""
    order = winners(contest)
    for issue in queries.theme(session, contest.workshop_id, contest.theme_id or 0).issues:
        issue.priority = order.index(issue.id) + 1 if issue.id in order else None


def show(session: Session, actor: Actor, contest: Contest | None) -> None:
    """Put one theme's result on the screen, or take it away."""
    workshop = queries.by_id(session, actor.workshop_id)
    workshop.screen_state = {**workshop.screen_state, "contest": contest.id if contest else None}
    announce.changed(session, workshop, "contest")
