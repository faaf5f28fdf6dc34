"""A site of many articles as files, from end to end: `python -m tests.export --articles 100000` (an hour).

They are read and exported by the commands; then every link is followed, files are compared with what a server answers,
the archive is read as subscribers do, and one more article is published.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import feedparser  # type: ignore[import-untyped]

from tests.benchmarks.articles import write_articles
from tests.export.answers import compare
from tests.export.crawl import crawl
from tests.serving import FEEDS

if TYPE_CHECKING:
    from collections.abc import Iterator

_SITE = "https://news.example.org"
_COMPARED = 2000
"""Files, about."""
_MORE = "La passerelle rouvre\n\nElle a rouvert lundi en Turquie, a dit la mairie.\n\nAFP\n"


def main() -> int:
    """Print what was found; the status is 1 where anything is not as it should be."""
    parser = argparse.ArgumentParser(prog="python -m tests.export", description=__doc__)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--paragraphs", type=int, default=2, help="of 300 bytes each")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        write_articles(home / "articles", given.articles, given.paragraphs)
        _run(home, "ingest", "articles")
        _run(home, "export", "public")
        is_well = _is_whole(home, given.articles)
        _run(home, "export", "public")
        (home / "articles" / "one-more.txt").write_text(_MORE, encoding="utf-8")
        _run(home, "ingest", "articles")
        _run(home, "export", "public")
        return 0 if _is_whole(home, given.articles + 1) and is_well else 1


def _is_whole(home: Path, articles: int) -> bool:
    root = home / "public"
    crawled = crawl(root, _SITE)
    print(f"{crawled.documents:,} documents, {crawled.links:,} links, dead: {crawled.dead[:10]}", flush=True)
    files = sum(1 for path in root.rglob("*") if path.is_file())
    compared, others = compare(root, home / "instance" / "feeds.db", _SITE, max(1, files // _COMPARED) | 1)
    print(f"{files:,} files, {compared:,} compared, not what a server answers: {others[:10]}", flush=True)
    window, archived = _met(root)
    twice = [one for one, times in archived.items() if times > 1]
    met = archived.keys() | window
    print(f"{len(met):,} entries in the feed and its archive, there twice: {twice[:10]}", flush=True)
    return not (crawled.dead or others or twice) and len(met) == articles


def _met(root: Path) -> tuple[set[str], Counter[str]]:
    """List the entries of the feed, and count those on the pages of its archive, as somebody does who is new to it."""
    window: set[str] = set()
    archived: Counter[str] = Counter()
    name = "atom.xml"
    while name:
        parsed = feedparser.parse((root / name).read_bytes())
        (archived if window else window).update(entry.id for entry in parsed.entries)
        older = [link.href for link in parsed.feed.links if link.rel == "prev-archive"]
        name = unquote(older[0].removeprefix(f"{_SITE}/")) if older else ""
    return window, archived


def _run(home: Path, *command: str) -> None:
    """Run a command to its end, and print what it cost with all the processes that it started."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FEEDS_")}
    began = time.monotonic()
    process = subprocess.Popen([FEEDS, *command], cwd=home, env=kept | {"FEEDS_SITE_URL": _SITE})
    most, used = 0, dict[int, float]()
    while process.poll() is None:
        memory = 0
        for each in _below(process.pid):
            with contextlib.suppress(OSError):  # it ended
                fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
                used[each] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
                memory += int(fields[21]) * os.sysconf("SC_PAGE_SIZE")
        most = max(most, memory)
        time.sleep(0.1)
    seconds = time.monotonic() - began
    print(
        f"feeds {' '.join(command)}: {seconds:.1f} s, {sum(used.values()):.1f} s of processors, {most >> 20} MB",
        flush=True,
    )
    assert process.returncode == 0, process.returncode


def _below(process: int) -> Iterator[int]:
    """List a process and all those that it started."""
    yield process
    with contextlib.suppress(OSError):
        for listed in Path(f"/proc/{process}/task").glob("*/children"):
            for child in listed.read_text().split():
                yield from _below(int(child))


if __name__ == "__main__":
    sys.exit(main())
