"""Invitations to run a workshop

Before, an invitation gave its address access to the workshop at once, with an account without a
password. Unaccepted ones become expired invitations, which an organizer can renew.
"""

import secrets
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = '0027'
down_revision = '0026'
branch_labels = None
depends_on = None

DEMO_ORGANIZER = 'organizer@demo.example'  # invited again at the next start with --demo

organizer = sa.table('organizer', *map(sa.column, ('id', 'email', 'password_hash')))
organizing = sa.table('organizing', *map(sa.column, ('workshop_id', 'organizer_id')))
workshop = sa.table('workshop', sa.column('id'), sa.column('demo', sa.Boolean()))
log_entry = sa.table(
    'log_entry', sa.column('workshop_id'), sa.column('action'), sa.column('detail', sa.JSON())
)


def upgrade() -> None:
    op.create_table(
        'invitation',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('workshop_id', sa.Integer(), nullable=False),
        sa.Column('inviter_id', sa.Integer(), nullable=True),
        sa.Column('email', sa.String(), nullable=False),
        sa.Column('token_hash', sa.String(), nullable=False),
        sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ['inviter_id', 'workshop_id'],
            ['organizing.organizer_id', 'organizing.workshop_id'],
            name=op.f('fk_invitation_inviter_id_organizing'),
            ondelete='CASCADE',
        ),
        sa.ForeignKeyConstraint(
            ['workshop_id'],
            ['workshop.id'],
            name=op.f('fk_invitation_workshop_id_workshop'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_invitation')),
        sa.UniqueConstraint('token_hash', name=op.f('uq_invitation_token_hash')),
        sa.UniqueConstraint('workshop_id', 'email', name=op.f('uq_invitation_workshop_id')),
    )
    op.create_index(op.f('ix_invitation_inviter_id'), 'invitation', ['inviter_id'], unique=False)
    _convert_what_nobody_accepted(op.get_bind())


def downgrade() -> None:
    op.drop_index(op.f('ix_invitation_inviter_id'), table_name='invitation')
    op.drop_table('invitation')


def _convert_what_nobody_accepted(connection: sa.Connection) -> None:
    without_password = (
        sa.select(organizing.c.workshop_id, organizer.c.id, organizer.c.email)
        .join_from(organizing, organizer, organizing.c.organizer_id == organizer.c.id)
        .where(organizer.c.password_hash.is_(None))
    )
    for workshop_id, organizer_id, email in connection.execute(without_password).all():
        inviter = _inviter(connection, workshop_id)
        was_invited = inviter is not None and _is_in_log(connection, workshop_id, email)
        if was_invited or (email == DEMO_ORGANIZER and _is_demo(connection, workshop_id)):
            place = (organizing.c.workshop_id == workshop_id) & (
                organizing.c.organizer_id == organizer_id
            )
            connection.execute(sa.delete(organizing).where(place))
        if was_invited:
            _insert_expired(connection, workshop_id, inviter, email)
    unused = sa.select(organizing.c.organizer_id)
    connection.execute(
        sa.delete(organizer).where(
            organizer.c.password_hash.is_(None), organizer.c.id.not_in(unused)
        )
    )


def _inviter(connection: sa.Connection, workshop_id: int) -> int | None:
    """Return an organizer of the workshop who has logged in; the inviter is not recorded."""
    found: int | None = connection.scalar(
        sa.select(sa.func.min(organizer.c.id))
        .join_from(organizing, organizer, organizing.c.organizer_id == organizer.c.id)
        .where(
            organizing.c.workshop_id == workshop_id,
            organizer.c.password_hash.is_not(None),
        )
    )
    return found


def _is_in_log(connection: sa.Connection, workshop_id: int, email: str) -> bool:
    """Return whether an organizer added this address, and not a command on the server."""
    added = sa.select(log_entry.c.detail).where(
        log_entry.c.workshop_id == workshop_id, log_entry.c.action == 'organizer-added'
    )
    return any(detail.get('email') == email for detail in connection.scalars(added))


def _is_demo(connection: sa.Connection, workshop_id: int) -> bool:
    return bool(connection.scalar(sa.select(workshop.c.demo).where(workshop.c.id == workshop_id)))


def _insert_expired(
    connection: sa.Connection, workshop_id: int, inviter: int | None, email: str
) -> None:
    """Insert an invitation to renew: nobody knows a token for this hash."""
    invitation = sa.table(
        'invitation',
        *map(sa.column, ('workshop_id', 'inviter_id', 'email', 'token_hash')),
        sa.column('expires_at', sa.DateTime(timezone=True)),
    )
    connection.execute(
        sa.insert(invitation).values(
            workshop_id=workshop_id,
            inviter_id=inviter,
            email=email,
            token_hash=secrets.token_hex(32),
            expires_at=datetime.now(UTC),
        )
    )
