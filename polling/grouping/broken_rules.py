"""Determine which rules an assignment breaks, and why. All assignments are checked here."""

from collections.abc import Iterator

from polling.grouping.problem import Group, Person, Problem, understands
from polling.grouping.result import Assignment, BrokenRule, Reason, Rule


def broken_rules(problem: Problem, assignment: Assignment) -> tuple[BrokenRule, ...]:
    """Return the broken rules of groups (without people), of people, and of pairs."""
    judge = _Judge(problem, assignment)
    return (*judge.of_groups(), *judge.of_people(), *judge.of_pins(), *judge.of_pairs())


class _Judge:
    def __init__(self, problem: Problem, assignment: Assignment) -> None:
        self.problem = problem
        self.groups = {group.id: group for group in problem.groups}
        self.places = {
            person.id: assignment[person.id]
            for person in problem.people
            if assignment.get(person.id) in self.groups
        }
        self.members: dict[str, list[Person]] = {group: [] for group in self.groups}
        for person in problem.people:
            if person.id in self.places:
                self.members[self.places[person.id]].append(person)

    def of_groups(self) -> Iterator[BrokenRule]:
        """Yield groups of a wrong size, and groups with virtual members but nobody in the room."""
        for group in self.problem.groups:
            members = self.members[group.id]
            if not group.smallest <= len(members) <= group.largest:
                yield BrokenRule(Rule.SIZE, self._why_size(group, len(members)), group.id)
            if members and all(person.virtual for person in members):
                yield BrokenRule(Rule.VOICE, self._why_no_voice(), group.id)

    def _why_size(self, group: Group, size: int) -> Reason:
        people = len(self.problem.people)
        if size < group.smallest and people < sum(g.smallest for g in self.problem.groups):
            return Reason.TOO_FEW_PEOPLE
        if size > group.largest and people > sum(g.largest for g in self.problem.groups):
            return Reason.TOO_MANY_PEOPLE
        return Reason.CONFLICT

    def _why_no_voice(self) -> Reason:
        in_room = sum(not person.virtual for person in self.problem.people)
        filled = sum(bool(members) for members in self.members.values())
        return Reason.TOO_FEW_IN_ROOM if in_room < filled else Reason.CONFLICT

    def of_people(self) -> Iterator[BrokenRule]:
        """Yield people without a group, and people who do not understand their group's language."""
        for person in self.problem.people:
            place = self.places.get(person.id)
            if place is None:
                reason = Reason.CONFLICT if self.groups else Reason.NO_GROUPS
                yield BrokenRule(Rule.PLACE, reason, people=(person.id,))
            elif not understands(person, self.groups[place]):
                yield BrokenRule(Rule.LANGUAGE, self._why_lost(person), place, (person.id,))

    def _why_lost(self, person: Person) -> Reason:
        if any(understands(person, group) for group in self.problem.groups):
            return Reason.CONFLICT
        return Reason.NO_GROUP_IN_LANGUAGE

    def of_pins(self) -> Iterator[BrokenRule]:
        """Yield people, including facilitators, who are not in the group they are pinned to."""
        pinned = self.problem.pinned()
        facilitating = [(group.facilitator, group.id) for group in self.problem.groups]
        for person, group in dict.fromkeys([*pinned.items(), *facilitating]):
            if person in pinned and self.places.get(person) != group:
                reason = self._why_not_there(group, pinned[person])
                yield BrokenRule(Rule.PIN, reason, group, (person,))

    def _why_not_there(self, group: str, pinned_to: str) -> Reason:
        if pinned_to != group:
            return Reason.CONTRADICTION
        return Reason.CONFLICT if self.members.get(group) else Reason.GROUP_CLOSED

    def of_pairs(self) -> Iterator[BrokenRule]:
        """Yield pairs that should be apart but share a group, and the reverse."""
        rules = {Rule.APART: self.problem.apart, Rule.TOGETHER: self.problem.together}
        for rule, pairs in rules.items():
            for pair in self.problem.pairs_here(pairs):
                one, two = (self.places.get(person) for person in pair)
                if None not in (one, two) and (one == two) == (rule is Rule.APART):
                    yield BrokenRule(rule, self._why_pair(rule, pair), people=pair)

    def _why_pair(self, rule: Rule, pair: tuple[str, str]) -> Reason:
        """Return CONTRADICTION if the opposite rule exists or the pins of the two exclude it."""
        opposite = self.problem.together if rule is Rule.APART else self.problem.apart
        homes = {self.problem.pinned().get(person) for person in pair}
        pinned = None not in homes and (len(homes) == 1) == (rule is Rule.APART)
        if pinned or pair in self.problem.pairs_here(opposite):
            return Reason.CONTRADICTION
        return Reason.CONFLICT
