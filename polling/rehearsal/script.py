"""The script: how many recommendations on each issue, which ones, and concerns."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import islice

from polling.rehearsal.acts.drafting import Task
from polling.workshop_file.schema import Recommendation

# Recommendations on the priority issues of each theme, as at the real event.
SHAPE = ((5, 4, 2), (4, 3, 4), (4, 3, 4), (8, 4, 4), (5, 7), (4, 5))
USUAL = 4


@dataclass(frozen=True)
class Script:
    """`themes` are issue ids by theme; `texts` are the possible texts for each issue.

    `concerns` are objections that fit any of them.
    """

    themes: list[list[int]]
    texts: dict[int, list[Recommendation]]
    concerns: dict[int, list[str]]

    def tasks(self, issues_of_groups: list[list[int]]) -> list[list[Task]]:
        """Return the tasks of each group: groups of a theme alternate on each of its issues."""
        groups_on: dict[int, list[int]] = defaultdict(list)
        for group, issues in enumerate(issues_of_groups):
            for issue in issues:
                groups_on[issue].append(group)
        tasks: list[list[Task]] = [[] for _ in issues_of_groups]
        for issue, texts in self._choose(list(groups_on)).items():
            for turn, text in enumerate(texts):
                groups = groups_on[issue]
                tasks[groups[turn % len(groups)]].append(Task(issue, text))
        return tasks

    def _choose(self, issues: list[int]) -> dict[int, list[Recommendation]]:
        """Return each issue's own texts, plus those of issues that nobody works on."""
        chosen: dict[int, list[Recommendation]] = {}
        for number, theme in enumerate(self.themes):
            worked_on = [issue for issue in issues if issue in theme]
            spare = iter([t for issue in theme if issue not in issues for t in self.texts[issue]])
            for place, issue in enumerate(worked_on):
                wanted = _number(number, place)
                own = self.texts[issue][:wanted]
                chosen[issue] = own + list(islice(spare, wanted - len(own)))
        return chosen


def _number(theme: int, place: int) -> int:
    shape = SHAPE[theme] if theme < len(SHAPE) else ()
    return shape[place] if place < len(shape) else USUAL
