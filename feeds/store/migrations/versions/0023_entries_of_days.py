"""How many entries were published on each day: months are listed by it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_PUBLIC = 1
_DAY = 86400


def upgrade() -> None:
    """Add the column, and count what is public."""
    op.add_column("day", sa.Column("entries", sa.Integer(), nullable=False, server_default="0"))
    day = sa.table("day", sa.column("number", sa.Integer), sa.column("entries", sa.Integer))
    entry = sa.table("entry", sa.column("state", sa.SmallInteger), sa.column("published", sa.BigInteger))
    begins = sa.cast(day.c.number, sa.BigInteger) * _DAY
    counted = sa.select(sa.func.count()).select_from(entry)
    counted = counted.where(entry.c.state == _PUBLIC, entry.c.published >= begins, entry.c.published < begins + _DAY)
    op.execute(sa.update(day).values(entries=counted.correlate(day).scalar_subquery()))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("day", "entries")
