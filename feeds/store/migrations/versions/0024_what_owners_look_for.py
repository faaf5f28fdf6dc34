"""Indexes of the few rows that an owner looks for, and `/healthz` counts: what is not public, refused, kept back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_INDEXES = (
    ("entry_not_public", "entry", ("state", "meaning"), "state <> 1"),
    ("file_refused", "file", ("folder", "path"), "refusal IS NOT NULL"),
    ("file_held_back", "file", ("folder", "path"), "held IS NOT NULL"),
)


def upgrade() -> None:
    """Make them."""
    for name, table, columns, where in _INDEXES:
        op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def downgrade() -> None:
    """Drop them."""
    for name, table, _, _ in _INDEXES:
        op.drop_index(name, table)
