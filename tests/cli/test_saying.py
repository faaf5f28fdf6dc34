"""A name never writes a line of its own into what is said or logged."""

from __future__ import annotations

import io
import logging
from typing import TYPE_CHECKING

from feeds.errors import one_line
from feeds.serve.lifetime import LINE, LineFormatter
from tests.cli.shell import Shell

if TYPE_CHECKING:
    from pathlib import Path

FORGED = "a\n2026-01-01 INFO all is well\x1b[2J.txt"


def test_line_is_one_and_has_an_end() -> None:
    assert one_line("é\t\r\n\x1b\x9b\u2028\u202e\udcff…") == r"é\t\r\n\x1b\x9b\u2028\u202e\udcff…"
    assert len(one_line("x" * 20_000_000)) == 1000


def test_file_name_forges_no_line_of_a_command(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    (shell.articles / FORGED).write_bytes(b"")
    for command in ("ingest", "parse", "status"):
        done = shell.run(command, *([] if command == "status" else ["seeds"]))
        said = done.stdout + done.stderr
        assert r"a\n2026-01-01 INFO all is well\x1b[2J.txt" in said, command
        assert "\x1b" not in said


def test_file_name_forges_no_line_of_the_log() -> None:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(LineFormatter(LINE))
    handler.handle(logging.makeLogRecord({"msg": "refused: %s", "args": (FORGED,), "levelname": "INFO"}))
    assert written.getvalue().count("\n") == 1
    assert "\x1b" not in written.getvalue()
