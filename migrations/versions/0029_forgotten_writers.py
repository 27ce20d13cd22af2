"""Writers are forgotten when a workshop closes

In closed workshops, comments and silent ideas lose the participant, and marks of agreement become
counts, as `polling.facilitation.erasure` did when a workshop closed.
"""

import re
import unicodedata
from collections import Counter
from hashlib import sha256
from typing import Any, NamedTuple

import sqlalchemy as sa
from alembic import op

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
    """Store the group's agreement with the current wording of each recommendation."""
    for row in connection.execute(sa.select(recommendation).where(recommendation.c.id.in_(written))):
        words = row.original or _sentence(row.actors, row.action, row.by)
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


# ---- The sentence of a recommendation, as it was composed at this revision ----


class Joints(NamedTuple):
    """The separators: between two actors, before the last of several, after all, at the end."""

    both: str
    last: str
    modal: str
    stop: str


ENGLISH = Joints(' and ', ', and ', ' should ', '.')
VIETNAMESE = Joints(' và ', ' và ', ' cần ', '.')
THAI = Joints(' และ ', ' และ ', 'ควร', '')
THAI_LETTER = re.compile(r'[ก-๎]')
VIETNAMESE_WORD = re.compile(r'\w*[ăđơưĂĐƠƯ\u1ea0-\u1ef9]\w*')
ENDS_A_SENTENCE = re.compile(r"[.!?…。။၊]['\"”’)\]]*$")


def _sentence(actors: list[str], action: str, by: str) -> str:
    body = ' '.join(part for part in (action, by) if part)
    if not actors:
        return body
    joints = _joints(body)
    subject = joints.both.join(actors)
    if len(actors) > 2:
        subject = f'{", ".join(actors[:-1])}{joints.last}{actors[-1]}'
    apart = ' ' if joints is THAI and not THAI_LETTER.match(subject[-1]) else ''
    stop = '' if ENDS_A_SENTENCE.search(body) else joints.stop
    return f'{subject[0].upper()}{subject[1:]}{apart}{joints.modal}{body}{stop}'


def _joints(body: str) -> Joints:
    if body.isascii():
        return ENGLISH
    if THAI_LETTER.match(body):
        return THAI
    found = VIETNAMESE_WORD.findall(unicodedata.normalize('NFC', body))
    return VIETNAMESE if len(found) > len(body.split()) / 3 else ENGLISH


def downgrade() -> None:
    for table in ('comment', 'idea'):
        op.execute(sa.text(f'DELETE FROM {table} WHERE participant_id IS NULL'))
        with op.batch_alter_table(table) as batch:
            batch.alter_column('participant_id', existing_type=sa.Integer(), nullable=False)
