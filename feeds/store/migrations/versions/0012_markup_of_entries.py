"""What entries have beside their paragraphs: HTML, their own address, pictures in several sizes, attachments."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the columns; files are read again by the new rules, which fills them."""
    for name in ("url", "html", "markdown"):
        op.add_column("entry", sa.Column(name, sa.Text(), nullable=True))
    for name in ("pictures", "attachments", "markup"):
        op.add_column("entry", sa.Column(name, sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    """Drop them."""
    for name in ("url", "html", "markdown", "pictures", "attachments", "markup"):
        op.drop_column("entry", name)
