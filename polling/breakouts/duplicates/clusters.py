"""Recommendations that say nearly the same, gathered so that few looks settle many pairs.

Eight texts that are all alike are 28 pairs, and one cluster: the one that most are like leads, the
others stand beside it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from polling.duplicates.pairs import SimilarPair
from polling.recommendations.models import Recommendation

Similar = SimilarPair[Recommendation]


@dataclass(frozen=True)
class Cluster:
    """One recommendation, and all that are like it, each as a pair with it."""

    lead: Recommendation
    beside: list[Similar]

    @property
    def ids(self) -> list[int]:
        """All that are in it."""
        return [self.lead.id, *(pair.second.id for pair in self.beside)]


def clusters(pairs: Iterable[Similar]) -> list[Cluster]:
    """Clusters that hold all of these pairs, the largest first, then the most alike.

    Two that are both like the lead are in its cluster, whether they are a pair or not.
    """
    waiting, found = list(pairs), []
    while waiting:
        made = _around(waiting)
        found.append(made)
        waiting = [pair for pair in waiting if not {one.id for one in pair.both} <= {*made.ids}]
    return found


def _around(pairs: list[Similar]) -> Cluster:
    links: dict[Recommendation, list[Similar]] = defaultdict(list)
    for pair in pairs:
        for one in pair.both:
            links[one].append(pair.beside(one))
    lead = max(links, key=lambda one: (len(links[one]), links[one][0].percent or 0, -one.id))
    return Cluster(lead, links[lead])
