"""A site with every kind of page, and their paths: what the checks look at."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from tests.serving import ROOT, Server

if TYPE_CHECKING:
    from pathlib import Path

PATHS = (
    "/",
    "/tags/",
    "/sources/",
    "/tags/?name=tur",
    "/tags/turkey/",
    "/sources/afp/",
    "/browse?not-source=afp&since=2024-01-01&tag=syria,turkey",
    "/tags/turkey/?content=summary&limit=3",
    "/browse?q=festival",
    "/browse/archive",
    "/tags/turky/",
    "/browse?limit=0",
    "/feed.xml",
    "/feeds.opml",
    "/6Y5jLH",
    "/6Y5jLH+",
    "/GoNe12",
    "/api/v1/problems/gone",
)


def demo(folder: Path) -> Server:
    """Serve the demo; one article of it was taken back."""
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    (folder / "seeds" / "withdrawn.txt").write_text(
        "A bridge that was none\n\nThe bridge has been opened today.\n\nAFP\n\nShare: https://turquie2023.com/GoNe12\n"
    )
    server = Server(folder, FEEDS_SITE_TITLE="The Quay").start()
    server.run("withdraw", "https://turquie2023.com/GoNe12", "--reason", "It was none.")
    server.comes_to_show("/GoNe12", 410)
    return server
