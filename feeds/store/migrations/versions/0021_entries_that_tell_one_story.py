"""Sketches of texts, by which those that tell one story are found, what each says of the others, and what was split."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_IN_STORY = sa.text("story IS NOT NULL")


def upgrade() -> None:
    """Make the columns and tables; the sketches of what is there are made by the next import, some at a time."""
    op.add_column("entry", sa.Column("story", sa.Integer()))
    for name in ("sketch", "kin"):
        op.add_column("entry", sa.Column(name, sa.Text(), server_default="", nullable=False))
    op.create_index("entry_by_story", "entry", ["story", "place"], sqlite_where=_IN_STORY, postgresql_where=_IN_STORY)
    op.create_table(
        "band",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("entry", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("key", "entry"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "apart",
        sa.Column("one", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("other", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("second", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("one", "other"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_apart_other", "apart", ["other"])
    op.execute("INSERT INTO fact (name, value) SELECT 'sketched_up_to', '0' WHERE EXISTS (SELECT 1 FROM entry)")


def downgrade() -> None:
    """Drop them."""
    op.execute("DELETE FROM fact WHERE name IN ('sketched_up_to', 'retold')")
    op.drop_table("apart")
    op.drop_table("band")
    op.drop_index("entry_by_story", "entry")
    for name in ("kin", "sketch", "story"):
        op.drop_column("entry", name)
