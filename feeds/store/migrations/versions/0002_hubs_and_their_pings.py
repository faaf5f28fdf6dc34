"""Hubs and the pings they are owed, found by the second of a change."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables and the indexes of changes."""
    op.create_index("entry_by_change", "entry", ["changed"], unique=False)
    op.create_index("movement_by_second", "movement", ["second"], unique=False)
    op.create_table(
        "hub",
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("second", sa.BigInteger(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("url"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ping",
        sa.Column("hub", sa.Text(), nullable=False),
        sa.Column("facet", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("second", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("hub", "facet", "format"),
        sqlite_with_rowid=False,
    )
    op.create_index("ping_by_due", "ping", ["hub", "due"], unique=False)


def downgrade() -> None:
    """Drop them."""
    op.drop_index("ping_by_due", table_name="ping")
    op.drop_table("ping")
    op.drop_table("hub")
    op.drop_index("movement_by_second", table_name="movement")
    op.drop_index("entry_by_change", table_name="entry")
