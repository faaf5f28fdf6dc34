"""Texts are keys of entries, so that a file is known by what it says, wherever it lies; and entries have a history."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the texts of the files that are known; of several entries that said the same the first has it."""
    op.create_table(
        "history",
        sa.Column("entry", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("second", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("entry", "second", "event", "file"),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO identity (key, entry) SELECT 'text:' || digest, min(entry) FROM file"
        " WHERE entry IS NOT NULL AND refusal IS NULL AND digest != '' GROUP BY digest"
    )
    op.drop_index("ix_file_digest", table_name="file")


def downgrade() -> None:
    """Forget them."""
    op.drop_table("history")
    op.create_index("ix_file_digest", "file", ["digest"], unique=False)
    op.execute("DELETE FROM identity WHERE key LIKE 'text:%'")
