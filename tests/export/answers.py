"""Whether files are what a server with the same store answers, byte for byte."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from feeds.config import Settings
from feeds.export.record import NAME
from feeds.web import create_app
from feeds.web.base.services import EXTENSION

if TYPE_CHECKING:
    from pathlib import Path

_DIFFER = {"/changes.json", "/404.html"}
"""What a server answers otherwise: some changes at a time, and nothing by that name."""


def recorded(root: Path) -> list[tuple[str, str, str]]:
    """Read path, file and concern of each file of an export, by path."""
    with closing(sqlite3.connect(root / NAME)) as record:
        columns = "SELECT path, file, spelled FROM file JOIN concern ON concern.id = concern ORDER BY path"
        return record.execute(columns).fetchall()


def compare(root: Path, database: Path, site: str, every: int = 1) -> tuple[int, list[str]]:
    """Ask for each file of an export, or each so-manieth; gives how many, and the paths that are answered otherwise."""
    settings = Settings(database_url=f"sqlite:///{database}", site_url=site, addresses="files")
    app = create_app(settings, publishes=False)  # one that publishes dates what it changed, once
    compared, others = 0, []
    below = site.partition("://")[2].partition("/")[2]
    for path, file, _ in recorded(root)[::every]:
        answer = app.test_client().get(f"/{below}{path}" if below else path)
        if path not in _DIFFER and answer.status_code not in {301, 302}:
            compared += 1
            if (root / file).read_bytes() != answer.data:
                others.append(path)
    app.extensions[EXTENSION].close()
    return compared, others
