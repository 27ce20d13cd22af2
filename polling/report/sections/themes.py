"""A theme: what it is about, its priority issues with their rationale, their recommendations."""

from collections.abc import Mapping
from dataclasses import dataclass

from polling.breakouts.read_back.agreement import STANCES
from polling.contests.results.charts import ranking_bars
from polling.contests.results.share_bars import between
from polling.core.i18n import _, listed
from polling.recommendations.agreement import Agreement, Reason
from polling.report.blocks import Block, Figure, Item, Paragraph, Pointer, Points, Prose, Section
from polling.report.figures.facts import Issue, Recommendation, Theme
from polling.report.figures.vote_facts import ContestStanding, RatedBy, Vote
from polling.report.sections.phrases import abstained, finally_chosen, reopened, supported, turnout
from polling.report.writing.placeholders import resolve


@dataclass(frozen=True)
class Telling:
    """What themes are told with beside themselves.

    `known` are the figures of what organizers wrote, `finalists` the second stage of the final vote
    if there was one, `agenda` the anchor of the section with the sessions, "" if that is left out.
    """

    known: Mapping[str, str]
    finalists: Vote | None
    agenda: str


def theme_section(theme: Theme, tell: Telling) -> Section:
    """The section of one theme."""
    words = [theme.description, theme.exploration]
    blocks: list[Block] = [Prose(resolve(text, tell.known)) for text in words if text]
    if theme.told:
        label = _("Priority issues") if _has_priorities(theme) else _("Issues")
        points = Points([_issue(issue, tell) for issue in theme.told], numbered=True)
        two = _two_figures(theme, tell.finalists)
        blocks.append(Section(label, [*_votes(theme), *_order(theme), *two, points]))
    return Section(theme.title, blocks)


def _has_priorities(theme: Theme) -> bool:
    return any(issue.priority for issue in theme.issues)


def _votes(theme: Theme) -> list[Block]:
    """Turnout, how firm the cut between the issues is, and what was decided by hand."""
    said = []
    if ranking := theme.ranking:
        voted = _("%(part)s voted on the issues.", part=turnout(ranking))
        said += [voted, *abstained(ranking), *reopened(ranking), *ranking.said]
    if final := theme.final_vote:
        said.append(_("%(part)s voted on the recommendations.", part=turnout(final)))
        said += [*reopened(final), *(final.said if final.decision else [])]
    return [Paragraph(" ".join(said), quiet=True)] if said else []


def _order(theme: Theme) -> list[Block]:
    """The ranking as a picture."""
    if not theme.ranking or not theme.ranking.figures:
        return []
    return [Figure(ranking_bars(theme.ranking.figures, theme.title))]


def _two_figures(theme: Theme, finalists: Vote | None) -> list[Block]:
    """Why the figures of the two stages differ, where a recommendation has both."""
    if not finalists or not any(one.final for issue in theme.told for one in issue.recommendations):
        return []
    why = _(
        "Two figures stand with what came into the final choice, for they answer two questions. "
        "In the first stage a part of the room rated each recommendation by itself; in the final "
        "choice everybody could choose only %(most)s of the best %(all)s of all themes. So a "
        "smaller share there does not mean less support.",
        most=finalists.most,
        all=len(finalists.standings),
    )
    return [Paragraph(why, quiet=True)]


def _issue(issue: Issue, tell: Telling) -> Item:
    return Item(
        lead=issue.headline,
        text=issue.rationale,
        figures=_ranked(issue),
        pointer=_noted(issue.sources, tell.agenda),
        items=[_recommendation(one, tell.finalists) for one in issue.recommendations],
    )


def _noted(sources: list[str], agenda: str) -> Pointer | None:
    """The codes of the sessions in which note-takers heard of it."""
    if not sources:
        return None
    return Pointer(_("Noted in %(sessions)s.", sessions=", ".join(sources)), agenda)


def _ranked(issue: Issue) -> str:
    if not issue.standing:
        return ""
    support = issue.standing.support
    return _(
        "On %(count)s of %(of)s ballots (%(percent)s %%).",
        count=support.count,
        of=support.of,
        percent=support.percent,
    )


def _recommendation(one: Recommendation, finalists: Vote | None) -> Item:
    final = finally_chosen(one.final, finalists) if one.final and finalists else ""
    figures = [_group(one), _agreement(one.agreement), final, _support(one), _edited(one)]
    return Item(
        text=one.text,
        note=one.rationale,
        figures=" ".join(filter(None, figures)),
        items=[
            *map(_reason, _reasons(one)),
            *map(_concern, _concerns(one)),
            *map(_origin, one.merged_from),
        ],
    )


def _edited(one: Recommendation) -> str:
    edited = one.edit is not None and one.edit.is_printed
    return _("Edited after the vote: see the annex.") if edited else ""


def _origin(part: Recommendation) -> Item:
    """One of those that became a merged recommendation, and what that itself came from."""
    items = [_origin(earlier) for earlier in part.merged_from]
    return Item(lead=_("Merged from:"), text=part.text, figures=_group(part), items=items)


def _group(one: Recommendation) -> str:
    """Who drafted it: of a merged one, further groups are named beside what they drafted."""
    drafted = one.group is not None and one.group not in {part.group for part in one.merged_from}
    said = [_("Drafted by group %(number)s.", number=one.group) if drafted else ""]
    if one.split_from:
        said.append(_("Split from: “%(text)s”", text=one.split_from))
    return " ".join(filter(None, said))


def _agreement(found: Agreement | None) -> str:
    """How the group itself stands to it; stances that nobody takes are not mentioned."""
    if found is None:
        return ""
    counts = [
        (found.agree, _("%(count)s fully", count=found.agree)),
        (found.reservations, _("%(count)s with reservations", count=found.reservations)),
        (found.cannot, _("%(count)s cannot live with it", count=found.cannot)),
    ]
    said = listed([words for count, words in counts if count])
    return _("In the group (%(members)s members): %(said)s.", members=found.members, said=said)


def _reasons(one: Recommendation) -> list[Reason]:
    return one.agreement.reasons if one.agreement else []


def _reason(reason: Reason) -> Item:
    """What a member gave as theirs."""
    return Item(lead=f"{STANCES[reason.stance]}:", text=reason.text)


def _concerns(one: Recommendation) -> list[str]:
    rated = one.standing.rated if one.standing else None
    return rated.concerns if rated else []


def _concern(text: str) -> Item:
    """What speaks against it, said by somebody who rated it."""
    return Item(note=_("Concern: “%(text)s”", text=text))


def _support(one: Recommendation) -> str:
    """Of what a part of the room was asked, also how far that tells."""
    if not one.standing:
        return ""
    said = supported(one.standing, before=one.final is not None)
    rated = one.standing.rated
    return " ".join([said, *_estimated(one.standing), *_rated(rated)]) if rated else said


def _estimated(standing: ContestStanding) -> list[str]:
    """Where the support of the whole room may lie, unless all of it were asked."""
    found = between(standing.interval)
    if found is None:
        return []
    low, high = found
    return [_("In the whole room perhaps %(low)s to %(high)s %% support it.", low=low, high=high)]


def _rated(rated: RatedBy) -> list[str]:
    said = [_("Tier %(number)s.", number=rated.tier)]
    said += [_("Common ground.")] if rated.is_common else []
    return [*said, _("Disputed.")] if rated.is_disputed else said
