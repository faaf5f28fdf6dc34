"""Short addresses on hosts that redirect by rules."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from feeds.export.redirects import RULES, Redirects
from tests.cli.shell import Shell
from tests.programs import PLACES, do_without
from tests.readers.host import served
from tests.serving import fetch, free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ENTRY = "https://news.example.org/paper/entries/{}"
LED = Redirects({"/paper/aaa111": ENTRY.format("foot-00000001")}, ["/paper/bbb222", "/paper/entries/was-00000002"])
TEXT = (
    "{title}\n\n{title} is what it says, and {other} besides.\n\nPartager cet article? https://short.example/{code}\n"
)
ARTICLES = (("The bridge", "water", "kkk111"), ("A mistake", "nothing", "kkk222"), ("A secret", "names", "kkk444"))
TWO_OF_ONE = (("One of two", "wheat", "kkk333"), ("Bread costs more", "sugar", "kkk333"))


def written(rule: str, led: Redirects = LED) -> str:
    return RULES[rule][1](led)


def test_netlify_lets_a_rule_count_beside_its_page() -> None:
    assert written("netlify") == f"/paper/aaa111 {ENTRY.format('foot-00000001')} 301!\n"


def test_nginx_is_told_what_is_gone_and_has_paths_decoded() -> None:
    led = Redirects({"/%C3%A9t%C3%A9": "https://x.example/entries/%C3%A9t%C3%A9-1"}, LED.gone)
    assert written("nginx", led).splitlines() == [
        '"/été" "https://x.example/entries/%C3%A9t%C3%A9-1";',
        '"/paper/bbb222" "gone";',
        '"/paper/entries/was-00000002" "gone";',
    ]


def test_rule_of_s3_is_for_the_page_alone_and_leads_to_the_host_of_the_site() -> None:
    [rule] = json.loads(written("s3"))
    assert rule["Condition"] == {"KeyPrefixEquals": "paper/aaa111/"}
    assert rule["Redirect"]["HostName"] == "news.example.org"
    assert rule["Redirect"]["ReplaceKeyWith"] == "paper/entries/foot-00000001"


@pytest.mark.parametrize(("rule", "most"), [("cloudflare", 2000), ("s3", 50)])
def test_host_that_takes_so_many_rules_is_given_the_first(rule: str, most: int) -> None:
    text = written(rule, Redirects({f"/c{n}": ENTRY.format(f"x-{n}") for n in range(most + 7)}, ()))
    assert text.count(" 301\n" if rule == "cloudflare" else "KeyPrefixEquals") == most
    assert ENTRY.format(f"x-{most - 1}")[8:].partition("/")[2] in text
    assert f"x-{most}" not in text


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Let nginx serve a site by its rules."""
    if not shutil.which("nginx", path=PLACES):
        do_without("not installed: nginx")
    folder, port = tmp_path_factory.mktemp("rules"), free_port()
    _export(folder, FEEDS_SITE_URL=f"http://127.0.0.1:{port}")
    with served(folder / "public", port, folder, has_rules=True):
        yield port


def _export(folder: Path, **environment: str) -> None:
    shell = Shell(folder)
    for number, (title, other, code) in enumerate((*ARTICLES, *TWO_OF_ONE)):
        (shell.articles / f"{number}.txt").write_text(TEXT.format(title=title, other=other, code=code))
    taken = ("withdraw https://short.example/kkk222", "withdraw --legal https://short.example/kkk444")
    for command in ("ingest", *taken, "export public --rules nginx"):
        done = shell.run(*command.split(), **environment)
        assert done.returncode == 0, done.stderr


def test_nginx_leads_to_the_article_by_itself(port: int) -> None:
    status, headers, _ = fetch(port, "/kkk111")
    assert status == 301
    assert headers["location"].startswith(f"http://127.0.0.1:{port}/entries/the-bridge-")


@pytest.mark.parametrize(("code", "said"), [("kkk222", "was withdrawn"), ("kkk444", "blocked for legal reasons")])
def test_nginx_says_410_of_what_was_taken_back_and_shows_its_page(port: int, code: str, said: str) -> None:
    status, headers, body = fetch(port, f"/{code}")
    assert (status, headers["content-type"]) == (410, "text/html; charset=utf-8")
    assert said in body.decode()


def test_address_of_two_articles_has_a_page_that_asks_which(port: int) -> None:
    status, _, body = fetch(port, "/kkk333/")
    assert status == 200
    assert all(title in body.decode() for title, *_ in TWO_OF_ONE)
