"""A digest of what is published of each entry, and the moment at which feeds say that they were updated by it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the columns; the store makes the digests when this is done. No feed says less than it said before."""
    op.add_column("entry", sa.Column("content", sa.Text(), server_default="", nullable=False))
    op.add_column("entry", sa.Column("surfaced", sa.BigInteger(), server_default="0", nullable=False))
    op.create_table(
        "ahead",
        sa.Column("second", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("moment", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("second"),
        sqlite_with_rowid=False,
    )
    op.execute("UPDATE entry SET surfaced = updated WHERE place IS NOT NULL")
    op.execute(
        "INSERT INTO fact (name, value) SELECT 'surfaced', CAST(latest AS TEXT) FROM (SELECT MAX(moment) AS latest FROM"
        " (SELECT second AS moment FROM tick UNION ALL SELECT MAX(updated) FROM entry) moments) latest_moment"
        " WHERE latest IS NOT NULL"
    )


def downgrade() -> None:
    """Drop them."""
    op.execute("DELETE FROM fact WHERE name = 'surfaced'")
    op.drop_table("ahead")
    op.drop_column("entry", "surfaced")
    op.drop_column("entry", "content")
