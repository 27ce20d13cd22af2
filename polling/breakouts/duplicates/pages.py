"""The review: the whole of it for organizers, and its own questions for each group."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from polling.breakouts import queries as breakouts
from polling.breakouts.duplicates import consents, queries
from polling.breakouts.duplicates.clusters import Cluster, clusters
from polling.breakouts.duplicates.consents import Answers
from polling.breakouts.duplicates.models import KEPT, MERGED, MergeAnswer, MergeProposal
from polling.breakouts.models import Group
from polling.core.edit_conflicts import mark
from polling.core.text_diff import Piece, pieces
from polling.duplicates.pairs import SimilarPair, in_order
from polling.people.models import Participant
from polling.people.queries import present_by_group
from polling.recommendations.models import Recommendation
from polling.recommendations.sentence import sentence
from polling.workshop import queries as workshops
from polling.workshop.models import Theme, Workshop


@dataclass(frozen=True)
class Review:
    """Pairs of similar recommendations, for the organizers.

    - `clusters` are near-duplicates; `similar` are the most similar pairs of the others.
    - `open` are proposals with each group's answers; `merged` and `kept` are decided ones.
    - `mark_of` returns the mark of an open proposal.
    """

    clusters: list[Cluster]
    similar: list[SimilarPair[Recommendation]]
    open: list[tuple[MergeProposal, list[tuple[Group, Answers]]]]
    merged: list[tuple[MergeProposal, Recommendation | None]]
    kept: list[MergeProposal]
    written: list[Recommendation]
    themes: list[Theme]
    pieces: Callable[[str, str], list[Piece]]
    mark_of: Callable[[MergeProposal], str]
    reviewing: bool


@dataclass(frozen=True)
class MergeQuestion:
    """A proposed merger that a group is asked about.

    `changes` compares each of its own texts with the proposal; `others` are other groups' texts.
    `seen` is the proposal's mark.
    """

    pair: MergeProposal
    changes: list[list[Piece]]
    others: list[Recommendation]
    answers: Answers
    seen: str


def console(session: Session, workshop: Workshop, chosen: tuple[int, int] | None) -> Review:
    """Return the review, with the `chosen` pair first."""
    known = queries.mergings(session, workshop.id)
    written = breakouts.written(session, workshop.id)
    waiting = queries.similar(session, workshop.id)
    near = [pair for pair in waiting if pair.percent is not None]
    groups = tuple(group.id for group in breakouts.groups(session, workshop.id))
    asked, members = queries.asked(session, groups), present_by_group(session, workshop.id)
    return Review(
        clusters=[*_by_hand(written, chosen), *clusters(near)],
        similar=[pair for pair in waiting if pair.percent is None],
        open=[(one, _answers(one, said, members)) for one, said in reversed(asked)],
        merged=[(one, queries.result(session, one)) for one in known if one.state == MERGED],
        kept=[one for one in known if one.state == KEPT and one.stands],
        written=written,
        themes=workshops.themes(session, workshop.id),
        pieces=pieces,
        mark_of=_mark_of,
        reviewing=queries.is_reviewing(session, workshop),
    )


def _mark_of(pair: MergeProposal) -> str:
    return mark(queries.shown(pair))


def _answers(
    pair: MergeProposal, said: list[MergeAnswer], members: Mapping[int | None, int]
) -> list[tuple[Group, Answers]]:
    """Return the answers of the groups whose texts would be replaced, older text first."""
    going = [one for one in pair.both if not pair.keeps(one)]
    groups = dict.fromkeys(one.group for one in going if one.group)
    return [(group, consents.count(group, said, members.get(group.id, 0))) for group in groups]


def merge_questions(session: Session, group: Group) -> list[MergeQuestion]:
    """Return the mergers that a group is asked about. `with_own` adds a member's answers."""
    questions = []
    members = len(breakouts.members_of(session, group))
    for pair, said in queries.asked(session, (group.id,)):
        ours = [one for one in pair.both if one.group_id == group.id and not pair.keeps(one)]
        if not ours:
            continue  # its text stays unchanged
        others = [one for one in pair.both if one.group_id != group.id]
        changes = [pieces(sentence(one), sentence(pair)) for one in ours]
        answers = consents.count(group, said, members)
        questions.append(MergeQuestion(pair, changes, others, answers, _mark_of(pair)))
    return questions


def own_answers(
    session: Session, people: Sequence[Participant]
) -> dict[int, tuple[tuple[int, bool], ...]]:
    """Return each person's answers to their group's questions, as (question id, agrees)."""
    of_group = {person.id: person.group_id for person in people}
    found: dict[int, tuple[tuple[int, bool], ...]] = {}
    for pair, said in queries.asked(session, breakouts.groups_of(people)):
        for one in said:
            person = one.participant_id or 0
            if of_group.get(person) == one.group_id:
                found[person] = (*found.get(person, ()), (pair.id, one.agrees))
    return found


def with_own(questions: list[MergeQuestion], own: Mapping[int, bool]) -> list[MergeQuestion]:
    """Add one member's answers to the questions of a group."""
    return [
        replace(asked, answers=replace(asked.answers, own=own.get(asked.pair.id)))
        for asked in questions
    ]


def _by_hand(written: list[Recommendation], chosen: tuple[int, int] | None) -> list[Cluster]:
    known = {one.id: one for one in written}
    first, second = chosen or (0, 0)
    if first == second or not {first, second} <= known.keys():
        return []
    older, newer = in_order(first, second)
    return [Cluster(known[older], [SimilarPair(known[older], known[newer], by_hand=True)])]
