"""What follows short addresses: a browser, curl, what fetches pages before they are asked for, and link previews."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.programs import PLACES, do_without

if TYPE_CHECKING:
    from tests.serving import Server

pytestmark = pytest.mark.xdist_group("sharing")

LINK_PREVIEWS = {
    "Facebook": "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "X": "Twitterbot/1.0",
    "Slack": "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "Discord": "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
    "Telegram": "TelegramBot (like TwitterBot)",
    "WhatsApp": "WhatsApp/2.23.20.0",
    "LinkedIn": "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)",
    "Mastodon": "Mastodon/4.3.0 (http.rb/5.2.0; +https://mastodon.example/) Bot",
    "Bluesky": "Mozilla/5.0 (compatible; Bluesky Cardyb/1.1; +mailto:support@bsky.app)",
    "Signal": "WhatsApp/2 Signal-Android/7.0",
    "Google": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "none": "",
}


@pytest.mark.parametrize("client", LINK_PREVIEWS)
def test_link_preview_gets_what_a_person_gets(server: Server, target: str, client: str) -> None:
    name = LINK_PREVIEWS[client]
    for method in ("HEAD", "GET"):
        status, headers, _ = server.get("/qYOea0", method, User_Agent=name)
        assert (status, headers["location"], headers["cache-control"]) == (301, target, "max-age=300")
    status, _, page = server.get(target.removeprefix(server.url), User_Agent=name, Range="bytes=0-524287")
    text = page.decode()
    assert status == 200
    assert '<meta property="og:title" content="Nantes">' in text
    assert f'<meta property="og:url" content="{target}">' in text
    assert '<meta property="og:description" content="La ville de Nantes' in text
    assert '<meta name="twitter:card" content="summary_large_image">' in text
    assert [server.get(path, User_Agent=name)[0] for path in ("/NeVer1", "/GoNe12", "/LaWs12")] == [404, 410, 451]


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Purpose": "prefetch", "Sec-Fetch-Dest": "document", "Sec-Fetch-Mode": "navigate"},
        {"Sec-Purpose": "prefetch;prerender"},
        {"Purpose": "prefetch"},
        {"X-Purpose": "preview"},
        {"X-Moz": "prefetch"},
    ],
)
def test_what_is_fetched_before_it_is_asked_for_is_the_same(
    server: Server, target: str, headers: dict[str, str]
) -> None:
    status, said, _ = server.get("/qYOea0", **headers)
    assert (status, said["location"], said["cache-control"]) == (301, target, "max-age=300")
    assert "vary" not in said and "set-cookie" not in said


def test_curl_arrives_in_one_hop(server: Server, target: str) -> None:
    program = shutil.which("curl", path=PLACES) or do_without("there is no curl here")
    told = "%{http_code} %{num_redirects} %{url_effective}"
    command = [program, "-sSL", "-o", "/dev/null", "-w", told]
    for path in ("/qYOea0", "/QYOEA0.", "/qYOea0/"):
        ran = subprocess.run([*command, server.url + path], capture_output=True, text=True, check=True)
        assert ran.stdout == f"200 1 {target}"
    ran = subprocess.run([*command, "--fail", f"{server.url}/GoNe12"], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout[:5]) == (22, "410 0")


def test_browser_shows_the_article(server: Server, tmp_path: Path) -> None:
    assert "<h1>Nantes</h1>" in _shown(f"{server.url}/qYOea0", tmp_path)
    assert "This article was withdrawn" in _shown(f"{server.url}/GoNe12", tmp_path)
    preview = _shown(f"{server.url}/qYOea0+", tmp_path)
    assert "Leads to" in preview and 'src="/qYOea0.svg"' in preview


def _shown(address: str, profile: Path) -> str:
    """Give the document that a browser makes of what is at an address."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if (path := shutil.which(name, path=PLACES))), None)
    program = found or do_without("there is no Chromium here")
    quiet = "headless no-sandbox disable-gpu disable-quic no-first-run disable-background-networking".split()  # noqa: SIM905
    quiet += ["disable-component-update", "disable-sync", "disable-dev-shm-usage", f"user-data-dir={profile}"]
    command = [program, *(f"--{option}" for option in quiet), "--dump-dom", address]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=180).stdout
