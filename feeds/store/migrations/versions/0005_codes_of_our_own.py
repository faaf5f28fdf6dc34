"""Share codes that are minted or chosen, share addresses that are only mentioned, and clicks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_OWN = sa.text("host = ''")


def upgrade() -> None:
    """Make the columns and tables; entries of before are given their codes by the next import."""
    op.add_column("entry", sa.Column("minted", sa.Text(), nullable=True))
    op.add_column("share", sa.Column("kind", sa.SmallInteger(), server_default="0", nullable=False))
    op.add_column("share", sa.Column("second", sa.BigInteger(), server_default="0", nullable=False))
    op.drop_index("share_folded", table_name="share")  # asked for codes whatever their host, too
    op.create_index("share_by_folded", "share", ["folded", "host"], unique=False)
    op.create_index("share_by_entry", "share", ["entry"], unique=False)
    op.create_index("share_own", "share", ["folded"], unique=True, sqlite_where=_OWN, postgresql_where=_OWN)
    op.create_table(
        "mention",
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("entry", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("host", "code", "entry"),
        sqlite_with_rowid=False,
    )
    op.create_index("mention_by_entry", "mention", ["entry"], unique=False)
    op.create_table(
        "click",
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("bot", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("clicks", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("host", "code", "day", "bot"),
        sqlite_with_rowid=False,
    )
    op.execute("UPDATE share SET second = (SELECT seen FROM entry WHERE entry.number = share.entry)")
    # The number of the last entry that was looked at; only stores that hold entries have any to look at.
    op.execute("INSERT INTO fact (name, value) SELECT 'minted_up_to', '0' WHERE EXISTS (SELECT 1 FROM entry)")


def downgrade() -> None:
    """Drop them."""
    op.execute("DELETE FROM fact WHERE name = 'minted_up_to'")
    op.drop_table("click")
    op.drop_index("mention_by_entry", table_name="mention")
    op.drop_table("mention")
    op.drop_index("share_own", table_name="share")
    op.drop_index("share_by_entry", table_name="share")
    op.drop_index("share_by_folded", table_name="share")
    op.create_index("share_folded", "share", ["host", "folded"], unique=False)
    op.drop_column("share", "second")
    op.drop_column("share", "kind")
    op.drop_column("entry", "minted")
