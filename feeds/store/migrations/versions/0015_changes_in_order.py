"""Changes in the order of commits: when an entry was first public, and of which history a store is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; what never changed was published by the commit that last changed it."""
    op.add_column("tick", sa.Column("history", sa.Text(), nullable=False, server_default=""))
    op.add_column("entry", sa.Column("arrived", sa.BigInteger(), nullable=False, server_default="0"))
    op.execute("UPDATE entry SET arrived = changed WHERE revision = 1 AND place IS NOT NULL")
    op.drop_index("entry_by_change", "entry")
    op.create_index("entry_by_change", "entry", ["changed", "number"])


def downgrade() -> None:
    """Drop them."""
    op.drop_index("entry_by_change", "entry")
    op.create_index("entry_by_change", "entry", ["changed"])
    op.drop_column("entry", "arrived")
    op.drop_column("tick", "history")
