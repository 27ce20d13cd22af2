"""The ranking stage: one contest per theme, opened, revealed, and turned into priority issues."""

from sqlalchemy.orm import Session

from polling.contests import actions as contests
from polling.contests import queries as contest_queries
from polling.contests.kinds import RANKING
from polling.contests.models import REVEALED, WAITING, Contest
from polling.contests.paper import ballot_sheet as paper_sheet
from polling.contests.paper.ballot_sheet import ANYBODY, SheetLine, SheetSection
from polling.contests.paper.forms import Printed
from polling.core.access import Actor
from polling.core.errors import Conflict
from polling.core.i18n import _
from polling.live import announce
from polling.ranking import queries as rankings
from polling.ranking.ballot_instructions import on_paper
from polling.screen import actions as screen
from polling.screen import state
from polling.setup.rule_descriptions import RULE_WORDS
from polling.voting.rules import RULES
from polling.workshop import queries
from polling.workshop.models import Theme, Workshop
from polling.workshop.settings import Settings


def prepare(session: Session, workshop: Workshop) -> None:
    """Prepare a contest for each theme; unopened ones get the current issues and rules."""
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
            contest.rule = rankings.rule_for(settings, theme)
        session.add(contest)
    session.flush()


def open_theme(session: Session, actor: Actor, contest: Contest) -> None:
    """Open one theme; the first time, with its current issues."""
    workshop = queries.workshop_of(session, actor)
    prepare(session, workshop)
    _require_countable(contest)
    smallest = Settings.model_validate(workshop.settings).smallest_cell
    contests.open_contest(session, actor, contest, smallest=smallest)


def _require_countable(contest: Contest) -> None:
    rule, issues = RULES.get(contest.rule["rule"]), len(contest.options)
    if rule is None:
        raise Conflict(_("The result is final, because its voting method is no longer available."))
    if rule.most_options is not None and issues > rule.most_options:
        raise Conflict(
            _(
                "“%(rule)s” works with at most %(most)s issues; this theme has %(issues)s. Choose "
                "another method or merge issues.",
                rule=RULE_WORDS[rule.id].name,
                most=rule.most_options,
                issues=issues,
            )
        )


def reveal(session: Session, actor: Actor, contest: Contest) -> None:
    """Set a theme's priority issues, and start showing its result on the screen.

    Phones show it when the screen has shown it completely. A result that was revealed before is
    shown completely at once. If the organizers must decide a tie, nothing is shown yet.
    """
    is_new = contest.state != REVEALED
    contests.reveal_contest(session, actor, contest)
    if contest.is_tied:
        return
    set_priorities(session, contest)
    workshop = queries.workshop_of(session, actor)
    new = [contest.id] if is_new else []
    screen.begin(session, workshop, RANKING, rankings.on_screen, new, contest=contest.id)


def decide(
    session: Session,
    actor: Actor,
    contest: Contest,
    *,
    winners: list[int],
    reason: str,
    seen: str = "",
) -> None:
    """Override a theme's cut, with a reason."""
    labels = rankings.labels(queries.theme(session, contest.workshop_id, contest.theme_id or 0))
    contests.decide(
        session, actor, contest, winners=winners, reason=reason, seen=seen, labels=labels
    )
    if contest.state == REVEALED:
        set_priorities(session, contest)


def set_priorities(session: Session, contest: Contest) -> None:
    """Number the issues that made the cut, best first; the others lose their priority."""
    order = contest.winners
    for issue in queries.theme(session, contest.workshop_id, contest.theme_id or 0).issues:
        issue.priority = order.index(issue.id) + 1 if issue.id in order else None


def hide(session: Session, actor: Actor) -> None:
    """Remove the result from the screen."""
    workshop = queries.workshop_of(session, actor)
    state.clear(workshop, contest=None)
    announce.changed(session, workshop, "contest")


def paper_ballots(
    session: Session, actor: Actor, contest_id: str, wanted: Printed
) -> paper_sheet.Sheet:
    """Return paper ballots of a theme, with the same texts and current issues as on phones."""
    workshop = queries.workshop_of(session, actor)
    contests.prepare_as_at_the_opening(session, workshop, prepare)
    chosen = contest_queries.contest(session, workshop.id, contest_id, RANKING)
    paper_sheet.require_printable([chosen])
    here = queries.theme(session, workshop.id, chosen.theme_id or 0)
    with paper_sheet.in_its_language(workshop) as language:
        part = paper_sheet.part(
            chosen,
            SheetSection("", here.title, on_paper(chosen)),
            _lines(here, chosen),
            reader=ANYBODY,
            reasons=wanted.reasons,
        )
        ballots = {number: [part] for number in paper_sheet.numbers(wanted)}
        return paper_sheet.sheet(workshop, language, ballots)


def _lines(theme: Theme, contest: Contest) -> dict[int, SheetLine]:
    return {
        one.id: SheetLine(one.headline, one.rationale) for one in rankings.options(theme, contest)
    }
