"""What the address of an entry is made of, close together: a redirect is not to wait for the page its text is on."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index."""
    op.create_index("entry_address", "entry", ["number", "state", "handle", "title"], unique=False)


def downgrade() -> None:
    """Drop it."""
    op.drop_index("entry_address", table_name="entry")
