"""Every kind of page is written as HTML is: the Nu checker has nothing to say, not even of style."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING

from tests.browser.conftest import INSTALLED
from tests.browser.pages import PATHS
from tests.programs import do_without

if TYPE_CHECKING:
    from pathlib import Path

    from tests.serving import Server

CHECKER = INSTALLED / "vnu-jar" / "build" / "dist" / "vnu.jar"


def test_the_nu_checker_has_nothing_to_say(server: Server, tmp_path: Path) -> None:
    java = shutil.which("java")
    if java is None or not CHECKER.exists():
        do_without(f"not installed: java, or {CHECKER}")
    named = {}
    for n, path in enumerate(PATHS):
        status, headers, body = server.get(path, **{"Sec-Fetch-Dest": "document"})
        while status in {301, 302}:
            status, headers, body = server.get(headers["location"].removeprefix(server.url))
        assert headers["content-type"].startswith("text/html"), path
        (tmp_path / f"{n}.html").write_bytes(body)
        named[f"{n}.html"] = path
    files = [str(tmp_path / name) for name in named]
    command = [java, "-jar", str(CHECKER), "--format", "json", "--exit-zero-always", *files]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stderr
    said = [
        (named[one["url"].rpartition("/")[2]], one.get("lastLine"), one["message"], one.get("extract"))
        for one in json.loads(told)["messages"]
    ]
    assert said == []
