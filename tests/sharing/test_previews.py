"""Previews and QR codes: where a short address leads, without going there, and how it is printed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from lxml import etree, html

from tests.sharing.articles import HOST, OTHER, answered

if TYPE_CHECKING:
    from tests.serving import Server

pytestmark = pytest.mark.xdist_group("sharing")

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("path", ["/qYOea0+", "/qYOea0%2B", f"/s/{HOST}/qYOea0+", "/qYOea0+?x=y"])
def test_preview_says_where_a_code_leads(server: Server, target: str, path: str) -> None:
    status, headers, body = server.get(path)
    page = html.fromstring(body.decode())
    text = str(page.xpath("string()"))
    assert (status, headers["x-robots-tag"], "location" in headers) == (200, "noindex", False)
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert page.xpath("//link[@rel='canonical']/@href") == [target]
    assert page.xpath("//h1//a/@href") == [target.removeprefix(server.url)] and page.xpath("//time/@datetime")
    assert page.xpath("//img[@class='qr']/@src") == ["/qYOea0.svg"]
    for said in ("Nantes", f"https://{HOST}/qYOea0", target, "Published, and can be followed"):
        assert said in text


def test_only_previews_are_kept_out_of_indexes(server: Server, target: str) -> None:
    for path in ("/qYOea0", "/qyoea0", "/qYOea0.svg", target.removeprefix(server.url)):
        status, headers, body = server.get(path)
        assert status < 400 and "x-robots-tag" not in headers and b"noindex" not in body


def test_preview_of_a_guess_says_so_and_is_not_kept(server: Server) -> None:
    status, headers, body = server.get("/qyoea0+")
    assert (status, headers["cache-control"]) == (200, "no-store")
    assert b"Probably leads to" in body


NOWHERE = {"NeVer1": 404, "LaTer1": 404, "GoNe12": 410, "LaWs12": 451, "TwIce1": 300}


@pytest.mark.parametrize("code", NOWHERE)
@pytest.mark.parametrize("suffix", ["+", ".svg"])
def test_what_leads_nowhere_has_neither(server: Server, code: str, suffix: str) -> None:
    shown = server.get(f"/{code}{suffix}")
    assert shown[0] == NOWHERE[code] and shown[1]["cache-control"] == server.get(f"/{code}")[1]["cache-control"]
    assert b"Dinan" not in shown[2] and b"Auray" not in shown[2]


@pytest.mark.parametrize(
    "path", ["/h0StiL+", "/hOStiL", "/NeVer1%22%3E%3Cscript%3E", "/%3Cb%3E+", "/h0StiL%22onload=x+"]
)
def test_markup_in_titles_and_codes_stays_text(server: Server, path: str) -> None:
    status, headers, body = server.get(path)
    assert status in {200, 404}
    assert b"<script" not in body and b"<b>" not in body and b"onload=x" not in body
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]


def test_qr_code_is_of_the_printed_address_and_never_changes(server: Server) -> None:
    status, headers, body = server.get("/qYOea0.svg")
    assert (status, headers["content-type"]) == (200, "image/svg+xml")
    assert headers["cache-control"] == "max-age=31536000, immutable"
    drawn = etree.fromstring(body)
    assert drawn.findtext(f"{SVG}title") == f"https://{HOST}/qYOea0"
    assert server.get(f"/s/{HOST}/qYOea0.svg")[2] == body
    assert server.get(f"/s/{OTHER}/qYOea0.svg")[2] != body


def test_qr_code_has_its_quiet_zone(server: Server) -> None:
    drawn = etree.fromstring(server.get("/qYOea0.svg?scale=1")[2])
    modules = int(drawn.attrib["width"])
    assert modules == int(drawn.attrib["height"]) and (modules - 8 - 17) % 4 == 0
    dark = str(drawn.findall(f"{SVG}path")[-1].attrib["d"])
    assert dark.startswith("M4 4.5h7")  # the first finder pattern begins four modules in


@pytest.mark.parametrize("scale", ["1", "20"])
def test_qr_code_is_as_large_as_asked(server: Server, scale: str) -> None:
    small, large = (etree.fromstring(server.get(f"/qYOea0.svg?scale={n}")[2]) for n in ("1", scale))
    assert int(large.attrib["width"]) == int(scale) * int(small.attrib["width"])


@pytest.mark.parametrize("scale", ["0", "21", "1000000000", "-1", "1.5", "x", "", "1e1", "%D9%A1", "9" * 5000])
def test_size_that_cannot_be_is_refused(server: Server, scale: str) -> None:
    status, headers, _ = server.get(f"/qYOea0.svg?scale={scale}")
    assert (status, headers["cache-control"]) == (422, "no-store")


@pytest.mark.parametrize("path", ["/qyoea0.svg", "/qYOea0+.svg", "/qYOea0.png", "/qYOea0.svg.svg", "/qYOea0.svgz"])
def test_other_pictures_are_not_there(server: Server, path: str) -> None:
    assert server.status(path) == 404


def test_page_of_an_article_shows_its_short_address(server: Server, target: str) -> None:
    path = target.removeprefix(server.url)
    status, headers, body = server.get(path)
    page = html.fromstring(body.decode())
    short = f"https://{HOST}/qYOea0"
    assert (status, page.xpath("//link[@rel='shortlink']/@href")) == (200, [short])
    assert headers["link"] == f'<{target}>; rel="canonical", <{short}>; rel="shortlink"'
    assert page.xpath("//meta[@property='og:url']/@content") == [target]
    assert page.xpath("//a[@type='image/svg+xml']/@href") == ["/qYOea0.svg"]
    assert server.get(path, method="HEAD")[1]["link"] == headers["link"]


def test_article_without_a_printed_address_has_one_of_the_site(server: Server) -> None:
    item = answered(server, "/api/v1/resolve?url=" + _minted(server))[1]
    assert item["primary_short_url"] == item["entry"]["share_url"] == _minted(server)
    drawn = etree.fromstring(server.get(f"/{item['code']}.svg")[2])
    assert drawn.findtext(f"{SVG}title") == _minted(server)


def test_alias_leads_there_and_is_named_beside_the_printed_address(server: Server) -> None:
    server.run("alias", f"https://{HOST}/FoLd01", "brest-port")
    server.comes_to_show("/brest-port", 301)
    alias = f"{server.url}/brest-port"
    status, found = answered(server, f"/api/v1/resolve?url={alias}")
    assert (status, found["matched_by"], found["short_url"]) == (200, "alias", alias)
    assert found["primary_short_url"] == f"https://{HOST}/FoLd01"
    assert answered(server, f"/api/v1/shortlink?url={alias}")[1]["aliases"] == [alias]
    assert server.get("/Brest-Port.")[0] == 302 and server.get("/brest-port+")[0] == 200


def _minted(server: Server) -> str:
    status, _, body = server.get("/feed.json")
    assert status == 200
    (short,) = [i["_feeds"]["share_url"] for i in json.loads(body)["items"] if i["title"] == "Carhaix"]
    return str(short)
