"""Inode and time of change of each file: they show that a file was replaced by another of the same size and time."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the columns; what is not known yet is learnt at the next look."""
    op.add_column("file", sa.Column("inode", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column("file", sa.Column("ctime", sa.BigInteger(), server_default="0", nullable=False))


def downgrade() -> None:
    """Drop them."""
    op.drop_column("file", "ctime")
    op.drop_column("file", "inode")
