"""A folder with articles, and the commands run in it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests import forks

FEEDS = Path(sys.executable).with_name("feeds")


ARTICLE = (
    "La passerelle du port rouvre\n\nLa passerelle du port a rouvert lundi après deux ans, dit la mairie.\n\n"
    "{agency}\n\nPartager cet article? https://short.example/{code}\n"
)


_PROGRESS = re.compile(r"[\d,]+ of [\d,]+ .*, [\d,]+ a second, [\d,]+ s left\n")
"""What a slow machine is told after a while, and others never."""


class Shell:
    """A folder with articles, and the commands run in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.articles = folder / "seeds"
        self.articles.mkdir()
        for code, agency in (("aaa111", "AFP"), ("bbb222", "Reuters")):
            (self.articles / f"{code}.txt").write_text(ARTICLE.format(code=code, agency=agency), encoding="utf-8")

    def run(self, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end; whatever happens, it shows no traceback."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("FEEDS_")}
        done = forks.run(arguments, self.folder, environment | {"FEEDS_ARTICLES": "seeds"} | settings)
        assert "Traceback" not in done.stderr, done.stderr
        lines = done.stderr.splitlines(keepends=True)
        done.stderr = "".join(line for line in lines if not _PROGRESS.fullmatch(line))
        return done
