"""Every kind of page is written as HTML is, in every language: the Nu checker has nothing to say."""

from __future__ import annotations

import json
import shutil
import subprocess
from itertools import product
from typing import TYPE_CHECKING

from feeds.config.values import PAGE_LANGUAGES
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
    for n, (path, language) in enumerate(product(PATHS, PAGE_LANGUAGES)):
        asked = {"Sec-Fetch-Dest": "document", "Accept-Language": language}
        status, headers, body = server.get(path, **asked)
        while status in {301, 302}:
            status, headers, body = server.get(headers["location"].removeprefix(server.url), **asked)
        assert headers["content-type"].startswith("text/html"), path
        assert f'<html lang="{language}"' in body.decode(), path
        (tmp_path / f"{n}.html").write_bytes(body)
        named[f"{n}.html"] = path, language
    files = [str(tmp_path / name) for name in named]
    command = [java, "-jar", str(CHECKER), "--format", "json", "--exit-zero-always", *files]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stderr
    said = [
        (named[one["url"].rpartition("/")[2]], one.get("lastLine"), one["message"], one.get("extract"))
        for one in json.loads(told)["messages"]
    ]
    assert said == []
