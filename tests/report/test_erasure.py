"""Closing a workshop erases authors, and keeps texts and counts."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine, select

from config import TestConfig
from polling.breakouts.duplicates.models import MergeAnswer, MergeProposal
from polling.breakouts.models import Group, Idea, SeatingRule
from polling.breakouts.queries import members_of
from polling.breakouts.read_back.queries import agreements
from polling.core.db import reading, transaction
from polling.core.engines import make_engine
from polling.core.migrate import upgrade
from polling.presentations.models import Comment
from polling.recommendations.agreement import Agreement, Reason
from polling.recommendations.models import AgreementMark, Recommendation
from polling.recommendations.sentence import sentence_digest
from polling.report.actions.writer_erasure import forget_writers
from polling.workshop.models import Workshop
from tests.databases import on_both
from tests.presentations.conftest import presenting
from tests.room import Room
from tests.test_migrating_invitations import insert, migrate

__all__ = ["presenting"]
BEFORE = "0028"


def fill(room: Room) -> int:
    """Add data of each kind by members of the first group; return the recommendation's id."""
    with transaction() as session:
        group = session.scalars(select(Group).order_by(Group.id)).first()
        assert group
        one, other = group.recommendations[:2]
        writer, second = [person.id for person in members_of(session, group)][:2]
        for person, stance, reason in ((writer, "agree", ""), (second, "cannot", "too dear")):
            session.add(
                AgreementMark(
                    recommendation_id=one.id,
                    participant_id=person,
                    group_id=group.id,
                    stance=stance,
                    reason=reason,
                    wording_digest=sentence_digest(one),
                )
            )
        session.add(
            AgreementMark(
                recommendation_id=other.id,
                participant_id=writer,
                group_id=group.id,
                stance="agree",
                wording_digest="old",
            )
        )
        session.add(Comment(recommendation_id=one.id, participant_id=writer, kind="support"))
        session.add(
            Idea(group_id=group.id, issue_id=one.issue_id, participant_id=writer, text="an idea")
        )
        merging = MergeProposal(workshop_id=room.workshop_id, first_id=one.id, second_id=other.id)
        session.add(merging)
        session.flush()
        session.add(
            MergeAnswer(
                proposal_id=merging.id, group_id=group.id, participant_id=writer, agrees=True
            )
        )
        session.add(
            SeatingRule(
                workshop_id=room.workshop_id,
                kind="apart",
                participant_id=writer,
                other_participant_id=second,
            )
        )
        return one.id


@on_both
def test_nothing_that_somebody_wrote_leads_to_them_after_the_close(presenting: Room) -> None:
    chosen = fill(presenting)
    with reading() as session:
        before = agreements(session, presenting.workshop_id)
    with transaction() as session:
        forget_writers(session, session.get_one(Workshop, presenting.workshop_id))
    with reading() as session:
        assert [one.participant_id for one in session.scalars(select(Comment))] == [None]
        assert {one.participant_id for one in session.scalars(select(Idea))} == {None}
        left = [
            session.scalars(select(kind)).all()
            for kind in (AgreementMark, MergeAnswer, SeatingRule)
        ]
        assert left == [[], [], []]
        assert agreements(session, presenting.workshop_id) == before
        assert before[chosen].reasons == [Reason(stance="cannot", text="too dear")]


def test_moving_on_to_the_report_forgets_the_writers(presenting: Room) -> None:
    fill(presenting)
    presenting.go("closed")
    with reading() as session:
        assert [one.participant_id for one in session.scalars(select(Comment))] == [None]


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    made = make_engine(TestConfig(database_url=database).database)
    yield made
    made.dispose()


SENTENCE = Recommendation(actors=["Banks"], action="report", by="", original="")


def fill_by_hand(connection: sa.Connection) -> None:
    """Add a closed workshop and one at the breakouts, each with one member who wrote everything."""
    for number, stage in ((1, "closed"), (2, "breakouts")):
        ids = {"workshop_id": number, "theme_id": number, "issue_id": number}
        insert(connection, "workshop", id=number, code=str(number), stage=stage)
        insert(connection, "theme", id=number, workshop_id=number)
        insert(connection, "issue", id=number, theme_id=number)
        insert(connection, "breakout_group", id=number, **ids, number=1)
        insert(connection, "participant", id=number, workshop_id=number, group_id=number, number=1)
        parts = {"actors": ["Banks"], "action": "report", "by": "", "original": ""}
        insert(connection, "recommendation", id=number, issue_id=number, group_id=number, **parts)
        written = {"participant_id": number, "recommendation_id": number}
        marked = {
            "stance": "cannot",
            "reason": "too dear",
            "wording": sentence_digest(SENTENCE),
        }
        insert(connection, "mark", **written, **marked)
        insert(connection, "comment", id=number, **written, kind="support", text="yes")
        idea = {"group_id": number, "issue_id": number, "participant_id": number}
        insert(connection, "idea", id=10 * number, **idea, text="first", beside_id=None)
        insert(connection, "idea", id=number, **idea, text="second", beside_id=10 * number)


@on_both
def test_a_workshop_that_is_closed_already_is_migrated_and_others_are_not(engine: Engine) -> None:
    with engine.execution_options(writes=True).begin() as connection:
        migrate(connection, BEFORE)
        fill_by_hand(connection)
    upgrade(engine)
    with engine.connect() as connection:
        writers = "SELECT participant_id FROM {} ORDER BY id"
        assert [*connection.scalars(sa.text(writers.format("comment")))] == [None, 2]
        assert [*connection.scalars(sa.text(writers.format("idea")))] == [None, 2, None, 2]
        together = "SELECT grouped_under_id FROM idea ORDER BY id"
        assert [*connection.scalars(sa.text(together))] == [10, 20, None, None]
        assert [*connection.scalars(sa.text("SELECT participant_id FROM agreement_mark"))] == [2]
        kept = connection.scalar(
            select(Recommendation.imported_agreement).where(Recommendation.id == 1)
        )
    assert kept
    assert kept["wording"] == sentence_digest(SENTENCE)
    assert Agreement.model_validate(kept["agreement"]) == Agreement(
        members=1, cannot=1, reasons=[Reason(stance="cannot", text="too dear")]
    )
