"""nginx as docs/deploy.md sets it up, for a site under a path."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.caches.proxies import missing_programs, nginx, tapped
from tests.clocks import Clock
from tests.programs import do_without
from tests.serving import FEEDS, ROOT, Server, fetch, free_port

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.xdist_group("caches")


def shown() -> str:
    """Give the configuration that the documentation shows."""
    text = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    [block] = re.findall(r"^```nginx\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return str(block)


def test_site_lives_under_a_path_behind_nginx(tmp_path: Path) -> None:
    if missing := missing_programs():
        do_without(f"not installed: {', '.join(missing)} (Debian: nginx-light, varnish)")
    port = free_port()
    url = f"http://127.0.0.1:{port}/news"
    (tmp_path / "nginx").mkdir()
    origin = Server(tmp_path, FEEDS_SITE_URL=url, FEEDS_TRUSTED_PROXIES="127.0.0.1")
    try:
        origin.write("1.txt", "La passerelle rouvre", "aaa111")
        with tapped(origin) as tap, nginx(shown(), tmp_path / "nginx", tap, Clock(tmp_path), "/news/healthz", port):
            assert fetch(port, "/news")[1]["location"].endswith("/news/")
            assert b'href="/news/feed.xml"' in fetch(port, "/news/")[2]
            assert fetch(port, "/news/aaa111")[1]["location"].startswith(f"{url}/entries/la-passerelle-rouvre-")
            assert fetch(port, "/news/tags/")[0] == 200 and fetch(port, "/elsewhere")[0] == 404
            command = [str(FEEDS), "doctor", "--net"]
            done = subprocess.run(
                command, cwd=tmp_path, env=origin.environment, capture_output=True, text=True, check=False
            )
            assert (done.returncode, "to do" in done.stdout) == (0, False), done.stdout
    finally:
        origin.stop()
