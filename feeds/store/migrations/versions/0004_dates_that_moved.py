"""When the date of an entry of a facet last moved: windows of so many hours, and selections by date, depend on it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the column."""
    op.add_column("facet", sa.Column("redated", sa.BigInteger(), server_default="0", nullable=False))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("facet", "redated")
