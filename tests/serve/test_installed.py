"""The program serves on its own server or on another."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.serving import ARTICLE, FEEDS, ROOT, Server, eventually, free_port


def test_results_go_to_standard_output_and_messages_to_standard_error(tmp_path: Path) -> None:
    port = free_port()
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "one.txt").write_text(ARTICLE.format(title="Un", code="aaa111"), encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FEEDS_")}
    with subprocess.Popen(
        [FEEDS, "serve", "seeds", "--port", str(port), "--workers", "1"],
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        said = next((line for line in process.stderr if "1 new" in line), "")  # a slow machine tells of its progress
        process.terminate()
        printed, _ = process.communicate(timeout=180)
    assert said
    lines = [line.split() for line in printed.splitlines()]
    assert lines[0] == ["Serving", "seeds", "at", f"http://127.0.0.1:{port}/"]
    names = ("feed.xml", "atom.xml", "feed.json")
    assert [line[-1] for line in lines[1:]] == [f"http://127.0.0.1:{port}/{name}" for name in names]


@pytest.mark.parametrize(
    "command",
    [
        ("-m", "flask", "--app", "wsgi", "run", "--port", "{port}"),
        # It ends a worker that did not hear that it is to stop, which happens, only if it is told when.
        ("-m", "granian", "--interface", "wsgi", "--workers-kill-timeout", "5", "--port", "{port}", "wsgi:application"),
    ],
)
def test_any_wsgi_server_serves_the_application(tmp_path: Path, command: tuple[str, ...]) -> None:
    shutil.copy(ROOT / "wsgi.py", tmp_path)
    running = Server(tmp_path, sys.executable, *command)
    try:
        eventually(lambda: running.status("/healthz") == 503)
        running.write("one.txt", "La passerelle du port rouvre", "aaa111")
        running.run("ingest", "seeds")
        eventually(lambda: running.status("/healthz") == 200)
        status, headers, _ = running.get("/aaa111", Host="evil.example")
        assert (status, headers["location"][: len(running.url) + 9]) == (301, f"{running.url}/entries/")
        assert running.get("/feed.xml", If_None_Match=running.get("/feed.xml")[1]["etag"])[0] == 304
    finally:
        running.stop()
