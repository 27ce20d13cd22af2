"""How priorities were found: one paragraph for each step that there was."""

from collections.abc import Sequence

from polling.core.i18n import _, ngettext
from polling.privacy.ballots import FEWEST_ALIKE
from polling.privacy.derived import COMMON_GROUND_PERCENT
from polling.report.blocks import Block, Paragraph
from polling.report.figures.facts import Report
from polling.report.figures.vote_facts import Vote
from polling.report.options import ReportChoices
from polling.report.sections.phrases import spread, turnout
from polling.setup.rule_descriptions import RULE_WORDS


def method(report: Report) -> list[Block]:
    """How issues became priority issues, and how recommendations got their order."""
    rankings = [theme.ranking for theme in report.themes if theme.ranking]
    finals = [theme.final_vote for theme in report.themes if theme.final_vote]
    said = [
        _ranking(rankings),
        _drafting(report),
        *_final_vote(report, finals),
        _selection(report),
    ]
    return [Paragraph(text) for text in said if text]


def _ranking(rankings: Sequence[Vote]) -> str:
    if not rankings:
        return ""
    most = _(
        "Everybody ranked, in silence and on their own phone, up to %(most)s issues of each theme.",
        most=spread([vote.most for vote in rankings]),
    )
    places = _(
        "The first %(places)s of each theme became priority issues.",
        places=spread([vote.places for vote in rankings]),
    )
    return " ".join([most, _counting(rankings), places, _turnout(rankings)])


def _counting(votes: Sequence[Vote]) -> str:
    rules = dict.fromkeys(vote.rule for vote in votes)
    return " ".join(str(RULE_WORDS[rule].explanation) for rule in rules)


def _turnout(votes: Sequence[Vote]) -> str:
    voted = _(
        "In each theme %(voted)s of %(present)s voted.",
        voted=spread([vote.turnout.count for vote in votes]),
        present=spread([vote.turnout.of for vote in votes]),
    )
    papers = [vote.paper for vote in votes]
    if not any(papers):
        return voted
    return f"{voted} {_('Ballots on paper, in each theme: %(count)s.', count=spread(papers))}"


def _drafting(report: Report) -> str:
    if not report.groups:
        return ""
    return ngettext(
        "A breakout group discussed them and drafted the recommendations.",
        "%(num)s breakout groups discussed them and drafted the recommendations.",
        len(report.groups),
    )


def _final_vote(report: Report, finals: Sequence[Vote]) -> list[str]:
    if not report.recommendations:
        return []
    if report.finalists or any(theme.ratings for theme in report.themes):
        return _two_stages(report)
    if not finals:
        return [_("There was no vote on the recommendations; their order is not one of priority.")]
    order = _(
        "Under each issue they stand in the order of their support, which is given as a part of "
        "those who could support them."
    )
    return [" ".join([_supported(finals), _turnout(finals), order])]


def _supported(finals: Sequence[Vote]) -> str:
    """How many recommendations people could support, and whether any were of their own group."""
    most = spread([vote.most for vote in finals])
    if not any(vote.own_work for vote in finals):
        return _(
            "Then everybody could support up to %(most)s recommendations of each theme, other than "
            "those of their own group.",
            most=most,
        )
    return _(
        "Then everybody could support up to %(most)s recommendations of each theme; those of their "
        "own group only if it had fewer than %(fewest)s members.",
        most=most,
        fewest=FEWEST_ALIKE,
    )


def _two_stages(report: Report) -> list[str]:
    first = _(
        "Then everybody rated the recommendations on some of the issues, never on those of their "
        "own group: priority now, support or not now. They stand in the order of a score in which "
        "a priority counts in full and support by half; what may be level shares a tier. Support "
        "is given as a part of those who rated it, with the range in which it may well lie among "
        "all who could have: the more of them rated it, the narrower."
    )
    marked = _(
        "Common ground is what at least %(percent)s %% of those who rated it support, in all and "
        "in every sector that is large enough, small ones being taken together; disputed is what "
        "at least a quarter want now and at least a quarter do not.",
        percent=COMMON_GROUND_PERCENT,
    )
    if not report.finalists:
        return [first, marked]
    second = _(
        "The final choice decided: the best of each issue and the best of all the others were put "
        "to everybody, who could choose up to %(most)s of them. What was in it stands first, in "
        "the order of its share of those who could choose it. %(part)s voted.",
        most=report.finalists.most,
        part=turnout(report.finalists),
    )
    return [first, marked, second]


def _selection(report: Report) -> str:
    """Which of what was drafted is printed, where not all is."""
    if not report.left_out:
        return ""
    printed = len(report.recommendations)
    many = _(
        "This report prints %(printed)s of the %(drafted)s recommendations that were drafted.",
        printed=printed,
        drafted=printed + len(report.left_out),
    )
    return " ".join(filter(None, [many, *_rule(report.choices)]))


def _rule(choices: ReportChoices) -> list[str]:
    said: list[str] = []
    if choices.top:
        said.append(
            ngettext(
                "Of each issue it has the first.",
                "Of each issue it has the first %(num)s.",
                choices.top,
            )
        )
    if choices.least_support:
        said.append(
            _("They have the support of at least %(percent)s %%.", percent=choices.least_support)
        )
    return [*said, _("Single ones were taken in or left out by the organizers.")]
