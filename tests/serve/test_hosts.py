"""A request names one host: none, or two, may be another request to whoever stands in between."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.serving import speak

if TYPE_CHECKING:
    from tests.serving import Server

pytestmark = pytest.mark.xdist_group("serve")


@pytest.mark.parametrize(
    ("version", "lines", "status"),
    [
        ("1.1", ["Host: news.example"], 200),
        ("1.1", [], 400),
        ("1.1", ["Host: "], 400),
        ("1.1", ["Host: news.example", "Host: evil.example"], 400),
        ("1.1", ["Host: news.example", "Host: news.example"], 400),
        ("1.1", ["Host: news.example, evil.example"], 400),
        ("1.0", [], 200),
        ("1.0", ["Host: a", "Host: b"], 400),
    ],
)
@pytest.mark.parametrize("path", ["/feed.xml", "/6Y5jLH", "/tags/"])
def test_one_host_is_named(server: Server, version: str, lines: list[str], status: int, path: str) -> None:
    request = "\r\n".join([f"GET {path} HTTP/{version}", *lines, "Connection: close", "", ""])
    assert speak(server.port, request.encode())[0] == (301 if (path, status) == ("/6Y5jLH", 200) else status)
