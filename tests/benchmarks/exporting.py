"""The site as files: ten thousand articles, then one more, and the memory that takes."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tests.benchmarks.articles import write_articles
from tests.benchmarks.rounds import Figure, at_most
from tests.serving import FEEDS

if TYPE_CHECKING:
    from collections.abc import Iterator

_COUNT = int(os.environ.get("TEST_FEEDS_EXPORTED", "10000"))
_PARAGRAPHS = 12
"""Which makes an article of 3.4 kB."""


def run() -> Iterator[Figure | str]:
    """Measure by the clock on the wall, the start of the program included."""
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        write_articles(home / "articles", _COUNT, _PARAGRAPHS)
        _run(home, "ingest", "articles")
        whole = _run(home, "export", "public")
        files = sum(1 for path in (home / "public").rglob("*") if path.is_file())
        yield f"{_COUNT:,} articles, {files:,} files; once (Hugo states a page in less than a millisecond)"
        yield Figure("everything", [whole.seconds], "s", at_most(60 * _COUNT / 10000))
        yield Figure("of which a file", [whole.seconds / files * 1000], "ms")
        yield Figure("memory of the process that writes", [whole.megabytes], "MB")
        nothing = [_run(home, "export", "public").seconds for _ in range(3)]
        one = []
        for number in range(3):
            text = f"La passerelle {number} rouvre\n\nElle a rouvert lundi en Turquie, a dit la mairie.\n\nAFP\n"
            (home / "articles" / f"one-{number}.txt").write_text(text, encoding="utf-8")
            _run(home, "ingest", "articles")
            one.append(_run(home, "export", "public").seconds)
        yield Figure("nothing new, the start of the program", nothing, "s")
        yield Figure("one more, beyond that", [a - b for a, b in zip(one, nothing, strict=True)], "s", at_most(1))


class _Ran(NamedTuple):
    """A command that was run to its end."""

    seconds: float
    megabytes: float


def _run(home: Path, *command: str) -> _Ran:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FEEDS_")}
    began = time.monotonic()
    process = subprocess.Popen(
        [FEEDS, *command],
        cwd=home,
        env=kept | {"FEEDS_SITE_URL": "https://news.example.org"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"feeds {' '.join(command)} ended with {process.returncode}")
    return _Ran(time.monotonic() - began, used.ru_maxrss / 1024)
