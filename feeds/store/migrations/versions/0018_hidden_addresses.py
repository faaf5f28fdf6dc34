"""Addresses and stated ids of articles that were erased before these were hidden."""

from __future__ import annotations

from hashlib import blake2b

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_ERASED = "(SELECT number FROM entry WHERE meaning = '')"
_READABLE = f"""
    SELECT key FROM identity WHERE entry IN {_ERASED}
    AND (key LIKE 'id:%' OR key LIKE 'url:%') AND key NOT LIKE 'id:#%' AND key NOT LIKE 'url:#%'
"""  # noqa: S608 - no value of anybody's
_HIDE = sa.text("UPDATE identity SET key = :hidden WHERE key = :key")
_UNSAY = f"UPDATE history SET why = '' WHERE file <> '' AND entry IN {_ERASED}"  # noqa: S608 - as above


def upgrade() -> None:
    """Keep of each a digest, as erasing does now, and nothing of it in the history."""
    connection = op.get_bind()
    for (key,) in connection.execute(sa.text(_READABLE)).all():
        kind, _, name = key.partition(":")
        hidden = f"{kind}:#{blake2b(name.encode(), digest_size=16).hexdigest()}"
        connection.execute(_HIDE, {"hidden": hidden, "key": key})
    connection.execute(sa.text(_UNSAY))


def downgrade() -> None:
    """Leave them hidden: a digest tells nothing."""
