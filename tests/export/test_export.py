"""The site as files: what the server answers, byte for byte, on any host of files, and nothing else."""

from __future__ import annotations

import http.client
import json
import re
import shutil
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import unquote

import feedparser  # type: ignore[import-untyped]
import pytest

from feeds.config import Settings
from feeds.export import Wanted, askers, export, open_target
from feeds.export.askers import Asker
from feeds.export.record import NAME
from feeds.ingest import processes
from feeds.site import Site
from feeds.web import create_app
from feeds.web.base.services import EXTENSION
from tests.cli.shell import ARTICLE, Shell
from tests.export.answers import compare, recorded
from tests.export.crawl import crawl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.xdist_group("export")

PLAIN = 50
"""Articles without tags."""
SITE = "https://news.example.org/paper"
TAGGED = (
    "---\ntags: [{tags}]\nsource: {source}\ndate: 2026-03-{day:02}\n---\n{title}\n\n"
    "Something of it, said the mayor on Monday.\n"
)


class Publisher:
    """A folder of articles and what is exported of it."""

    def __init__(self, folder: Path) -> None:
        self.shell = Shell(folder)
        self.folder = folder
        for day in range(1, 29):
            self.write(day)
        for number in range(PLAIN):  # so that there are archive pages
            (self.shell.articles / f"n{number:03}.txt").write_text(
                ARTICLE.format(code=f"x{number:05}", agency="AFP").replace("La passerelle", f"La passerelle {number}")
            )

    def write(self, day: int, title: str = "", tags: str = "chess, harbour") -> None:
        title = title or f"News of day {day} of the month"
        text = TAGGED.format(tags=tags, source="AFP" if day % 2 else "Reuters", day=day, title=title)
        (self.shell.articles / f"day-{day:02}.md").write_text(text)

    def run(self, *arguments: str) -> str:
        done = self.shell.run(
            *arguments, FEEDS_SITE_URL=SITE, FEEDS_SELECTIONS="tag=chess&tag=harbour lang=fr&source=afp"
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def export(self, name: str = "public", *options: str) -> str:
        return self.run("export", name, *options)

    def files(self, name: str = "public") -> dict[str, bytes]:
        root = self.folder / name
        return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file() and p.name != NAME}


@pytest.fixture(scope="module")
def publisher(tmp_path_factory: pytest.TempPathFactory) -> Publisher:
    made = Publisher(tmp_path_factory.mktemp("publisher"))
    made.run("ingest")
    made.export()
    return made


def test_every_file_is_what_the_server_answers(publisher: Publisher) -> None:
    compared, others = compare(publisher.folder / "public", publisher.folder / "instance" / "feeds.db", SITE)
    assert compared > 300 and others == []


def test_pages_are_in_one_language_and_feeds_in_that_of_the_site(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    (shell.articles / "a.md").write_text(TAGGED.format(tags="turkey", source="AFP", day=2, title="News of the day"))
    said = {"FEEDS_SITE_URL": SITE, "FEEDS_SITE_LANGUAGE": "fr"}
    assert [shell.run("ingest", **said).returncode, shell.run("export", "public", **said).returncode] == [0, 0]
    first = {name: (tmp_path / "public" / name).read_text() for name in ("feed.xml", "tags/turkey/index.html")}
    assert shell.run("export", "public", **said, FEEDS_PAGE_LANGUAGE="ar").returncode == 0
    then = {name: (tmp_path / "public" / name).read_text() for name in first}
    assert then["feed.xml"] == first["feed.xml"] and "<language>fr</language>" in first["feed.xml"]
    assert '<html lang="fr" dir="ltr">' in first["tags/turkey/index.html"]
    assert '<html lang="ar" dir="rtl">' in then["tags/turkey/index.html"]
    url = f"sqlite:///{tmp_path}/instance/feeds.db"
    app = create_app(
        Settings(database_url=url, site_url=SITE, site_language="fr", page_language="ar", addresses="files"),
        publishes=False,
    )
    assert app.test_client().get("/paper/tags/turkey/").text == then["tags/turkey/index.html"]
    app.extensions[EXTENSION].close()


def test_only_lists_of_everything_are_asked_for_again_whatever_changed(publisher: Publisher) -> None:
    always = {path for path, _, concern in recorded(publisher.folder / "public") if concern == "null"}
    assert always <= {"/llms.txt", "/shortlinks.csv"}


def test_what_was_named_before_is_not_named_again_unless_it_means_something_else_where_it_stands() -> None:
    page = f'<a href="near">a</a> <a href="/paper/tags/">b</a> <a href="{SITE}/c1">c</a> <a href="https://other.example/">d</a>'

    def answering(_environ: object, start: Callable[..., object]) -> list[bytes]:
        start("200 OK", [("Content-Type", "text/html")])
        return [page.encode()]

    told = Asker(answering, Site(url=SITE))(["/browse/a/", "/browse/b/"])
    assert [one.named for one in told] == [["/browse/a/near", "/tags/", "/c1"], ["/browse/b/near"]]


def test_no_document_leads_to_what_is_not_there(publisher: Publisher) -> None:
    crawled = crawl(publisher.folder / "public", SITE)
    assert crawled.documents > 300 and crawled.links > 3000 and crawled.dead == []


def test_no_document_names_an_address_that_only_a_program_answers(publisher: Publisher) -> None:
    named = re.compile(re.escape(SITE) + r"/[^\s\"'<>\\)]*\?")
    found = {name: named.findall(data.decode("utf-8", "replace")) for name, data in publisher.files().items()}
    assert {name: addresses for name, addresses in found.items() if addresses} == {}


def test_selections_and_archives_are_feeds_of_their_own(publisher: Publisher) -> None:
    files = publisher.files()
    both = feedparser.parse(files["tag=chess&tag=harbour/atom.xml"])
    assert len(both.entries) == 28
    assert both.feed.links[0].href.startswith(SITE)
    assert len(feedparser.parse(files["lang=fr/feed.xml"]).entries) >= 50
    assert len(read_back(files, "feed.xml")) == 28 + PLAIN + 2


def read_back(files: dict[str, bytes], name: str) -> set[str]:
    """Read a feed and its archive to the oldest page; gives the ids, and sees that each page leads to the newer one."""
    seen: set[str] = set()
    newer = b""
    while name:
        parsed = feedparser.parse(files[name])
        seen |= {entry.id for entry in parsed.entries}
        led = {link.rel: unquote(link.href.removeprefix(f"{SITE}/")) for link in parsed.feed.links}
        assert not newer or files[led["next-archive"]] == newer, name
        newer, name = files[name], led.get("prev-archive", "")
    return seen


def test_short_addresses_lead_on_and_say_what_is_gone(publisher: Publisher) -> None:
    page = publisher.files()["aaa111/index.html"].decode()
    assert f'<link rel="canonical" href="{SITE}/entries/la-passerelle-du-port-rouvre-' in page
    assert 'http-equiv="refresh"' in page


def test_what_changed_is_written_as_if_everything_were_written_anew(tmp_path: Path) -> None:
    publisher = Publisher(tmp_path)
    publisher.run("ingest")
    publisher.export()
    assert publisher.export().startswith("0 files written, 0 removed")

    publisher.write(3, "News of another kind")
    publisher.write(5, tags="chess, market")
    publisher.write(40, "One more")
    (publisher.shell.articles / "day-07.md").unlink()
    publisher.run("ingest", "--prune", "--force")
    publisher.run("withdraw", "https://short.example/x00003", "https://short.example/x00040")
    written = int(publisher.export().split()[0].replace(",", ""))
    assert written < len(publisher.files()) / 2

    publisher.run("restore", "https://short.example/x00003")
    publisher.run("withdraw", "--erase", "https://short.example/x00004")
    publisher.write(5, tags="harbour, market")
    publisher.run("ingest")
    publisher.export()
    publisher.export("anew")
    now, anew = publisher.files(), publisher.files("anew")
    assert {name for name in now.keys() | anew.keys() if now.get(name) != anew.get(name)} == set()
    assert b"410" in now["x00040/index.html"] or b"withdrawn" in now["x00040/index.html"].lower()


def test_export_that_was_killed_is_ended_by_the_next(publisher: Publisher) -> None:
    killed = publisher.folder / "killed"
    shutil.copytree(publisher.folder / "public", killed)
    (killed / "feed.xml").unlink()  # as if it had not come so far
    (killed / NAME).unlink()
    (killed / "left-over.html").write_text("somebody's own")
    publisher.export("killed")
    now = publisher.files("killed")
    assert now.pop("left-over.html") == b"somebody's own"
    assert now == publisher.files()


def test_on_every_core_the_same_is_written(publisher: Publisher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(askers, "_FEWEST", 0)
    monkeypatch.setattr(processes, "CORES", 2)
    settings = Settings(
        database_url=f"sqlite:///{publisher.folder}/instance/feeds.db", site_url=SITE, addresses="files"
    )
    wanted = Wanted(("tag=chess&tag=harbour", "lang=fr&source=afp"))
    export(settings, open_target(str(publisher.folder / "both")), wanted, lambda _done, _known: None)
    assert publisher.files("both") == publisher.files()


def test_copies_are_compressed_and_rules_written_for_hosts_that_take_them(publisher: Publisher) -> None:
    publisher.export("packed", "--compress", "gz br", "--rules", "netlify", "--rules", "nginx", "--rules", "s3")
    files = publisher.files("packed")
    assert {"feed.xml.gz", "feed.xml.br", "index.html.gz"} <= files.keys()
    rule = next(line for line in files["_redirects"].decode().splitlines() if line.startswith("/paper/aaa111 "))
    assert rule.startswith(f"/paper/aaa111 {SITE}/entries/la-passerelle-du-port-rouvre-")
    assert f'"/paper/aaa111" "{SITE}/entries/' in files["redirects.map"].decode()
    assert {"KeyPrefixEquals": "paper/aaa111/"} in [one["Condition"] for one in json.loads(files["routing-rules.json"])]


def test_object_stores_are_written_too(publisher: Publisher) -> None:
    publisher.export(f"file://{publisher.folder}/objects")
    assert publisher.files("objects") == publisher.files()


def test_export_says_what_it_needs(publisher: Publisher) -> None:
    nowhere = publisher.shell.run("export", "public")
    assert nowhere.returncode == 2 and "FEEDS_SITE_URL" in nowhere.stderr
    unknown = publisher.shell.run("export", "nothing://x", FEEDS_SITE_URL=SITE)
    assert unknown.returncode == 2 and "nothing://x cannot be used" in unknown.stderr


@pytest.fixture
def host(publisher: Publisher) -> Iterator[int]:
    """Serve the files by a host that knows nothing of them."""
    (publisher.folder / "www").mkdir(exist_ok=True)
    root = publisher.folder / "www" / "paper"
    if not root.exists():
        root.symlink_to(publisher.folder / "public")

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(publisher.folder / "www"))) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,)).start()
        yield server.server_address[1]
        server.shutdown()


def test_any_host_serves_pages_feeds_and_short_addresses(host: int) -> None:
    def get(path: str) -> tuple[int, str, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", host)
        connection.request("GET", path)
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        if answer.status == 301:
            return get(answer.headers["Location"])
        return answer.status, answer.headers["Content-Type"], data

    for path in ("/paper/", "/paper/tags/chess", "/paper/aaa111", "/paper/browse/tag=chess&tag=harbour/"):
        status, media_type, _ = get(path)
        assert (status, media_type.partition(";")[0]) == (200, "text/html"), path
    status, media_type, data = get("/paper/tags/chess/feed.xml")
    assert (status, "xml" in media_type) == (200, True)
    assert len(feedparser.parse(data).entries) == 28
