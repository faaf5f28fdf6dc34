"""How often feeds are fetched, by which programs, and for how many."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "readership",
        sa.Column("day", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("feed", sa.Text, primary_key=True),
        sa.Column("program", sa.Text, primary_key=True),
        sa.Column("fetches", sa.BigInteger, nullable=False),
        sa.Column("subscribers", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("readership")
