"""`Workshop.screen_state`: the screen's content, the step, and the results not shown yet.

A result is *revealed* when organizers press "Reveal", and *shown* when the screen has shown it to
the end or the stage has changed. In between it is *unshown*: only the screen and the console have
it, so that phones and readers of the report do not learn it first.

| key | meaning |
|---|---|
| `view` | the stage whose page the screen shows instead of the workshop's own |
| `step` | how far the list on the screen has been shown; without it, all of it |
| `unshown` | contests whose results are revealed, but not shown yet |

The others belong to one stage: `contest`, `theme`, `listed` and `overall` to the votes, `group`,
`recommendation` and `presented` to the presentations, `question` to the survey, `slide` to the
report.
"""

from collections.abc import Iterable
from typing import Any

from polling import stages
from polling.workshop.models import Workshop


def put(workshop: Workshop, stage: str, *, step: int | None = None, **shown: Any) -> None:
    """Show content of this stage, regardless of the workshop's stage.

    Args:
        stage: the key of the stage whose page shows it.
        step: the step up to which it is shown; None shows all of it.
        shown: the content, under the keys of that stage.
    """
    is_own = stages.BY_KEY[stage].package == stages.BY_KEY[workshop.stage].package
    _set(workshop, **shown, step=step, view=None if is_own else stage)


def clear(workshop: Workshop, **nothing: Any) -> None:
    """Show the workshop's own stage again, and remove `nothing`, the keys of the shown content."""
    _set(workshop, **nothing, step=None, view=None)


def forget_group(workshop: Workshop, group_id: int) -> None:
    """Remove a group that is deleted, because a database may reuse its id."""
    presented = [one for one in workshop.screen_state.get("presented", []) if one != group_id]
    is_on = workshop.screen_state.get("group") == group_id
    off: dict[str, Any] = {"group": None, "recommendation": None} if is_on else {}
    _set(workshop, presented=presented or None, **off)


def view(workshop: Workshop) -> str:
    """Return the key of the stage whose page the screen shows."""
    return workshop.screen_state.get("view") or workshop.stage


def shows(workshop: Workshop, stage: str) -> bool:
    """Return whether the screen shows a page of this stage's package."""
    return stages.BY_KEY[view(workshop)].package == stages.BY_KEY[stage].package


def step(workshop: Workshop) -> int | None:
    """Return the current step, from 0; None if everything is shown."""
    found: int | None = workshop.screen_state.get("step")
    return found


def set_step(workshop: Workshop, to: int | None) -> None:
    """Show it up to this step."""
    _set(workshop, step=to)


def unshown(workshop: Workshop) -> frozenset[str]:
    """Return the contests whose results are revealed, but not shown yet."""
    return frozenset(workshop.screen_state.get("unshown", ()))


def set_unshown(workshop: Workshop, contests: Iterable[str]) -> None:
    """Keep these results from phones until the screen has shown them completely."""
    _set(workshop, unshown=sorted({*unshown(workshop), *contests}))


def set_shown(workshop: Workshop, contests: Iterable[str]) -> bool:
    """Show these results on phones; returns whether any of them was unshown."""
    before = unshown(workshop)
    after = before.difference(contests)
    if after != before:
        _set(workshop, unshown=sorted(after))
    return after != before


def _set(workshop: Workshop, **changes: Any) -> None:
    state = {**workshop.screen_state, **changes}
    workshop.screen_state = {key: value for key, value in state.items() if value is not None}
