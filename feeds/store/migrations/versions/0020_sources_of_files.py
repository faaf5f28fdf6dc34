"""The sources of each file: a story that several of them hold credits them all."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column, unknown until each file is read again."""
    op.add_column("file", sa.Column("sources", sa.Text()))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("file", "sources")
