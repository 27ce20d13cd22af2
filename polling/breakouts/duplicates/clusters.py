"""Clusters of similar recommendations, so that one look settles many pairs.

Eight similar texts make 28 pairs, but one cluster. Its lead is the text that is similar to most of
the others.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from polling.duplicates.pairs import SimilarPair
from polling.recommendations.models import Recommendation

Similar = SimilarPair[Recommendation]


@dataclass(frozen=True)
class Cluster:
    """One recommendation, and all that are similar to it, each as a pair with it."""

    lead: Recommendation
    beside: list[Similar]

    @property
    def ids(self) -> list[int]:
        """The ids of all its recommendations."""
        return [self.lead.id, *(pair.second.id for pair in self.beside)]


def clusters(pairs: Iterable[Similar]) -> list[Cluster]:
    """Return clusters that contain all of these pairs: largest first, then most similar.

    Two recommendations similar to the lead share its cluster, even if they are not a pair.
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
