"""An import of folders, as a command makes it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from feeds.ingest.importer import Options, Summary, Target, ingest
from feeds.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable

    from feeds.site import Site
    from tests.conftest import FakeClock

    Run = Callable[..., Summary]


@pytest.fixture
def run(store: Store, site: Site, clock: FakeClock) -> Run:
    """Import folders, ten seconds after the last time."""

    def import_folders(*roots: Path | Target, **options: object) -> Summary:
        clock.sleep(10)
        targets = [root if isinstance(root, Target) else Target(root) for root in roots]
        return ingest(store, targets, site, clock, Options(**options))  # type: ignore[arg-type]

    return import_folders
