"""What machines look for that find their way by a list: the sitemap."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import etree

from feeds.store.tables import journal
from feeds.web.routes import sitemap

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from tests.web.conftest import Library

SITE = "https://news.example.org"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
RULES = f"""
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="{NEWS}" elementFormDefault="qualified">
  <xs:element name="news"><xs:complexType><xs:sequence>
    <xs:element name="publication"><xs:complexType><xs:sequence>
      <xs:element name="name" type="said"/>
      <xs:element name="language"><xs:simpleType><xs:restriction base="xs:string">
        <xs:pattern value="zh-cn|zh-tw|[a-z]{{2,3}}"/>
      </xs:restriction></xs:simpleType></xs:element>
    </xs:sequence></xs:complexType></xs:element>
    <xs:element name="publication_date" type="xs:dateTime"/>
    <xs:element name="title" type="said"/>
  </xs:sequence></xs:complexType></xs:element>
  <xs:simpleType name="said"><xs:restriction base="xs:string"><xs:minLength value="1"/></xs:restriction></xs:simpleType>
</xs:schema>
""".replace('type="said"', 'type="n:said"').replace("<xs:schema", f'<xs:schema xmlns:n="{NEWS}"')
"""What the schema of news sitemaps demands of the elements that are written."""
MAPS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def locations(client: FlaskClient, path: str, of: str = "url") -> list[str]:
    answer = client.get(path)
    assert (answer.status_code, answer.content_type) == (200, "application/xml; charset=utf-8")
    return [
        str(found.text).removeprefix(SITE) for found in etree.fromstring(answer.data).iterfind(f"{MAPS}{of}/{MAPS}loc")
    ]


def entries_of(client: FlaskClient) -> set[str]:
    items = client.get("/feed.json?limit=200").get_json(force=True)["items"]
    return {item["url"].removeprefix(SITE) for item in items}


def test_sitemap_lists_every_page_and_each_answers(client: FlaskClient) -> None:
    found = locations(client, "/sitemap.xml")
    assert {"/", "/sources/", "/tags/"} <= set(found)
    assert len(found) == len(set(found))
    assert {"/", "/sources/afp/", "/tags/turkey/"} <= set(found)
    assert {path for path in found if path.startswith("/entries/")} == entries_of(client)
    assert {client.get(path).status_code for path in found} == {200}
    assert "/sitemap.xml" in client.get("/robots.txt").text


def test_long_sitemap_comes_in_parts_that_stay(shared: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "PART", 7)
    client = shared.app().test_client()
    parts = locations(client, "/sitemap.xml", "sitemap")[:-1]
    assert parts[:2] == ["/sitemap.xml?part=0", "/sitemap.xml?part=1"] and len(parts) > 3
    listed = [path for part in parts for path in locations(client, part) if path.startswith("/entries/")]
    assert sorted(listed) == sorted(entries_of(client))
    assert client.get(f"/sitemap.xml?part={len(parts)}").status_code == 404


@pytest.mark.parametrize("asked", ["?part=", "?part=x", "?part=-1", "?part=99999999999999", "?x=1", "?part=٣"])
def test_sitemap_has_one_spelling(client: FlaskClient, asked: str) -> None:
    answer = client.get(f"/sitemap.xml{asked}")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"{SITE}/sitemap.xml")


def news(client: FlaskClient) -> list[tuple[str, str, str]]:
    """Give path, date and language of what is told as new, after it was found to be as it must."""
    answer = client.get("/sitemap.xml?part=news")
    assert (answer.status_code, answer.content_type) == (200, "application/xml; charset=utf-8")
    schema, told = etree.XMLSchema(etree.fromstring(RULES)), []
    for url in etree.fromstring(answer.data).iterfind(f"{MAPS}url"):
        item = url.find(f"{{{NEWS}}}news")
        assert item is not None
        schema.assertValid(item)
        texts = {part.tag.rpartition("}")[2]: str(part.text) for part in item.iter()}
        told.append(
            (str(url.findtext(f"{MAPS}loc")).removeprefix(SITE), texts["publication_date"][:10], texts["language"])
        )
    return told


def test_what_is_new_is_listed_for_those_who_look_for_news(empty: Library) -> None:
    for name, date, language in (
        ("first", "2025-05-01T12:00:00Z", "fr"),
        ("second", "2025-05-02T11:00:00Z", "zh-Hant-TW"),
        ("third & <last>", "2025-05-03T13:00:00Z", "en-GB"),
    ):
        empty.add(
            f"{name[:5]}.txt",
            f"---\ndate: '{date}'\nlanguage: {language}\n---\nThe {name} thing\n\nIt has happened, says the town.\n",
        )
    client = empty.app().test_client()
    listed = news(client)
    assert [(date, language) for _, date, language in listed] == [("2025-05-03", "en"), ("2025-05-02", "zh-tw")]
    assert {client.get(path).status_code for path, _, _ in listed} == {200}
    assert client.get("/sitemap.xml?part=news").headers["ETag"]


def test_robots_are_told_of_the_news_and_a_list_of_lists_has_it_too(
    shared: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "PART", 7)
    client = shared.app().test_client()
    assert f"Sitemap: {SITE}/sitemap.xml\nSitemap: {SITE}/sitemap.xml?part=news\n" in client.get("/robots.txt").text
    assert locations(client, "/sitemap.xml", "sitemap")[-1] == "/sitemap.xml?part=news"


def test_no_more_news_are_listed_than_are_read(shared: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    client = shared.app().test_client()
    listed = news(client)
    assert listed == sorted(listed, key=lambda one: one[1], reverse=True) and len(listed) > 3
    monkeypatch.setattr(sitemap, "_MOST_NEWS", 3)
    assert news(shared.app().test_client()) == listed[:3]
