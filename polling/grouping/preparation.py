"""Prepare a problem for solving, and translate its solution back."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from polling.grouping.broken_rules import broken_rules
from polling.grouping.compiled_problem import Instance, Ints, compile_problem
from polling.grouping.exact_model import Solution
from polling.grouping.group_sizes import Fitted, fit_sizes
from polling.grouping.inseparable_people import Unit, units_of
from polling.grouping.problem import Problem
from polling.grouping.result import Assignment, BrokenRule, Grouping, Reason, Rule


@dataclass(frozen=True, slots=True)
class Prepared:
    """A problem, its open groups, the units to place, and the compiled instance."""

    problem: Problem
    fitted: Fitted
    units: tuple[Unit, ...]
    instance: Instance

    def grouping(self, solution: Solution) -> Grouping:
        """Return the assignment and its quality."""
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
        """Return, for each unit and group, how many of the unit's members are in another group.

        Members who are in no open group do not count.
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
    """Prepare a problem that has people and groups; `members` as for `fit_sizes`."""
    fitted = fit_sizes(problem, members)
    units = units_of(problem, fitted.groups)
    return Prepared(problem, fitted, units, compile_problem(problem, fitted.groups, units))


def nobody_placed(problem: Problem) -> Grouping:
    """Return the result if there are no people or no groups."""
    everybody = tuple(person.id for person in problem.people)
    broken = (BrokenRule(Rule.PLACE, Reason.NO_GROUPS, people=everybody),) if everybody else ()
    return Grouping({}, broken=broken, closed=tuple(group.id for group in problem.groups))
