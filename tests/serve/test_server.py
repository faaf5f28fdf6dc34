"""`feeds serve` as a subscriber meets it: the real server, real readers, real requests."""

from __future__ import annotations

import contextlib
import gzip
import socket
import subprocess
from pathlib import Path

import atoma  # type: ignore[import-untyped]
import feedparser  # type: ignore[import-untyped]
import pytest

from tests.serving import FEEDS, Server

pytestmark = pytest.mark.xdist_group("serve")


def test_worker_that_has_one_of_these_tests_has_all_of_them(request: pytest.FixtureRequest) -> None:
    is_grouped = getattr(request.config.option, "loadgroup", False)  # pytest 9.2 hears no pytest-xdist in this
    assert request.node.nodeid.endswith("@serve") == is_grouped


@pytest.mark.parametrize("path", ["/feed.xml", "/atom.xml"])
def test_feedparser_reads_every_entry_and_its_second_poll_is_304(server: Server, path: str) -> None:
    first = feedparser.parse(server.url + path)
    assert (first.status, first.bozo, len(first.entries)) == (200, False, 28)
    assert all(entry.id.startswith("urn:uuid:") and entry.author and entry.title for entry in first.entries)
    second = feedparser.parse(server.url + path, etag=first.etag, modified=first.modified)
    assert (second.status, len(second.entries)) == (304, 0)
    assert feedparser.parse(server.url + path, modified=first.modified).status == 304


def test_atoma_reads_every_format_to_the_same_entries(server: Server) -> None:
    rss = atoma.parse_rss_bytes(server.get("/feed.xml")[2])
    atom = atoma.parse_atom_bytes(server.get("/atom.xml")[2])
    feed = atoma.parse_json_feed_bytes(server.get("/feed.json")[2])
    assert (
        [item.guid for item in rss.items] == [entry.id_ for entry in atom.entries] == [item.id_ for item in feed.items]
    )


def test_answers_over_the_wire_are_whole(server: Server) -> None:
    status, headers, body = server.get("/feed.xml", Accept_Encoding="gzip")
    assert (status, headers["content-encoding"], headers["content-length"]) == (200, "gzip", str(len(body)))
    assert gzip.decompress(body) == server.get("/feed.xml")[2]
    for path in ("/feed.xml", "/", "/rss", "/nope", "/6Y5jLH"):
        head, got = server.get(path, "HEAD"), server.get(path)
        assert (head[0], head[2]) == (got[0], b"")
        assert {k: v for k, v in head[1].items() if k != "date"} == {k: v for k, v in got[1].items() if k != "date"}
    again = server.get("/feed.xml", If_None_Match=headers["etag"])
    assert (again[0], again[2]) == (304, b"")
    assert "content-length" not in again[1] or again[1]["content-length"] == "0"


@pytest.mark.parametrize(
    "line",
    [
        "GET //evil.example/x HTTP/1.1",
        "GET /%0d%0aSet-Cookie:x=1 HTTP/1.1",
        "GET /\\evil HTTP/1.1",
        "GET /tags//x HTTP/1.1",
        "GET http://evil.example/6Y5jLH HTTP/1.1",
        "GET /6Y5jLH HTTP/1.0",
        "FOO / HTTP/1.1",
        "GET /%00 HTTP/1.1",
        "GET /" + "x" * 20000 + " HTTP/1.1",
        "OPTIONS * HTTP/1.1",
        "GET /é HTTP/1.1",
    ],
)
@pytest.mark.parametrize("host", ["evil.example", "a..b", "evil.example:99999", "[", "x" * 300])
def test_no_raw_request_leads_to_a_foreign_host(server: Server, line: str, host: str) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=180) as connection:
        connection.sendall(f"{line}\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode("latin-1"))
        answer = b""
        with contextlib.suppress(ConnectionResetError):
            while part := connection.recv(65536):
                answer += part
    head = answer.partition(b"\r\n\r\n")[0].lower()
    assert b"evil" not in head and b"set-cookie" not in head and b"traceback" not in answer.lower()
    assert not head.startswith((b"http/1.1 5", b"http/1.0 5"))


def test_taken_port_is_said_in_a_line(server: Server, tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    done = subprocess.run(
        [FEEDS, "serve", "seeds", "--port", str(server.port)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"feeds: 127.0.0.1:{server.port} cannot be served: Address already in use\n"
