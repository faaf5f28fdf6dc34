"""The program serves where it is installed, on its own server or on another."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.programs import do_without
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
        said = process.stderr.readline()
        process.terminate()
        printed, _ = process.communicate(timeout=60)
    assert "1 new" in said
    lines = [line.split() for line in printed.splitlines()]
    assert lines[0] == ["Serving", "seeds", "at", f"http://127.0.0.1:{port}/"]
    names = ("feed.xml", "atom.xml", "feed.json")
    assert [line[-1] for line in lines[1:]] == [f"http://127.0.0.1:{port}/{name}" for name in names]


@pytest.mark.parametrize(
    "command",
    [
        ("-m", "flask", "--app", "wsgi", "run", "--port", "{port}"),
        ("-m", "granian", "--interface", "wsgi", "--port", "{port}", "wsgi:application"),
    ],
)
def test_any_wsgi_server_serves_the_application(tmp_path: Path, command: tuple[str, ...]) -> None:
    shutil.copy(ROOT / "wsgi.py", tmp_path)
    running = Server(tmp_path, sys.executable, *command)
    try:
        eventually(lambda: running.status("/healthz") == 503)
        running.write("one.txt", "La passerelle du port rouvre", "aaa111")
        environment = os.environ | {"FEEDS_SITE_URL": running.url}
        subprocess.run([FEEDS, "ingest", "seeds"], cwd=tmp_path, env=environment, check=True, capture_output=True)
        eventually(lambda: running.status("/healthz") == 200)
        status, headers, _ = running.get("/aaa111", Host="evil.example")
        assert (status, headers["location"][: len(running.url) + 9]) == (301, f"{running.url}/entries/")
        assert running.get("/feed.xml", If_None_Match=running.get("/feed.xml")[1]["etag"])[0] == 304
    finally:
        running.stop()


def test_built_wheel_serves_in_a_folder_with_nothing_else(tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    built = subprocess.run(
        [*pip, "wheel", "--no-deps", "--wheel-dir", tmp_path, ROOT], capture_output=True, check=False
    )
    if built.returncode:
        do_without("the build tool cannot be had here")
    installed, folder = tmp_path / "installed", tmp_path / "folder"
    subprocess.run([*pip, "install", "--no-deps", "--target", installed, *tmp_path.glob("*.whl")], check=True)
    folder.mkdir()
    command = (sys.executable, "-c", "import feeds.cli; feeds.cli.main()", "serve")
    running = Server(folder, *command, PYTHONPATH=str(installed))
    try:
        running.write("one.txt", "La passerelle du port rouvre", "aaa111")
        running.start()
        eventually(lambda: running.titles() == ["La passerelle du port rouvre"])
        for path in ("/", "/static/style.css", "/favicon.ico", "/tags/", "/aaa112"):
            assert running.status(path) == (404 if path == "/aaa112" else 200)
        asked = f"import feeds; assert feeds.__file__.startswith({str(installed)!r})"
        subprocess.run([sys.executable, "-c", asked], cwd=folder, env={"PYTHONPATH": str(installed)}, check=True)
    finally:
        running.stop()
