"""Form groups: find the best assignment within a time limit, and a bound on its quality.

Equivalent groups are pooled and solved first, which is exact, fast, and gives a lower bound. Then
each pool is split into its groups, and the result is refined.
"""

from time import monotonic

import numpy as np

from polling.grouping.compiled_problem import Instance, Ints
from polling.grouping.exact_model import Solution, solve
from polling.grouping.interchangeable_groups import keep_to_pools, pool_alike
from polling.grouping.local_search import improve, place_all
from polling.grouping.neighbourhood_search import Aim, refine
from polling.grouping.preparation import Prepared, nobody_placed, prepare
from polling.grouping.problem import Problem
from polling.grouping.result import Grouping


def form_groups(problem: Problem, *, seconds: float = 20, within: float = 0.01) -> Grouping:
    """Assign everybody to a group.

    Stops when the result is proven to be `within` (a fraction) of the optimum, or after about
    `seconds`. Rules that cannot all be kept are broken as rarely as possible, and reported; so
    there is always a result. Blocks the thread, so call it in a worker process or a native thread.
    """
    if not problem.groups or not problem.people:
        return nobody_placed(problem)
    end = monotonic() + seconds
    prepared = prepare(problem)
    return prepared.grouping(_optimise(prepared, end, within))


def _optimise(prepared: Prepared, end: float, within: float) -> Solution:
    """Place everybody directly, and pool by pool; refine the better of the two."""
    instance, seed = prepared.instance, prepared.problem.seed
    rng = np.random.default_rng(seed)
    rough = improve(instance, place_all(instance, rng), rng)
    pools = pool_alike(instance, prepared.fitted.groups)
    half_time = (end - monotonic()) / 2
    pooled = solve(pools.instance, pools.pool_of[rough], half_time, 0, seed)
    dealt = _deal(keep_to_pools(instance, pools.pool_of, pooled.places), instance, rng)
    aim = Aim(pooled.bound, within, lambda: end - monotonic(), seed)
    return refine(instance, min(rough, dealt, key=instance.points), aim)


def _deal(within_pools: Instance, instance: Instance, rng: np.random.Generator) -> Ints:
    dealt = improve(within_pools, place_all(within_pools, rng), rng)
    return improve(instance, dealt, rng)
