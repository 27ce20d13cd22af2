"""The seat of one late arrival, computed from the cost of the whole room."""

from dataclasses import replace

from polling.grouping import Assignment, Person, Problem, Seat
from polling.grouping.assignment_summary import choice_of
from polling.grouping.compiled_problem import IN_ROOM, SIZE, compile_problem
from polling.grouping.inseparable_people import units_of
from polling.grouping.local_search import Room


def seat_by_the_whole_room(problem: Problem, current: Assignment, person: Person) -> Seat:
    """Return the best seat, with everybody entered again into an empty room."""
    others = tuple(p for p in problem.people if p.id != person.id and p.id in current)
    problem = replace(problem, people=(*others, person))
    pairs = problem.pairs_here(problem.together)
    friends = {friend for pair in pairs if person.id in pair for friend in pair} - {person.id}
    together = {current[friend] for friend in friends}
    alone = units_of(replace(problem, together=()), problem.groups)
    room = Room(compile_problem(problem, problem.groups, alone))
    columns = {group.id: column for column, group in enumerate(problem.groups)}
    for row, other in enumerate(others):
        if current[other.id] in columns:
            room.enter(row, columns[current[other.id]])
    points = room.entering(len(others)).tolist()
    options = []
    for column, group in enumerate(problem.groups):
        choice = choice_of(person, group.theme)
        voiceless = person.virtual and not room.counts[column, IN_ROOM]
        breaks = max(int(voiceless), round(points[column] / problem.penalty))
        size = int(room.counts[column, SIZE])
        wish = group.id not in together, choice is None, size, choice or 0
        options.append((not size, breaks, *wish, points[column], column))
    best = min(options)
    group = problem.groups[best[-1]]
    return Seat(group.id, choice_of(person, group.theme), best[1])
