"""Standard names for tables, columns, constraints and indexes

Rows are not copied.
"""

import re

from alembic import op

revision = '0031'
down_revision = '0030'
branch_labels = None
depends_on = None

TABLES = {
    'organizing': 'workshop_organizer',
    'merging': 'merge_proposal',
    'consent': 'merge_answer',
    'asked': 'ballot_assignment',
    'sitting': 'agenda_session',
    'paper': 'paper_ballot',
    'mark': 'agreement_mark',
    'issues_apart': 'dismissed_duplicate',
}
COLUMNS = {  # by the new name of the table
    'organizer': {'epoch': 'token_version'},
    'login': {'epoch': 'token_version'},
    'participant': {'epoch': 'token_version'},
    'badge': {'epoch': 'token_version'},
    'note_link': {'epoch': 'token_version', 'sitting_id': 'session_id'},
    'workshop': {
        'screen_epoch': 'screen_token_version',
        'imported': 'imported_results',
        'spotlight': 'screen_state',
        'document': 'document_key',
    },
    'merged_issue': {'within_id': 'parent_id', 'gained': 'contribution'},
    'note': {'merged_id': 'merged_issue_id', 'gained': 'contribution', 'aside': 'dismissed'},
    'breakout_group': {
        'link_epoch': 'link_token_version',
        'document': 'document_key',
        'reading': 'reading_back_id',
        'ideas': 'idea_phase',
    },
    'idea': {'shown': 'shown_position', 'beside_id': 'grouped_under_id'},
    'agreement_mark': {'wording': 'wording_digest'},
    'draft_version': {
        'began': 'began_at',
        'restored': 'restored_from',
        'least': 'min_length',
        'peak': 'max_length',
    },
    'merge_answer': {'merging_id': 'proposal_id'},
    'contest': {'roll': 'electorate_size'},
    'ballot_assignment': {'place': 'position'},
    'recommendation': {
        'printed': 'print_override',
        'printed_as': 'print_wording',
        'agreement_of_file': 'imported_agreement',
    },
    'seating_rule': {'one_id': 'participant_id', 'other_id': 'other_participant_id'},
    'dissent_note': {'shown': 'approved'},
    'log_entry': {'previous': 'previous_digest'},
    'timer': {'left_ms': 'remaining_ms'},
}
CONSTRAINTS = {  # by the new name of the table
    'workshop_organizer': {
        'pk_organizing': 'pk_workshop_organizer',
        'fk_organizing_workshop_id_workshop': 'fk_workshop_organizer_workshop_id_workshop',
        'fk_organizing_organizer_id_organizer': 'fk_workshop_organizer_organizer_id_organizer',
    },
    'agenda_session': {
        'pk_sitting': 'pk_agenda_session',
        'fk_sitting_workshop_id_workshop': 'fk_agenda_session_workshop_id_workshop',
    },
    'invitation': {
        'fk_invitation_inviter_id_organizing': 'fk_invitation_inviter_id_workshop_organizer',
    },
    'note_link': {
        'fk_note_link_sitting_id_sitting': 'fk_note_link_session_id_agenda_session',
    },
    'merged_issue': {
        'fk_merged_issue_within_id_merged_issue': 'fk_merged_issue_parent_id_merged_issue',
    },
    'dismissed_duplicate': {
        'pk_issues_apart': 'pk_dismissed_duplicate',
        'fk_issues_apart_first_id_issue': 'fk_dismissed_duplicate_first_id_issue',
        'fk_issues_apart_second_id_issue': 'fk_dismissed_duplicate_second_id_issue',
    },
    'paper_ballot': {
        'pk_paper': 'pk_paper_ballot',
        'fk_paper_contest_id_contest': 'fk_paper_ballot_contest_id_contest',
    },
    'note': {
        'fk_note_merged_id_merged_issue': 'fk_note_merged_issue_id_merged_issue',
    },
    'idea': {
        'fk_idea_beside_id_idea': 'fk_idea_grouped_under_id_idea',
    },
    'agreement_mark': {
        'pk_mark': 'pk_agreement_mark',
        'fk_mark_recommendation_id_recommendation': 'fk_agreement_mark_recommendation_id_recommendation',
        'fk_mark_participant_id_participant': 'fk_agreement_mark_participant_id_participant',
    },
    'seating_rule': {
        'fk_seating_rule_one_id_participant': 'fk_seating_rule_participant_id_participant',
        'fk_seating_rule_other_id_participant': 'fk_seating_rule_other_participant_id_participant',
    },
    'merge_proposal': {
        'pk_merging': 'pk_merge_proposal',
        'uq_merging_first_id': 'uq_merge_proposal_first_id',
        'fk_merging_workshop_id_workshop': 'fk_merge_proposal_workshop_id_workshop',
        'fk_merging_first_id_recommendation': 'fk_merge_proposal_first_id_recommendation',
        'fk_merging_second_id_recommendation': 'fk_merge_proposal_second_id_recommendation',
        'fk_merging_issue_id_issue': 'fk_merge_proposal_issue_id_issue',
    },
    'ballot_assignment': {
        'pk_asked': 'pk_ballot_assignment',
        'fk_asked_contest_id_contest': 'fk_ballot_assignment_contest_id_contest',
        'fk_asked_participant_id_participant': 'fk_ballot_assignment_participant_id_participant',
    },
    'merge_answer': {
        'pk_consent': 'pk_merge_answer',
        'fk_consent_merging_id_merging': 'fk_merge_answer_proposal_id_merge_proposal',
        'fk_consent_group_id_breakout_group': 'fk_merge_answer_group_id_breakout_group',
        'fk_consent_participant_id_participant': 'fk_merge_answer_participant_id_participant',
    },
}
INDEXES = (  # (table, column) before and after
    (('sitting', 'workshop_id'), ('agenda_session', 'workshop_id')),
    (('merged_issue', 'within_id'), ('merged_issue', 'parent_id')),
    (('note', 'merged_id'), ('note', 'merged_issue_id')),
    (('merging', 'workshop_id'), ('merge_proposal', 'workshop_id')),
    (('consent', 'merging_id'), ('merge_answer', 'proposal_id')),
)
TABLES_WITH_SEQUENCES = ('sitting', 'merging', 'consent')  # on PostgreSQL


def upgrade() -> None:
    for (table, column), _ in INDEXES:
        op.drop_index(f'ix_{table}_{column}', table)
    for old, new in TABLES.items():
        op.rename_table(old, new)
    for table, columns in COLUMNS.items():
        for old, new in columns.items():
            op.execute(f'ALTER TABLE {table} RENAME COLUMN {old} TO {new}')
    _rename_constraints(CONSTRAINTS)
    _rename_sequences({name: TABLES[name] for name in TABLES_WITH_SEQUENCES})
    for _, (table, column) in INDEXES:
        op.create_index(f'ix_{table}_{column}', table, [column])


def downgrade() -> None:
    for _, (table, column) in INDEXES:
        op.drop_index(f'ix_{table}_{column}', table)
    _rename_sequences({TABLES[name]: name for name in TABLES_WITH_SEQUENCES})
    _rename_constraints(
        {table: {new: old for old, new in names.items()} for table, names in CONSTRAINTS.items()}
    )
    for table, columns in COLUMNS.items():
        for old, new in columns.items():
            op.execute(f'ALTER TABLE {table} RENAME COLUMN {new} TO {old}')
    for old, new in TABLES.items():
        op.rename_table(new, old)
    for (table, column), _ in INDEXES:
        op.create_index(f'ix_{table}_{column}', table, [column])


def _rename_sequences(names: dict[str, str]) -> None:
    if op.get_bind().dialect.name == 'postgresql':
        for old, new in names.items():
            op.execute(f'ALTER SEQUENCE {old}_id_seq RENAME TO {new}_id_seq')


def _rename_constraints(constraints: dict[str, dict[str, str]]) -> None:
    if op.get_bind().dialect.name == 'sqlite':
        _rename_in_sqlite({old: new for names in constraints.values() for old, new in names.items()})
        return
    for table, names in constraints.items():
        for old, new in names.items():
            op.execute(f'ALTER TABLE {table} RENAME CONSTRAINT {old} TO {new}')


def _rename_in_sqlite(names: dict[str, str]) -> None:
    """Rename constraints in the stored CREATE TABLE statements: SQLite has no statement for it.

    This changes nothing in the rows, so it is one of the safe uses of writable_schema:
    https://www.sqlite.org/lang_altertable.html#otheralter
    """
    connection = op.get_bind()
    pattern = re.compile(r'\b(' + '|'.join(names) + r')\b')
    tables = connection.exec_driver_sql(
        "SELECT rowid, sql FROM sqlite_schema WHERE type = 'table' AND sql IS NOT NULL"
    ).all()
    connection.exec_driver_sql('PRAGMA writable_schema = ON')
    for rowid, sql in tables:
        renamed = pattern.sub(lambda found: names[found[1]], sql)
        if renamed != sql:
            connection.exec_driver_sql(
                'UPDATE sqlite_schema SET sql = ? WHERE rowid = ?', (renamed, rowid)
            )
    connection.exec_driver_sql('PRAGMA writable_schema = RESET')
