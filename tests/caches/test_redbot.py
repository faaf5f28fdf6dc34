"""REDbot, lint for HTTP (https://redbot.org/), finds nothing wrong with any kind of answer of the real server."""

from __future__ import annotations

import json
import shutil
import xml.etree.ElementTree as ET
from configparser import ConfigParser
from typing import TYPE_CHECKING, Any

import pytest
import thor
from redbot.resource import HttpResource  # type: ignore[import-untyped]

from tests.serving import ROOT, Server

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

pytestmark = pytest.mark.xdist_group("caches")

ACCEPTED = {
    "STATUS_BAD_REQUEST": "that the request was not understood is what 400 is there to say",
    "CC_CONFLICTING": "`private, no-store`: a cache that does not know the one may know the other",
}
"""What REDbot warns of by the names of its notes, and why it stays."""

OWN = {f"{n:03}.txt": f"La passerelle numéro {n}\n\nElle a rouvert lundi.\n\nAFP\n" for n in range(80)} | {
    "twice-1.txt": "La passerelle rouvre\n\nElle a rouvert lundi.\n\nPartager cet article? https://turquie2023.com/TwIce1\n",
    "twice-2.txt": "Le marché ferme\n\nIl a fermé mardi.\n\nPartager cet article? https://turquie2023.com/TwIce1\n",
    "gone.txt": "Une erreur\n\nElle est corrigée.\n\nReuters\n\nPartager cet article? https://turquie2023.com/GoNe12\n",
}
ANSWERS = """
200 /feed.xml
200 /atom.xml
200 /feed.json
200 /tags/turkey/feed.xml
200 /sources/afp/atom.xml
200 /feed.json?limit=5
200 /feed.xml?content=summary
200 /atom.xml?tag=syria&tag=turkey
200 /feed.json?raw=1
200 {archive}
200 /daily.xml
200 /tags/turkey/weekly.atom
200 /daily.json
200 /changes.json
200 /feeds.opml
200 /.well-known/feeds
200 /sitemap.xml
200 /shortlinks.csv
200 /llms.txt
200 /tags/turkey.md
200 {entry}.md
200 /
200 /browse?lang=fr
200 /tags/
200 /sources/afp/
200 {entry}
200 {entry}.json
200 /robots.txt
200 /favicon.ico
200 /healthz
200 /static/style.css
200 /static/favicon.svg
200 /api/v1/resolve?url=https://turquie2023.com/6Y5jLH
200 /api/v1/shortlink?url=https://turquie2023.com/6Y5jLH
200 /api/v1/openapi.json
200 /api/v1/problems/gone
200 /6Y5jLH+
200 /6Y5jLH.svg
300 /TwIce1
301 /rss
301 /feed.xml?limit=50&x=1
301 /6Y5jLH
301 /s/turquie2023.com/6Y5jLH
301 /entries/other-words-{handle}
302 {open_page}
302 /6y5jlh.
400 /feed.xml?limit=many
400 /api/v1/resolve
404 /nothing
404 /tags/nothing/feed.xml
404 /api/v1/resolve?url=https://turquie2023.com/nothing
410 /GoNe12
410 /api/v1/resolve?url=https://turquie2023.com/GoNe12
422 /6Y5jLH.svg?scale=0
422 /api/v1/resolve?url=https://elsewhere.example/nothing
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("redbot")
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    for name, text in OWN.items():
        (folder / "seeds" / name).write_text(text, encoding="utf-8")
    running = Server(folder, FEEDS_WINDOW_HOURS="0")
    yield running.start()
    running.stop()


def check(requests: Iterable[tuple[str, str, dict[str, str]]]) -> list[HttpResource]:
    """Let REDbot look at addresses, as many at once as there are; it asks again with conditions and codings."""
    settings = ConfigParser()
    settings.read_dict({"redbot": {"enable_local_access": "True"}})
    waiting = []
    for method, url, headers in requests:
        resource = HttpResource(settings["redbot"])
        resource.set_request(url, method, list(headers.items()))
        waiting.append(resource)
    checked = list(waiting)

    def done(resource: HttpResource) -> None:
        waiting.remove(resource)
        if not waiting:
            thor.stop()

    for resource in checked:
        resource.on("check_done", lambda resource=resource: done(resource))
        resource.check()
    thor.run()
    return checked


def links(server: Server, path: str) -> dict[str, str]:
    """Give the paths of the pages around one."""
    feed = ET.fromstring(server.get(path)[2])
    found = feed.findall("{http://www.w3.org/2005/Atom}link")
    return {link.get("rel", ""): link.get("href", "").removeprefix(server.url) for link in found}


def notes(resource: HttpResource) -> list[Any]:
    """Give the notes on an answer and on what was asked again."""
    found = [*resource.response.notes]
    for again in resource.subreqs.values():
        found.extend(again.response.notes)  # `+=` would make an empty list of its own kind
    for note in found:
        found.extend(note.subnotes)
    return found


def warnings(resource: HttpResource) -> set[str]:
    """Name the notes on what is bad or warned of."""
    return {type(note).__name__ for note in notes(resource) if note.level.value in {"bad", "warning"}}


def test_nothing_is_wrong_with_any_kind_of_answer(server: Server) -> None:
    server.run("withdraw", "https://turquie2023.com/GoNe12")
    server.comes_to_show("/GoNe12", 410)
    archive = links(server, "/atom.xml")["prev-archive"]
    entry = json.loads(server.get("/feed.json")[2])["items"][0]["url"].removeprefix(server.url)
    found = {
        "archive": archive,
        "open_page": links(server, archive)["next-archive"],
        "entry": entry,
        "handle": entry[-8:],
    }
    asked = [line.format(**found).split() for line in ANSWERS.splitlines() if line]
    requests: list[tuple[str, str, dict[str, str]]] = [("GET", server.url + path, {}) for _, path in asked]
    requests.append(("HEAD", f"{server.url}/feed.xml", {}))
    requests.append(("GET", f"{server.url}/feed.xml", {"Sec-Fetch-Dest": "document"}))
    checked = check(requests)
    assert [resource.response.status_code for resource in checked] == [*(int(status) for status, _ in asked), 200, 200]
    warned = {(resource.request.uri, name) for resource in checked for name in warnings(resource)}
    assert {(uri, name) for uri, name in warned if name not in ACCEPTED} == set()
    assert {name for _, name in warned} == set(ACCEPTED), "what is accepted is no longer met"
    assert all(resource.inm_support and resource.ims_support and resource.gzip_support for resource in checked[:10])
