"""The turnout in the room and of those who join from elsewhere."""

from typing import Any

from sqlalchemy.orm import Session

from polling.contests import electorate
from polling.contests.models import Contest
from polling.core.i18n import _
from polling.people import queries as people
from polling.people.models import PRESENCE
from polling.privacy.pools import pools


def by_presence(session: Session, contest: Contest) -> list[dict[str, Any]]:
    """[{"sector", "voted", "present"}]; nothing where there are not two parts large enough."""
    everybody = people.participants(session, contest.workshop_id)
    said = [person.attributes.get(PRESENCE, "") for person in everybody]
    pooled = pools(PRESENCE, said, smallest=contest.smallest, other=str(_("Other")))
    rows = electorate.turnout_by(session, contest, pooled)
    enough = all(row["present"] >= contest.smallest for row in rows)
    return rows if enough and len(rows) > 1 else []
