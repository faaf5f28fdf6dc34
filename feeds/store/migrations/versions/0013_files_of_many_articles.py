"""Files that hold many articles, files that are kept back, and files that are to be read again at a moment."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns: what was read so far holds one article a file, and none is kept back."""
    op.add_column("file", sa.Column("holder", sa.Integer()))
    op.add_column("file", sa.Column("part", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("file", sa.Column("held", sa.Text()))
    op.add_column("file", sa.Column("due", sa.BigInteger(), nullable=False, server_default="0"))
    op.create_index("file_by_holder", "file", ["holder", "part"])


def downgrade() -> None:
    """Drop them."""
    op.drop_index("file_by_holder", "file")
    for name in ("due", "held", "part", "holder"):
        op.drop_column("file", name)
