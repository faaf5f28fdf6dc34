"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table."""
    op.create_table(
        "archive",
        sa.Column("facet", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("low", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("high", sa.BigInteger(), nullable=False),
        sa.Column("second", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("facet", "low"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "day",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("low", sa.BigInteger(), nullable=False),
        sa.Column("high", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_table(
        "entry",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("handle", sa.Text(), nullable=False),
        sa.Column("state", sa.SmallInteger(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("seen", sa.BigInteger(), nullable=False),
        sa.Column("published", sa.BigInteger(), nullable=False),
        sa.Column("updated", sa.BigInteger(), nullable=False),
        sa.Column("changed", sa.BigInteger(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("file", sa.Integer(), nullable=True),
        sa.Column("comments", sa.Integer(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("share_host", sa.Text(), nullable=True),
        sa.Column("share_code", sa.Text(), nullable=True),
        sa.Column("meaning", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("authors", sa.Text(), nullable=False),
        sa.Column("sources", sa.Text(), nullable=False),
        sa.Column("tags", sa.Text(), nullable=False),
        sa.Column("image", sa.Text(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("paragraphs", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("handle"),
        sa.UniqueConstraint("id"),
        sa.UniqueConstraint("place"),
        sa.UniqueConstraint("seen"),
        sa.UniqueConstraint("updated"),
    )
    op.create_index("entry_by_date", "entry", ["published", "place"], unique=False)
    op.create_table(
        "facet",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("closed", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("open_top", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("open_entries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("open_size", sa.BigInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("kind", "slug"),
    )
    op.create_table(
        "fact",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "file",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("folder", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("present", sa.SmallInteger(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("mtime", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("parser", sa.Text(), nullable=False),
        sa.Column("defaults", sa.Text(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=True),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("refusal", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("folder", "path"),
    )
    op.create_index(op.f("ix_file_digest"), "file", ["digest"], unique=False)
    op.create_index(op.f("ix_file_entry"), "file", ["entry"], unique=False)
    op.create_table(
        "folder",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("root", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "identity",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_identity_entry"), "identity", ["entry"], unique=False)
    op.create_table(
        "member",
        sa.Column("facet", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("facet", "place"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "movement",
        sa.Column("facet", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("second", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("joined", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("facet", "place", "second"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "share",
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("entry", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("host", "code", "entry"),
        sqlite_with_rowid=False,
    )
    op.create_index("share_folded", "share", ["host", "folded"], unique=False)
    op.create_table(
        "tick",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("second", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def downgrade() -> None:
    """Drop every table."""
    op.drop_table("tick")
    op.drop_index("share_folded", table_name="share")
    op.drop_table("share")
    op.drop_table("movement")
    op.drop_table("member")
    op.drop_index(op.f("ix_identity_entry"), table_name="identity")
    op.drop_table("identity")
    op.drop_table("folder")
    op.drop_index(op.f("ix_file_entry"), table_name="file")
    op.drop_index(op.f("ix_file_digest"), table_name="file")
    op.drop_table("file")
    op.drop_table("fact")
    op.drop_table("facet")
    op.drop_index("entry_by_date", table_name="entry")
    op.drop_table("entry")
    op.drop_table("day")
    op.drop_table("archive")
