"""nginx as a host of files, as docs/export.md sets it up, without rules for short addresses or with them."""

from __future__ import annotations

import contextlib
import re
import subprocess
from typing import TYPE_CHECKING

from tests.nginx import nginx_command
from tests.programs import PLACES
from tests.serving import ROOT, eventually, fetch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SITE = """
include /etc/nginx/mime.types;
server {{
    listen 127.0.0.1:{port};
    {site}
}}
"""

_ABOVE = "# and the location of above"


@contextlib.contextmanager
def served(public: Path, port: int, folder: Path, *, has_rules: bool = False) -> Iterator[None]:
    """Serve a folder; what nginx needs beside it lies in another."""
    text = (ROOT / "docs" / "export.md").read_text(encoding="utf-8")
    location, ruled = re.findall(r"^```nginx\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    if has_rules:
        site = ruled.replace("server_name news.example.org", f"listen 127.0.0.1:{port}").replace(_ABOVE, location)
        site = f"include /etc/nginx/mime.types;\n{site}"
    else:
        site = _SITE.format(port=port, site=location)
    assert site.count("/srv/public") == (3 if has_rules else 1)
    site = site.replace("/srv/public", str(public))
    with (folder / "nginx.log").open("wb") as log:
        process = subprocess.Popen(nginx_command(folder, site), env={"PATH": PLACES}, stdout=log, stderr=log)
    try:
        eventually(lambda: _answers(port) or process.poll() is not None)
        assert process.poll() is None, (folder / "nginx.log").read_text()
        yield
    finally:
        process.terminate()
        process.wait(60)


def _answers(port: int) -> bool:
    with contextlib.suppress(OSError):
        return fetch(port, "/robots.txt")[0] == 200
    return False
