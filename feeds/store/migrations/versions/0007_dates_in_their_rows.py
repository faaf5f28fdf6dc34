"""The moment when dates of a facet moved is no longer stored: the rows that a window looks at tell it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Drop the column."""
    op.drop_column("facet", "redated")


def downgrade() -> None:
    """Make it."""
    op.add_column("facet", sa.Column("redated", sa.BigInteger(), server_default="0", nullable=False))
