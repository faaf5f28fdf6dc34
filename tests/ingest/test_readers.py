"""Processes that read: what reading needs is ready in them."""

import subprocess
import sys

_ASKED = """
from feeds.enrich import tables
from feeds.ingest import processes, reads
with processes.started(2, reads.REHEARSED, tables.use, tables.own()) as pool:
    print(*pool.map(eval, [f"{reads.REHEARSED!r} in __import__('sys').modules"] * 2))
"""


def test_readers_are_forked_of_a_process_that_has_read_an_article() -> None:
    said = subprocess.run([sys.executable, "-c", _ASKED], check=True, capture_output=True, text=True).stdout
    assert said == "True True\n"
