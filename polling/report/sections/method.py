"""How priorities were found: one paragraph for each step that there was."""

from collections.abc import Sequence

from polling.i18n import _, ngettext
from polling.report.blocks import Block, Paragraph
from polling.report.model import Report, Vote
from polling.report.sections.words import spread
from polling.setup.rule_words import RULE_WORDS


def method(report: Report) -> list[Block]:
    """How issues became priority issues, and how recommendations got their order."""
    rankings = [theme.ranking for theme in report.themes if theme.ranking]
    finals = [theme.final_vote for theme in report.themes if theme.final_vote]
    said = [_ranking(rankings), _drafting(report), _final_vote(report, finals)]
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
    return _(
        "In each theme %(voted)s of %(present)s voted.",
        voted=spread([vote.turnout.count for vote in votes]),
        present=spread([vote.turnout.of for vote in votes]),
    )


def _drafting(report: Report) -> str:
    if not report.groups:
        return ""
    return ngettext(
        "A breakout group discussed them and drafted the recommendations.",
        "%(num)s breakout groups discussed them and drafted the recommendations.",
        len(report.groups),
    )


def _final_vote(report: Report, finals: Sequence[Vote]) -> str:
    if not report.recommendations:
        return ""
    if not finals:
        return _("There was no vote on the recommendations; their order is not one of priority.")
    most = _(
        "Then everybody could support up to %(most)s recommendations of each theme, other than "
        "those of their own group.",
        most=spread([vote.most for vote in finals]),
    )
    order = _(
        "Under each issue they stand in the order of their support, which is given as a part of "
        "those who could support them."
    )
    return " ".join([most, _turnout(finals), order])
