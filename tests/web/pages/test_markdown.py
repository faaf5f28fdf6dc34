"""Entries and selections as Markdown: canonical, named, and read back into the very same entry."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from tests.web.conftest import Library

pytestmark = pytest.mark.above_the_store

SITE = "https://news.example.org"
PLAIN = (
    "Un quai ferme\n\nAFP\n\nIl ferme *mardi* & pour 2 mois.\n\nPartager cet article ? https://court.example/qYOea0\n"
)
MARKED = (
    "---\ntitle: Un pont\nurl: https://journal.example/pont\ndate: 2026-03-01T09:30:00Z\ntags: [ponts, Syrie]\n---\n"
    "Il a **rouvert** lundi, dit la mairie qui l'avait fermé.\n\n- un\n- deux\n\n![Le pont](p.jpg)\n\nReuters\n"
)


def items(client: FlaskClient) -> dict[str, dict[str, Any]]:
    return {item["title"]: item for item in json.loads(client.get("/feed.json?limit=200").data)["items"]}


def test_entries_as_markdown_are_read_back_into_the_same_entries(client: FlaskClient, empty: Library) -> None:
    first = items(client)
    for number, item in enumerate(first.values()):
        answer = client.get(item["url"].removeprefix(SITE) + ".md")
        assert (answer.status_code, answer.mimetype) == (200, "text/markdown")
        assert f'<{item["url"]}>; rel="canonical"' in answer.headers["Link"]
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        (empty.articles / f"{number}.md").write_bytes(answer.data)
    empty.ingest()
    again = items(empty.app().test_client())
    assert len(first) > 10 and again.keys() == first.keys()
    for title, item in first.items():
        for name in ("id", "content_html", "content_text", "summary", "authors", "language", "image", "external_url"):
            assert again[title].get(name) == item.get(name), (title, name)
        assert again[title]["_feeds"].get("tags") == item["_feeds"].get("tags")


def test_markdown_of_an_entry_put_beside_its_file_is_no_other_entry(library: Library) -> None:
    library.add("quai.txt", PLAIN)
    library.add("pont.md", MARKED)
    client = library.app().test_client()
    first = items(client)
    for title in ("Un quai ferme", "Un pont"):
        library.add(f"again-{len(title)}.md", client.get(first[title]["url"].removeprefix(SITE) + ".md").data.decode())
    again = items(library.app().test_client())
    assert {title: item["content_html"] for title, item in again.items()} == {
        title: item["content_html"] for title, item in first.items()
    }
    assert {item["id"] for item in again.values()} == {item["id"] for item in first.values()}


def test_selections_are_listed_as_markdown_and_named(client: FlaskClient) -> None:
    named = client.get("/llms.txt")
    assert named.mimetype == "text/plain" and named.data.decode().startswith("# Example News\n\n> ")
    for path in ("/index.md", "/tags/turkey.md", "/browse.md?lang=fr&tag=turkey"):
        text = client.get(path).data.decode()
        assert text.startswith("# ") and f"]({SITE}/entries/" in text and ".md)" in text
    assert f"]({SITE}/tags/turkey.md): " in named.data.decode() and f"]({SITE}/index.md)" in named.data.decode()


@pytest.mark.parametrize(
    ("asked", "right"),
    [
        ("/tags/Turquie.md", "/tags/turkey.md"),
        ("/browse.md", "/index.md"),
        ("/index.md?tag=turkey", "/tags/turkey.md"),
        ("/llms.txt?x=1", "/llms.txt"),
    ],
)
def test_markdown_has_one_address(client: FlaskClient, asked: str, right: str) -> None:
    answer = client.get(asked)
    assert (answer.status_code, answer.headers["Location"]) == (301, SITE + right)


def test_what_is_not_there_has_no_markdown(client: FlaskClient) -> None:
    assert [client.get(path).status_code for path in ("/tags/nothing-of-it.md", "/entries/x-00000000.md")] == [404, 404]
