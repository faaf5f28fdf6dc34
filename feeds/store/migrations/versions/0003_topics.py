"""Feeds of any selection that hubs are told of, because somebody asked for them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "topic",
        sa.Column("facet", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("asked", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("facet"),
    )
    op.create_index("topic_by_asking", "topic", ["asked"], unique=False)


def downgrade() -> None:
    """Drop it."""
    op.drop_index("topic_by_asking", table_name="topic")
    op.drop_table("topic")
