"""Ballots and turnout are partitioned on PostgreSQL, and closed votes hide their order

A sweep rewrites one partition after another, so that nobody waits for all ballots.
"""

from alembic import op

revision = '0042'
down_revision = '0041'
branch_labels = None
depends_on = None

PARTITIONS = 16
PARTITIONED = {'ballot': 'contest_id, key', 'turnout': 'contest_id, participant_id'}
OTHERS = {
    'concern': 'contest_id, key, option',
    'paper_ballot': 'contest_id, number',
    'dissent_note': 'contest_id, key',
    'survey_turnout': 'workshop_id, participant_id',
    'survey_response': 'workshop_id, key',
}
REFERENCES = {
    'ballot': {'contest_id': 'contest'},
    'turnout': {'contest_id': 'contest', 'participant_id': 'participant'},
}


def upgrade() -> None:
    """Store the rows again, sorted by key."""
    if op.get_bind().dialect.name != 'postgresql':
        return
    for table, key in PARTITIONED.items():
        _store_again(table, key, ' PARTITION BY HASH (contest_id)')
    for table, key in OTHERS.items():
        op.execute(
            f'WITH old AS (DELETE FROM {table} RETURNING *) '
            f'INSERT INTO {table} SELECT * FROM old ORDER BY {key}'
        )


def downgrade() -> None:
    """Without partitions."""
    if op.get_bind().dialect.name != 'postgresql':
        return
    for table, key in PARTITIONED.items():
        _store_again(table, key, '')


def _store_again(table: str, key: str, partitioned: str) -> None:
    op.execute(f'ALTER TABLE {table} RENAME TO old_{table}')
    op.execute(f'ALTER TABLE old_{table} RENAME CONSTRAINT pk_{table} TO pk_old_{table}')
    op.execute(f'CREATE TABLE {table} (LIKE old_{table} INCLUDING DEFAULTS){partitioned}')
    for number in range(PARTITIONS if partitioned else 0):
        op.execute(
            f'CREATE TABLE {table}_{number} PARTITION OF {table} '
            f'FOR VALUES WITH (MODULUS {PARTITIONS}, REMAINDER {number})'
        )
    op.execute(f'INSERT INTO {table} SELECT * FROM old_{table} ORDER BY {key}')
    op.execute(f'DROP TABLE old_{table}')
    op.execute(f'ALTER TABLE {table} ADD CONSTRAINT pk_{table} PRIMARY KEY ({key})')
    for column, referred in REFERENCES[table].items():
        op.execute(
            f'ALTER TABLE {table} ADD CONSTRAINT fk_{table}_{column}_{referred} '
            f'FOREIGN KEY ({column}) REFERENCES {referred} (id) ON DELETE CASCADE'
        )
