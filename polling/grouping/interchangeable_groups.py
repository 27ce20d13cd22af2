"""Pool equivalent groups into one large group: a far smaller problem with the same bound.

Filling equivalent groups one by one cannot cost less than filling their sum: shares and seats add
up, and a surplus in one group can at most cancel a lack in another. So the optimum of the pooled
problem is a lower bound of the real one. Its solution assigns people to themes before they are
assigned to groups.
"""

from dataclasses import dataclass, replace

import numpy as np

from polling.grouping.compiled_problem import Instance, Ints
from polling.grouping.problem import Group


@dataclass(frozen=True, slots=True)
class Pools:
    """The pooled problem, and the pool of each group, by index."""

    instance: Instance
    pool_of: Ints


def pool_alike(instance: Instance, groups: tuple[Group, ...]) -> Pools:
    """Pool the groups that have the same theme, language and sizes."""
    kinds = [(group.theme, group.language, group.smallest, group.largest) for group in groups]
    order = {kind: index for index, kind in enumerate(dict.fromkeys(kinds))}
    pool_of = np.array([order[kind] for kind in kinds], dtype=np.int64)
    pools = range(len(order))
    pooled = replace(
        instance,
        costs=np.column_stack([instance.costs[:, pool_of == p].min(axis=1) for p in pools]),
        low=np.array([instance.low[pool_of == p].sum(axis=0) for p in pools]),
        high=np.array([instance.high[pool_of == p].sum(axis=0) for p in pools]),
        slots=np.bincount(pool_of),
    )
    return Pools(pooled, pool_of)


def keep_to_pools(instance: Instance, pool_of: Ints, places: Ints) -> Instance:
    """Return the instance with a penalty for each unit outside the pool it was assigned to."""
    outside = pool_of[np.newaxis, :] != places[:, np.newaxis]
    return replace(instance, costs=instance.costs + instance.penalty * outside)
