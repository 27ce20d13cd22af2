"""Notes, note-takers' links, and merged issues"""

import sqlalchemy as sa
from alembic import op

revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('note_link',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('workshop_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('label', sa.String(), nullable=False),
    sa.Column('sitting_id', sa.Integer(), nullable=True),
    sa.Column('epoch', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['sitting_id'], ['sitting.id'], name=op.f('fk_note_link_sitting_id_sitting'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['workshop_id'], ['workshop.id'], name=op.f('fk_note_link_workshop_id_workshop'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_note_link')),
    sa.UniqueConstraint('workshop_id', 'number', name=op.f('uq_note_link_workshop_id'))
    )
    op.create_index(op.f('ix_note_link_workshop_id'), 'note_link', ['workshop_id'], unique=False)
    op.create_table('issues_apart',
    sa.Column('first_id', sa.Integer(), nullable=False),
    sa.Column('second_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['first_id'], ['issue.id'], name=op.f('fk_issues_apart_first_id_issue'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['second_id'], ['issue.id'], name=op.f('fk_issues_apart_second_id_issue'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('first_id', 'second_id', name=op.f('pk_issues_apart'))
    )
    op.create_table('merged_issue',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('issue_id', sa.Integer(), nullable=False),
    sa.Column('within_id', sa.Integer(), nullable=True),
    sa.Column('theme_id', sa.Integer(), nullable=True),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('headline', sa.String(), nullable=False),
    sa.Column('short', sa.String(), nullable=False),
    sa.Column('rationale', sa.String(), nullable=False),
    sa.Column('sources', sa.JSON(), nullable=False),
    sa.Column('gained', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['issue_id'], ['issue.id'], name=op.f('fk_merged_issue_issue_id_issue'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['theme_id'], ['theme.id'], name=op.f('fk_merged_issue_theme_id_theme'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['within_id'], ['merged_issue.id'], name=op.f('fk_merged_issue_within_id_merged_issue'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_merged_issue'))
    )
    op.create_index(op.f('ix_merged_issue_issue_id'), 'merged_issue', ['issue_id'], unique=False)
    op.create_index(op.f('ix_merged_issue_theme_id'), 'merged_issue', ['theme_id'], unique=False)
    op.create_index(op.f('ix_merged_issue_within_id'), 'merged_issue', ['within_id'], unique=False)
    op.create_table('note',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('workshop_id', sa.Integer(), nullable=False),
    sa.Column('link_id', sa.Integer(), nullable=True),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('headline', sa.String(), nullable=False),
    sa.Column('detail', sa.String(), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('theme_id', sa.Integer(), nullable=True),
    sa.Column('issue_id', sa.Integer(), nullable=True),
    sa.Column('merged_id', sa.Integer(), nullable=True),
    sa.Column('gained', sa.JSON(), nullable=False),
    sa.Column('aside', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['issue_id'], ['issue.id'], name=op.f('fk_note_issue_id_issue'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['link_id'], ['note_link.id'], name=op.f('fk_note_link_id_note_link'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['merged_id'], ['merged_issue.id'], name=op.f('fk_note_merged_id_merged_issue'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['theme_id'], ['theme.id'], name=op.f('fk_note_theme_id_theme'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['workshop_id'], ['workshop.id'], name=op.f('fk_note_workshop_id_workshop'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_note')),
    sa.UniqueConstraint('workshop_id', 'key', name=op.f('uq_note_workshop_id'))
    )
    op.create_index(op.f('ix_note_issue_id'), 'note', ['issue_id'], unique=False)
    op.create_index(op.f('ix_note_link_id'), 'note', ['link_id'], unique=False)
    op.create_index(op.f('ix_note_merged_id'), 'note', ['merged_id'], unique=False)
    op.create_index(op.f('ix_note_theme_id'), 'note', ['theme_id'], unique=False)
    op.create_index(op.f('ix_note_workshop_id'), 'note', ['workshop_id'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_note_workshop_id'), table_name='note')
    op.drop_index(op.f('ix_note_theme_id'), table_name='note')
    op.drop_index(op.f('ix_note_merged_id'), table_name='note')
    op.drop_index(op.f('ix_note_link_id'), table_name='note')
    op.drop_index(op.f('ix_note_issue_id'), table_name='note')
    op.drop_table('note')
    op.drop_index(op.f('ix_merged_issue_within_id'), table_name='merged_issue')
    op.drop_index(op.f('ix_merged_issue_theme_id'), table_name='merged_issue')
    op.drop_index(op.f('ix_merged_issue_issue_id'), table_name='merged_issue')
    op.drop_table('merged_issue')
    op.drop_table('issues_apart')
    op.drop_index(op.f('ix_note_link_workshop_id'), table_name='note_link')
    op.drop_table('note_link')
