"""Share links under abuse: where hostile and sloppy requests lead on the running server, and where they do not."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from tests.serving import Server, eventually
from tests.sharing.articles import HOST, OTHER, write

if TYPE_CHECKING:
    from collections.abc import Mapping

pytestmark = pytest.mark.xdist_group("sharing")

UNSENT = {"date", "content-length"}
OF_PAGES = "Accept, Sec-Fetch-Dest, Accept-Language"
"""What pages differ by: data in their place are in no language."""


def stable(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in headers.items() if name not in UNSENT}


def test_exact_code_leads_there_for_five_minutes(server: Server, target: str) -> None:
    status, headers, body = server.get("/qYOea0")
    assert (status, body) == (301, b"")
    assert headers["cache-control"] == "max-age=300"
    assert headers["link"] == f'<{target}>; rel="canonical"'
    assert headers["access-control-allow-origin"] == "*"
    assert not {"vary", "set-cookie", "x-robots-tag"} & set(headers)
    assert target.startswith(f"{server.url}/entries/nantes-")
    assert server.get(target.removeprefix(server.url))[0] == 200  # one hop


@pytest.mark.parametrize(
    "path",
    [
        "/qYOea0/",
        "/qYOea0?url=//evil.example&redir_url=https://evil.example&next=https://evil.example",
        "/q%59Oea0",
        "/%71%59%4f%65%61%30",
        f"/s/{HOST}/qYOea0",
        f"/s/www.{HOST.upper()}./qYOea0/",
        "/s/127.0.0.1/qYOea0",
    ],
)
def test_other_spellings_lead_there_as_well(server: Server, target: str, path: str) -> None:
    status, headers, _ = server.get(path)
    assert (status, headers.get("location"), headers["cache-control"]) == (301, target, "max-age=300")


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": HOST},
        {"X-Forwarded-Host": "evil.example"},
        {"Forwarded": "host=evil.example;proto=https"},
        {"X-Forwarded-Proto": "gopher", "X-Forwarded-Port": "1", "X-Forwarded-Prefix": "/evil"},
        {"X-Original-URL": "/evil", "X-Rewrite-URL": "/evil"},
        {"X-HTTP-Method-Override": "DELETE"},
        {"Accept": "application/json"},
        {"Accept": "image/png", "Accept-Language": "tr", "Accept-Encoding": "br"},
        {"Cookie": "session=x; theme=dark"},
        {"Authorization": "Basic eDp5"},
        {"Range": "bytes=0-1"},
        {"If-None-Match": '"x"'},
        {"Sec-Fetch-Dest": "document"},
        {"User-Agent": ""},
        {"X-Unheard-Of": "evil"},
    ],
)
def test_no_header_changes_the_redirect(server: Server, headers: dict[str, str]) -> None:
    plain, asked = server.get("/qYOea0"), server.get("/qYOea0", **headers)
    assert (asked[0], stable(asked[1]), asked[2]) == (plain[0], stable(plain[1]), plain[2])


@pytest.mark.parametrize("code", ["qYOea0", "QYOEA0", "NeVer1", "GoNe12", "LaWs12", "TwIce1", "qYOea0+", "qYOea0.svg"])
def test_head_is_get_without_the_body(server: Server, code: str) -> None:
    got, headed = server.get(f"/{code}"), server.get(f"/{code}", method="HEAD")
    assert (headed[0], stable(headed[1]), headed[2]) == (got[0], stable(got[1]), b"")


GLUED = """
    QYOEA0 qyoea0 qYOea0. qYOea0) qYOea0%C2%BB qYOea0%20 qYOea0%C2%A0 qYOea0%E2%80%AF%C2%BB. qYOea0%22 qYOea0%E2%80%99
    qYOea0%5D, qYOea0; qYOea0! qYOea0%3F qYOea0%E2%80%8B qyoea0).
"""


@pytest.mark.parametrize("tail", GLUED.split())
@pytest.mark.parametrize("place", ["/", f"/s/{HOST}/"])
def test_what_can_only_mean_one_article_leads_there_and_is_kept_by_nobody(
    server: Server, target: str, place: str, tail: str
) -> None:
    status, headers, _ = server.get(place + tail)
    assert (status, headers.get("location"), headers["cache-control"]) == (302, target, "no-store")


def test_fold_of_two_codes_offers_both_and_each_leads_to_its_own(server: Server) -> None:
    status, headers, body = server.get("/FOLD01")
    assert (status, headers["cache-control"], headers["vary"]) == (300, "no-store", OF_PAGES)
    assert "location" not in headers
    assert b"Brest" in body and b"Lorient" in body
    for code, title in (("FoLd01", "brest"), ("fOlD01", "lorient")):
        exact = server.get(f"/{code}")
        assert exact[0] == 301 and f"/entries/{title}-" in exact[1]["location"]


def test_code_of_two_articles_offers_both_as_page_or_as_data(server: Server) -> None:
    status, headers, body = server.get("/TwIce1", Accept="application/json")
    assert (status, headers["content-type"]) == (300, "application/problem+json")
    assert headers["vary"] == "Accept, Sec-Fetch-Dest"
    problem = json.loads(body)
    assert {one["title"] for one in problem["candidates"]} == {"Vannes", "Quimper"}
    for accept in ("", "*/*", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"):
        status, headers, body = server.get("/TwIce1", Accept=accept)
        assert (status, headers["content-type"]) == (300, "text/html; charset=utf-8")
        assert b"Vannes" in body and b"Quimper" in body


@pytest.mark.parametrize("code", ["qY0ea0", "qYOeaO", "h0StlL", "hOStiI"])
def test_look_alike_is_suggested_and_never_followed(server: Server, code: str) -> None:
    status, headers, body = server.get(f"/{code}")
    assert (status, headers["cache-control"], headers["vary"]) == (404, "no-store", OF_PAGES)
    assert "location" not in headers
    title = "Nantes" if code.startswith("q") else "&lt;script&gt;alert(1)&lt;/script&gt;"
    assert f"<bdi>{title}" in body.decode() and "It may be this one" in body.decode()


UNKNOWN = """
    /zzzzzz /qYOea0x /qYOea0/x /qYOea0// /%2571YOea0 /q%2559Oea0 /qYOea0%0d%0aSet-Cookie:x=1 /qYOea0%0d%0a /qYOea0%09
    /qYOea0%00 /%00 /%ff /qYOea0%ff /%E2%80%AE /qYOea0%E2%80%AE /%5c%5cevil.example /qYOea0%2Fx /+ /.svg /. /) /%20
    /qYOea0.png /qYOea0+.svg /s/evil.example/qYOea0 /s/turquie2023.com@evil.example/qYOea0 /s/turquie2023.com/a/b
    /s/turquie2023.com.evil.example/qYOea0 /s/turquie2023.com:99/qYOea0 /s//evil.example /s/turquie2023.com/ /s /s/
    /Feed /FEED /Api /api /api/ /tags//x /.well-known/x /Static/x /wp-login.php /%3Cscript%3Ealert(1)%3C/script%3E
    /{{7*7}} /%252e%252e%252fetc /a%CC%81 /%D0%B0 /%F0%9F%98%80
"""


@pytest.mark.parametrize("host", ["127.0.0.1", "evil.example", HOST])
@pytest.mark.parametrize("path", UNKNOWN.split())
def test_anything_else_is_not_found_and_leads_nowhere(server: Server, path: str, host: str) -> None:
    client = f"192.0.2.{len(path)}"  # one that asks for all of these would be slowed
    status, headers, body = server.get(path, Host=host, X_Forwarded_For=client)
    body = body.replace(str(server.port).encode(), b"")
    varies = "Accept, Sec-Fetch-Dest" if path == "/api/" else OF_PAGES  # whose programs are answered in data
    assert (status, headers["cache-control"], headers["vary"]) == (404, "max-age=60", varies)
    assert not {"location", "set-cookie"} & set(headers)
    assert not any(word in body for word in (b"Traceback", b"evil", b"<script", b"49"))


UNSENDABLE = r"""
    //evil.example/x //evil.example ///evil.example/x /\evil.example \\evil.example /..//evil.example
    /%2f%2fevil.example /qYOea0#x /@evil.example /;/evil.example /tags//x /about
"""


@pytest.mark.parametrize("target", [*UNSENDABLE.split(), "/qYOea0\x00x", "/qYOea0\x80"])
def test_what_no_client_would_send_never_leads_outside(server: Server, target: str) -> None:
    status, heard = server.speak(target, "X-Forwarded-Host: evil.example")
    head = heard.partition(b"\r\n\r\n")[0].lower()
    assert status in {301, 400, 404}
    assert b"traceback" not in heard and b"set-cookie" not in head
    for location in re.findall(rb"\r\nlocation: ([^\r\n]*)", head):
        assert location.startswith(f"{server.url}/".encode())


def test_whole_address_as_target_means_its_path(server: Server) -> None:
    status, heard = server.speak("http://evil.example/qYOea0")
    assert status in {301, 400, 404} and b"location: http://evil" not in heard.lower()


@pytest.mark.parametrize("path", ["/feed", "/rss", "/feed.xml", "/robots.txt", "/favicon.ico", "/tags", "/sitemap.xml"])
def test_own_paths_are_never_codes(server: Server, path: str) -> None:
    status, headers, _ = server.get(path, Host="evil.example")
    assert status in {200, 301}
    assert "/entries/" not in headers.get("location", "") and "evil" not in headers.get("location", "")


@pytest.mark.parametrize("place", ["/{}", f"/s/{HOST}/{{}}", "/{}+", "/{}.svg", "/{}."])
def test_scheduled_article_looks_exactly_like_none(server: Server, place: str) -> None:
    scheduled, unknown = server.get(place.format("LaTer1")), server.get(place.format("NeVer1"))
    assert scheduled[0] == 404
    assert (scheduled[0], stable(scheduled[1]), scheduled[2]) == (unknown[0], stable(unknown[1]), unknown[2])


def test_withdrawn_article_leaves_a_tombstone(server: Server) -> None:
    status, headers, body = server.get("/GoNe12")
    text = body.decode()
    assert (status, headers["cache-control"], headers["vary"]) == (410, "max-age=300", OF_PAGES)
    assert "The &lt;b&gt;figures&lt;/b&gt; were wrong." in text and "Withdrawn on <time datetime=" in text
    assert "Dinan" not in text
    status, headers, body = server.get("/gone12")
    assert (status, headers["cache-control"]) == (410, "no-store")
    status, headers, body = server.get("/GoNe12", Accept="application/problem+json, */*;q=0.1")
    assert (status, headers["content-type"]) == (410, "application/problem+json")
    assert json.loads(body)["type"] == f"{server.url}/api/v1/problems/gone"


def test_article_the_law_blocks_says_who_blocks_it(server: Server) -> None:
    status, headers, body = server.get("/LaWs12")
    assert (status, headers["cache-control"]) == (451, "no-store")
    assert headers["link"] == f'<{server.url}/>; rel="blocked-by"'
    assert b"Auray" not in body


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "PROPFIND"])
@pytest.mark.parametrize("path", ["/qYOea0", f"/s/{HOST}/qYOea0", "/qYOea0+", "/qYOea0.svg", "/NeVer1"])
def test_other_methods_are_refused(server: Server, path: str, method: str) -> None:
    status, headers, _ = server.get(path, method=method)
    assert status == 405
    assert set(headers["allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_same_code_of_another_host_is_another_article(server: Server, target: str) -> None:
    named = server.get(f"/s/{OTHER}/qYOea0")[1]["location"]
    assert named != target
    assert server.get("/qYOea0", Host=f"WWW.{OTHER}:8080")[1]["location"] == named


def test_code_of_the_site_is_met_behind_the_default_host(server: Server) -> None:
    items = json.loads(server.get("/feed.json")[2])["items"]
    (short,) = [item["_feeds"]["share_url"] for item in items if item["title"] == "Carhaix"]
    code = short.removeprefix(f"{server.url}/")
    for path in (f"/{code}", f"/s/127.0.0.1:{server.port}/{code}", f"/{code}?x"):
        status, headers, _ = server.get(path)
        assert status == 301 and "/entries/carhaix-" in headers["location"]
    assert server.get(f"/{code.upper()}.")[0] == 302
    assert server.get(f"/s/{HOST}/{code}")[0] == 404
    # The exact code of the site wins over one of the default host that differs in case.
    write(server, "upper.txt", "Plouha", code.upper())
    server.comes_to_show(f"/{code.upper()}", 301)
    assert "/entries/carhaix-" in server.get(f"/{code}")[1]["location"]
    assert "/entries/plouha-" in server.get(f"/{code.upper()}")[1]["location"]


def test_retitled_article_is_found_by_the_address_it_had(server: Server) -> None:
    old = server.get("/ReTit1")[1]["location"].removeprefix(server.url)
    name = next(path.name for path in server.articles.iterdir() if "ReTit1" in path.read_text(encoding="utf-8"))
    write(server, name, "Redon sous un autre nom", "ReTit1")
    new = eventually(lambda: (at := server.get("/ReTit1")[1]["location"]) != server.url + old and at)
    assert "/entries/redon-sous-un-autre-nom-" in new
    eventually(lambda: server.get(old)[1].get("location") == new)


def test_code_goes_and_comes_back_with_its_article(server: Server) -> None:
    before = server.get("/ToGo01")[1]["location"]
    server.run("withdraw", f"https://{HOST}/ToGo01")
    server.comes_to_show("/ToGo01", 410)
    server.comes_to_show(before.removeprefix(server.url), 410)
    assert server.status("/ToGo01+") == server.status("/ToGo01.svg") == 410
    server.run("restore", f"https://{HOST}/ToGo01")
    server.comes_to_show("/ToGo01", 301)
    assert server.get("/ToGo01")[1]["location"] == before
