"""A problem made ready to be solved, and its solution put back in the problem's own terms."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from polling.grouping.broken_rules import broken_rules
from polling.grouping.exact_model import Solution
from polling.grouping.instance import Instance, Ints, compile_problem
from polling.grouping.problem import Problem
from polling.grouping.result import Assignment, BrokenRule, Grouping, Reason, Rule
from polling.grouping.sizes import Fitted, fit_sizes
from polling.grouping.units import Unit, units_of


@dataclass(frozen=True, slots=True)
class Prepared:
    """A problem, the groups that stay open, the units to place, and all that in numbers."""

    problem: Problem
    fitted: Fitted
    units: tuple[Unit, ...]
    instance: Instance

    def grouping(self, solution: Solution) -> Grouping:
        """Say who is where, and how good that is."""
        assignment = self._assignment(solution.places)
        breaks, points = divmod(self.instance.points(solution.places), self.instance.penalty)
        return Grouping(
            assignment=assignment,
            points=points,
            bound=max(0, solution.bound - breaks * self.instance.penalty),
            broken=broken_rules(self.problem, assignment),
            closed=self.fitted.closed,
            finished=solution.finished,
            unavoidable=solution.bound >= breaks * self.instance.penalty,
        )

    def _assignment(self, places: Ints) -> dict[str, str]:
        groups = {
            person.id: self.fitted.groups[place].id
            for unit, place in zip(self.units, places.tolist(), strict=True)
            for person in unit.people
        }
        return {person.id: groups[person.id] for person in self.problem.people}

    def absences(self, assignment: Assignment) -> Ints:
        """Return how many members of each unit are in another group than each one.

        Those who are in no open group are away from none.
        """
        columns = {group.id: column for column, group in enumerate(self.fitted.groups)}
        present = np.zeros(self.instance.shape, dtype=np.int64)
        for row, unit in enumerate(self.units):
            for person in unit.people:
                if (column := columns.get(assignment.get(person.id, ""))) is not None:
                    present[row, column] += 1
        absences: Ints = present.sum(axis=1, keepdims=True) - present
        return absences


def prepare(problem: Problem, members: Mapping[str, int] | None = None) -> Prepared:
    """Make a problem with people and groups ready; `members` as for `fit_sizes`."""
    fitted = fit_sizes(problem, members)
    units = units_of(problem, fitted.groups)
    return Prepared(problem, fitted, units, compile_problem(problem, fitted.groups, units))


def nobody_placed(problem: Problem) -> Grouping:
    """Return the answer when there is nobody to place, or nowhere to place anybody."""
    everybody = tuple(person.id for person in problem.people)
    broken = (BrokenRule(Rule.PLACE, Reason.NO_GROUPS, people=everybody),) if everybody else ()
    return Grouping({}, broken=broken, closed=tuple(group.id for group in problem.groups))
