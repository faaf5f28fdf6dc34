"""nginx as docs/deploy.md sets it up: a site under a path, by TLS, with a cache, on a host that is not all its own."""

from __future__ import annotations

import re
import shutil
import ssl
import subprocess
from contextlib import closing
from http.client import HTTPSConnection
from typing import TYPE_CHECKING

import pytest

from tests.caches.proxies import missing_programs, nginx, tapped
from tests.clocks import Clock
from tests.programs import PLACES, do_without
from tests.serving import FEEDS, ROOT, Server, fetch, free_port

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.xdist_group("caches")

PROMISED = "ssl_certificate{} /etc/letsencrypt/live/example.org/{}.pem;"
NEW = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=example.org -addext subjectAltName=IP:127.0.0.1"


def shown() -> str:
    """Give the configuration that the documentation shows."""
    text = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    [block] = re.findall(r"^```nginx\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return str(block)


class Secured:
    """A site behind TLS, on a certificate of our own."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.certificate = folder / "certificate.pem"
        key = folder / "key.pem"
        subprocess.run(
            [*NEW.split(), "-keyout", str(key), "-out", str(self.certificate)], check=True, capture_output=True
        )
        self.replaced = {
            "listen 443 ssl;": f"listen 127.0.0.1:{self.port} ssl;",
            PROMISED.format("", "fullchain"): f"ssl_certificate {self.certificate};",
            PROMISED.format("_key", "privkey"): f"ssl_certificate_key {key};",
            "https://$host/news/": f"https://$host:{self.port}/news/",
        }

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], str]:
        """Ask by TLS."""
        context = ssl.create_default_context(cafile=str(self.certificate))
        with closing(HTTPSConnection("127.0.0.1", self.port, timeout=180, context=context)) as connection:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, found, answer.read().decode()


def test_site_lives_under_a_path_behind_nginx_by_tls_and_with_a_cache(tmp_path: Path) -> None:
    missing = missing_programs() + ([] if shutil.which("openssl", path=PLACES) else ["openssl"])
    if missing:
        do_without(f"not installed: {', '.join(missing)} (Debian: nginx-light, varnish, openssl)")
    front = Secured(tmp_path)
    url = f"https://127.0.0.1:{front.port}/news"
    (tmp_path / "nginx").mkdir()
    origin = Server(tmp_path, FEEDS_SITE_URL=url, FEEDS_TRUSTED_PROXIES="127.0.0.1")
    try:
        origin.write("1.txt", "La passerelle rouvre", "aaa111")
        origin.start()
        with (
            tapped(origin) as tap,
            nginx(shown(), tmp_path / "nginx", tap, Clock(tmp_path), front.replaced, up=301) as plain,
        ):
            assert fetch(plain, "/news/feed.xml")[1]["location"] == "https://127.0.0.1/news/feed.xml"
            assert front.get("/news")[1]["location"] == f"{url}/"
            assert 'href="/news/feed.xml"' in front.get("/news/")[2]
            assert front.get("/news/aaa111")[1]["location"].startswith(f"{url}/entries/la-passerelle-rouvre-")
            assert front.get("/news/tags/")[0] == 200 and front.get("/elsewhere")[0] == 404
            feeds = [front.get("/news/atom.xml") for _ in range(3)]
            assert {status for status, _, _ in feeds} == {200} and len(tap.of("/news/atom.xml")) == 1
            assert front.get("/news/atom.xml", **{"If-None-Match": feeds[0][1]["etag"]})[0] == 304
            assert f"Sitemap: {url}/sitemap.xml" in front.get("/robots.txt")[2]
            assert f'xmlUrl="{url}/' in front.get("/.well-known/feeds")[2]
            assert front.get("/.well-known/acme-challenge/x")[0] == 404 and not tap.of("/.well-known/acme-challenge/x")
            done = subprocess.run(
                [str(FEEDS), "doctor", "--net"],
                cwd=tmp_path,
                env=origin.environment | {"SSL_CERT_FILE": str(front.certificate)},
                capture_output=True,
                text=True,
                check=False,
            )
            assert (done.returncode, "to do" in done.stdout) == (0, False), done.stdout
    finally:
        origin.stop()
