"""The data of frozen reports is packed with bzip2"""

from bz2 import compress, decompress
from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

revision = '0044'
down_revision = '0043'
branch_labels = None
depends_on = None

VERSION = sa.table('report_version', sa.column('id', sa.Integer), sa.column('data', sa.LargeBinary))


def upgrade() -> None:
    """Pack the data."""
    _replace(compress)


def downgrade() -> None:
    """Unpack it."""
    _replace(decompress)


def _replace(change: Callable[[bytes], bytes]) -> None:
    connection = op.get_bind()
    for number in connection.scalars(sa.select(VERSION.c.id)).all():
        mine = VERSION.c.id == number
        data = connection.scalar(sa.select(VERSION.c.data).where(mine))
        connection.execute(VERSION.update().where(mine).values(data=change(data or b"")))
