"""How priorities were set, on one page: a paragraph for each step of this workshop."""

from collections.abc import Mapping, Sequence

from polling.core.i18n import _, lazy, ngettext
from polling.privacy.omitted_options import FEWEST_ALIKE
from polling.report.data.report_data import Report
from polling.report.data.vote_data import Vote
from polling.report.document_blocks import Block, Item, Paragraph, Points, Prose, Section
from polling.report.options import ReportChoices
from polling.report.sections.support_columns import definitions, voted_on
from polling.report.sections.vote_phrases import assigned, returned, spread
from polling.report.writing.placeholders import resolve
from polling.setup.rule_descriptions import RULE_WORDS


def method(report: Report, known: Mapping[str, str]) -> list[Block]:
    """Return the organizers' text or the default one, then how to read the numbers."""
    written = report.prose.method.strip()
    blocks: list[Block] = [Prose(resolve(written, known))] if written else _steps(report)
    notes = [*definitions(report), *_notes(report)]
    if notes:
        points = Points([Item(text=text) for text in notes])
        blocks.append(Section(_("How to read the numbers"), [points]))
    return blocks


def _steps(report: Report) -> list[Block]:
    """Return the numbered steps, and what else readers must know."""
    rankings = [theme.ranking for theme in report.themes if theme.ranking]
    finals = [theme.final_vote for theme in report.themes if theme.final_vote]
    steps = [
        (_("Ranking of issues"), _ranking(rankings)),
        (_("Drafting of recommendations"), _drafting(report)),
        *_final_vote(report, finals),
    ]
    items = [Item(lead=title, text=text) for title, text in steps if text]
    more = [Paragraph(text) for text in [_unvoted(report), _selection(report)] if text]
    return [*([Points(items, numbered=True)] if items else []), *more]


def _ranking(rankings: Sequence[Vote]) -> str:
    if not rankings:
        return ""
    most = _(
        "Working individually on their phones, participants ranked up to %(most)s issues in "
        "each theme.",
        most=spread([vote.most for vote in rankings]),
    )
    shares = _("Percentages are based on all ballots, including abstentions.")
    return " ".join([most, _counting(rankings), *_places(rankings), _turnout(rankings), shares])


def _counting(votes: Sequence[Vote]) -> str:
    rules = dict.fromkeys(vote.rule for vote in votes)
    explained = " ".join(str(RULE_WORDS[rule].explanation) for rule in rules)
    return _("Voting method: “%(rule)s”", rule=explained)


def _places(votes: Sequence[Vote]) -> list[str]:
    """Return how many issues were selected, who decided that, and how ties were broken."""
    said = [
        _(
            "The top %(places)s issues in each theme became priority issues.",
            places=spread([min(vote.places, len(vote.standings)) for vote in votes]),
        )
    ]
    if len({vote.places for vote in votes}) > 1:
        said.append(_("The organizers set this number for each theme before the vote."))
    policies = {vote.tie_policy for vote in votes} & set(TIES)
    return [*said, *(str(TIES[policy]) for policy in sorted(policies))]


TIES = {
    "default": lazy(
        "If issues were tied for the last winning place, the one that more people ranked above "
        "the other was selected. If that did not break the tie, the one with more first choices "
        "was selected. Issues that were still tied were all selected."
    ),
    "refuse": lazy("The organizers broke any ties for the last winning place."),
    "lot": lazy("Ties for the last winning place were broken by lot."),
}


def _turnout(votes: Sequence[Vote]) -> str:
    """Return, for example: In each theme, all 78 returned a ballot. Blank: 1 to 6."""
    voted = spread([vote.turnout.count for vote in votes])
    present = spread([vote.turnout.of for vote in votes])
    if all(vote.turnout.count == vote.turnout.of for vote in votes):
        said = [
            _(
                "In each theme, all %(present)s people who could vote returned a ballot.",
                present=present,
            )
        ]
    else:
        counts = {"voted": voted, "present": present}
        said = [
            _(
                "In each theme, %(voted)s of %(present)s people who could vote returned a ballot.",
                **counts,
            )
        ]
    papers = [vote.paper for vote in votes]
    if any(papers):
        said.append(_("Paper ballots: %(count)s.", count=spread(papers)))
    gone = [vote.abstained for vote in votes]
    if any(gone):
        said.append(_("Blank ballots in each theme: %(count)s.", count=spread(gone)))
    return " ".join(said)


def _drafting(report: Report) -> str:
    if not report.groups:
        return ""
    return ngettext(
        "In a breakout group, participants discussed the priority issues and drafted "
        "recommendations.",
        "In %(num)s breakout groups, participants discussed the priority issues and drafted "
        "recommendations.",
        len(report.groups),
    )


def _final_vote(report: Report, finals: Sequence[Vote]) -> list[tuple[str, str]]:
    """Return each vote on the recommendations with its title."""
    if not report.recommendations:
        return []
    if report.finalists or any(theme.ratings for theme in report.themes):
        return _two_stages(report)
    if not finals:
        return []
    order = _("Under each issue, recommendations are ordered by this share.")
    said = " ".join([_supported(finals), _turnout(finals), _base(), order])
    return [(_("Final vote"), said)]


def _unvoted(report: Report) -> str:
    if not report.recommendations or voted_on(report):
        return ""
    return _("Nobody voted on the recommendations, so their order implies no priority.")


def _supported(finals: Sequence[Vote]) -> str:
    """Return how many recommendations people could support, and whether their own were included."""
    most = spread([vote.most for vote in finals])
    if not any(vote.own_work for vote in finals):
        return _(
            "Participants could support up to %(most)s recommendations in each theme, "
            "except those from their own group.",
            most=most,
        )
    return _(
        "Participants could support up to %(most)s recommendations in each theme. Members of "
        "groups with fewer than %(fewest)s people could also support their own group’s.",
        most=most,
        fewest=FEWEST_ALIKE,
    )


def _base() -> str:
    return _(
        "Percentages are based on the voters who could choose the recommendation, including "
        "those who abstained."
    )


def _two_stages(report: Report) -> list[tuple[str, str]]:
    ratings = [vote for theme in report.themes for vote in theme.ratings]
    final = report.finalists
    return [
        *([(_("Rating of recommendations"), _rated(report, ratings))] if ratings else []),
        *([(_("Final vote"), _chosen(report, final))] if final else []),
    ]


def _rated(report: Report, ratings: Sequence[Vote]) -> str:
    return " ".join(
        [
            _(
                "Each participant was asked to rate other groups’ recommendations on about "
                "%(issues)s issues.",
                issues=_issues_each(report, ratings),
            ),
            _(
                "Each rating was “priority now”, “support” or “not now”. Each person could give "
                "“priority now” to at most a third of the recommendations on an issue, rounded up."
            ),
            assigned(ratings),
            _("Percentages are based on those who rated the recommendation."),
        ]
    )


def _chosen(report: Report, final: Vote) -> str:
    said = [
        _(
            "Participants could choose up to %(most)s of %(all)s finalists, but none from their "
            "own group.",
            all=len(final.standings),
            most=final.most,
        ),
        _finalists(report, final),
        _near_miss(report),
        returned(final),
        _overall(final),
    ]
    return " ".join(filter(None, said))


def _overall(final: Vote) -> str:
    """Return the explanation of the overall priorities."""
    made = sum(standing.made_cut for _label, standing in final.standings)
    return _("The overall priorities were the %(num)s finalists chosen most often.", num=made)


def _issues_each(report: Report, ratings: Sequence[Vote]) -> int:
    """Return how many issues one person rated, on average."""
    return round(sum(vote.turnout.of for vote in ratings) / max(1, report.present))


def _finalists(report: Report, final: Vote) -> str:
    """Return how the finalists were chosen. Recommendations that are level are finalists too."""
    if final.chosen_by == "organizers":
        return _("The organizers chose the finalists.")
    recommendations = [*report.recommendations, *report.left_out]
    issues = {one.reference.rpartition(".")[0] for one in recommendations if one.final}
    others = len(final.standings) - len(issues)
    # Votes of an earlier version do not have the number of wild cards.
    wild_cards = final.wild_cards if final.chosen_by else others
    wild = min(wild_cards, others)
    rule = (
        ngettext(
            "The finalists were the highest-rated recommendation on each issue, plus the %(num)s "
            "with the next highest rating.",
            "The finalists were the highest-rated recommendation on each issue, plus the %(num)s "
            "with the next highest ratings.",
            wild,
        )
        if wild
        else _("The recommendation with the highest rating on each issue became a finalist.")
    )
    level = others - wild
    tied = ngettext(
        "Because of ties, there was %(num)s extra finalist.",
        "Because of ties, there were %(num)s extra finalists.",
        level,
    )
    return f"{rule} {tied}" if level else rule


def _near_miss(report: Report) -> str:
    """Return the margin between the last wild card and the first recommendation left out."""
    miss = report.near_miss
    if miss is None:
        return ""
    scores = {"inside": miss.inside, "last": miss.last, "outside": miss.outside, "next": miss.next}
    close = (
        _(
            "The last of these places went to %(inside)s. It had the same rating as %(outside)s "
            "(%(last)s), but was supported by more raters.",
            **scores,
        )
        if miss.last == miss.next
        else _(
            "The last of these places went to %(inside)s (rating %(last)s), ahead of %(outside)s "
            "(%(next)s).",
            **scores,
        )
    )
    changed = ngettext(
        "These two could have swapped places if %(num)s rating had been different.",
        "These two could have swapped places if %(num)s ratings had been different.",
        miss.ratings,
    )
    return f"{close} {changed}"


def _selection(report: Report) -> str:
    """Return which recommendations are printed, if not all."""
    if not report.left_out:
        return ""
    printed = len(report.recommendations)
    many = _(
        "This report shows %(printed)s of %(drafted)s drafted recommendations.",
        printed=printed,
        drafted=printed + len(report.left_out),
    )
    by_hand = any(one.by_hand for one in [*report.recommendations, *report.left_out])
    hand = _("The organizers selected some of these recommendations by hand.") if by_hand else ""
    return " ".join(filter(None, [many, *_rule(report.choices), hand]))


def _rule(choices: ReportChoices) -> list[str]:
    said: list[str] = []
    if choices.top:
        said.append(
            ngettext(
                "It shows the top recommendation for each issue.",
                "It shows the top %(num)s recommendations for each issue.",
                choices.top,
            )
        )
    if choices.least_support:
        said.append(
            _(
                "Each recommendation shown has at least %(percent)s%% support.",
                percent=choices.least_support,
            )
        )
    return said


def _notes(report: Report) -> list[str]:
    """Return notes on how to read the printed figures, and their limits."""
    said: list[str] = []
    if report.votes:
        said.append(_("Percentages are rounded and may not sum to 100."))
    if report.votes or report.recommendations:
        said.append(
            _(
                "Results describe the people who took part. They do not represent a wider "
                "population or the positions of organizations."
            )
        )
    return said
