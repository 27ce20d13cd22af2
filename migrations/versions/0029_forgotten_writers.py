"""Writers are forgotten when a workshop closes

Comments and silent ideas of workshops that are closed already lose the participant, and marks of
agreement become counts, as `polling.facilitation.erasure` does when a workshop closes.
"""

from collections import Counter
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from alembic import op

from polling.recommendations.wording import Wording
from polling.recommendations.sentence import sentence

revision = '0029'
down_revision = '0028'
branch_labels = None
depends_on = None

workshop = sa.table('workshop', *map(sa.column, ('id', 'stage')))
group = sa.table('breakout_group', *map(sa.column, ('id', 'workshop_id')))
person = sa.table('participant', *map(sa.column, ('id', 'group_id', 'removed')))
idea = sa.table('idea', *map(sa.column, ('id', 'group_id', 'participant_id', 'beside_id')))
comment = sa.table('comment', *map(sa.column, ('recommendation_id', 'participant_id')))
consent = sa.table('consent', *map(sa.column, ('group_id', 'participant_id')))
seating_rule = sa.table('seating_rule', sa.column('workshop_id'))
mark = sa.table(
    'mark',
    *map(sa.column, ('recommendation_id', 'participant_id', 'stance', 'reason', 'wording')),
)
recommendation = sa.table(
    'recommendation',
    *map(sa.column, ('id', 'group_id', 'action', 'by', 'original')),
    sa.column('actors', sa.JSON()),
    sa.column('agreement_of_file', sa.JSON()),
)


def upgrade() -> None:
    connection = op.get_bind()
    _allow_no_writer(connection)
    closed = sa.select(workshop.c.id).where(workshop.c.stage == 'closed')
    groups = sa.select(group.c.id).where(group.c.workshop_id.in_(closed))
    written = sa.select(recommendation.c.id).where(recommendation.c.group_id.in_(groups))
    _count_marks(connection, written)
    op.execute(mark.delete().where(mark.c.recommendation_id.in_(written)))
    op.execute(idea.update().where(idea.c.group_id.in_(groups)).values(participant_id=None))
    op.execute(
        comment.update().where(comment.c.recommendation_id.in_(written)).values(participant_id=None)
    )
    op.execute(
        consent.delete().where(consent.c.group_id.in_(groups), consent.c.participant_id.is_not(None))
    )
    op.execute(seating_rule.delete().where(seating_rule.c.workshop_id.in_(closed)))


def _allow_no_writer(connection: sa.Connection) -> None:
    together = sa.select(idea.c.id, idea.c.beside_id).where(idea.c.beside_id.is_not(None))
    pairs = connection.execute(together).all()
    for table in ('idea', 'comment'):
        with op.batch_alter_table(table) as batch:
            batch.alter_column('participant_id', existing_type=sa.Integer(), nullable=True)
    for one, other in pairs:  # SQLite sets them to NULL when the old table is dropped
        connection.execute(idea.update().where(idea.c.id == one).values(beside_id=other))


def _count_marks(connection: sa.Connection, written: sa.Select[Any]) -> None:
    """Keep for each recommendation how its group's members stood to it as it reads now."""
    for row in connection.execute(sa.select(recommendation).where(recommendation.c.id.in_(written))):
        words = sentence(Wording(tuple(row.actors), row.action, row.by, original=row.original))
        wording = sha256(words.encode()).hexdigest()[:16]
        members = sa.select(person.c.id).where(
            person.c.group_id == row.group_id, person.c.removed.is_(sa.false())
        )
        marks = connection.execute(
            sa.select(mark.c.stance, mark.c.reason).where(
                mark.c.recommendation_id == row.id,
                mark.c.wording == wording,
                mark.c.participant_id.in_(members),
            )
        ).all()
        if marks:
            size = connection.scalar(sa.select(sa.func.count()).select_from(members.subquery()))
            reasons = sorted((stance, reason) for stance, reason in marks if reason)
            stances = Counter(stance for stance, _ in marks)
            agreement = {
                'members': size,
                **{key: stances[key] for key in ('agree', 'reservations', 'cannot')},
                'reasons': [{'stance': stance, 'text': reason} for stance, reason in reasons],
            }
            connection.execute(
                recommendation.update()
                .where(recommendation.c.id == row.id)
                .values(agreement_of_file={'wording': wording, 'agreement': agreement})
            )


def downgrade() -> None:
    for table in ('comment', 'idea'):
        op.execute(sa.text(f'DELETE FROM {table} WHERE participant_id IS NULL'))
        with op.batch_alter_table(table) as batch:
            batch.alter_column('participant_id', existing_type=sa.Integer(), nullable=False)
