"""An index of the words of entries."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it, empty: whoever reads articles next puts in what is there, some thousand entries a commit."""
    op.create_table(
        "wording_state",
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.Column("renewed", sa.SmallInteger(), nullable=False),
    )
    if op.get_bind().dialect.name == "sqlite":
        columns = "title, text, title_signs, signs, content='', columnsize=0, tokenize='ascii'"
        op.execute(f"CREATE VIRTUAL TABLE wording USING fts5({columns})")
        return
    op.create_table(
        "wording",
        sa.Column("place", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("words", TSVECTOR(), nullable=False),
        sa.PrimaryKeyConstraint("place"),
    )
    # Whoever searches reads what was not put in order yet: little of it.
    limit = {"gin_pending_list_limit": "256"}
    op.create_index("wording_by_word", "wording", ["words"], postgresql_using="gin", postgresql_with=limit)


def downgrade() -> None:
    """Drop it."""
    op.drop_table("wording")
    op.drop_table("wording_state")
    op.execute("DELETE FROM fact WHERE name = 'reworded'")
