"""What the review shows: to organizers everything, to a group what it is asked."""

from typing import Any

from sqlalchemy.orm import Session

from polling.breakouts import queries as breakouts
from polling.breakouts.duplicates import consents, queries
from polling.breakouts.duplicates.clusters import Cluster, clusters
from polling.breakouts.duplicates.consents import Answers
from polling.breakouts.duplicates.models import KEPT, MERGED, OPEN, MergeProposal
from polling.breakouts.models import Group
from polling.core.text_diff import pieces
from polling.recommendations.models import Recommendation
from polling.recommendations.sentence import sentence
from polling.workshop import queries as workshops
from polling.workshop.models import Workshop


def console(session: Session, workshop: Workshop, chosen: tuple[int, int] | None) -> dict[str, Any]:
    """The clusters to look at, a `chosen` pair first; what is being asked; what was decided."""
    known = queries.mergings(session, workshop.id)
    written = breakouts.written(session, workshop.id)
    return {
        "clusters": [*_by_hand(written, chosen), *clusters(queries.alike(session, workshop.id))],
        "open": [(one, _answers(session, one)) for one in known if one.state in OPEN],
        "merged": [(one, queries.result(session, one)) for one in known if one.state == MERGED],
        "kept": [one for one in known if one.state == KEPT],
        "written": written,
        "themes": workshops.themes(session, workshop.id),
        "pieces": pieces,
        "reviewing": queries.is_reviewing(session, workshop),
    }


def _answers(session: Session, pair: MergeProposal) -> list[tuple[Group, Answers]]:
    """What each group whose text would go has answered, the older one's first."""
    going = [one for one in pair.both if not pair.keeps(one)]
    groups = dict.fromkeys(one.group for one in going if one.group)
    return [(group, consents.answers(session, pair, group)) for group in groups]


def for_the_group(session: Session, group: Group, viewer: int | None = None) -> dict[str, Any]:
    """What a group is asked, with how each of its own texts would change and what it answers."""
    questions = []
    for pair in queries.asked(session, group):
        ours = [one for one in pair.both if one.group_id == group.id and not pair.keeps(one)]
        if not ours:
            continue  # what it wrote stays as it is
        others = [one for one in pair.both if one.group_id != group.id]
        changes = [pieces(sentence(one), sentence(pair)) for one in ours]
        questions.append(
            {
                "pair": pair,
                "changes": changes,
                "others": others,
                "answers": consents.answers(session, pair, group, viewer),
            }
        )
    return {"merge_questions": questions}


def _by_hand(written: list[Recommendation], chosen: tuple[int, int] | None) -> list[Cluster]:
    known = {one.id: one for one in written}
    first, second = chosen or (0, 0)
    if first == second or not {first, second} <= known.keys():
        return []
    older, newer = queries.in_order(first, second)
    return [Cluster(known[older], [queries.SimilarPair(known[older], known[newer], None)])]
