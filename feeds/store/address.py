"""The address of a store: which file it names, and how it is shown."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import exc
from sqlalchemy.engine import make_url

if TYPE_CHECKING:
    from sqlalchemy.engine import URL

_PASSWORD = re.compile(r"(://[^/:@]*:).*@")
_PASSWORD_IN_QUERY = re.compile(r"(?i)([?&](?:ssl)?password=)[^&]*")
_NO_PATHS = (":memory:", "file:")
"""With which SQLite has names of databases that are no paths."""


def file_of(url: str | URL) -> Path | None:
    """Give the file of a store that is one; None of any other, and of what is no address."""
    with suppress(exc.ArgumentError, ValueError):
        address = make_url(url)
        if address.get_backend_name() == "sqlite" and (name := address.database) and not name.startswith(_NO_PATHS):
            return Path(name)
    return None


def shown_url(url: str) -> str:
    """Give a URL without its passwords, whether or not it can be read."""
    return _PASSWORD_IN_QUERY.sub(r"\1***", _PASSWORD.sub(r"\1***@", url))
