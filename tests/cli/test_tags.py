"""Tags are given anew when the vocabulary changed, and nothing else of what is published changes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from feeds.config import Settings
from feeds.enrich import tables
from feeds.web import create_app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask.testing import FlaskClient

    from tests.cli.shell import Shell

VOCABULARY = "bridges: {label: Bridges, match: {fr: [passerelle]}, within: transport, also: [Brücken]}\ntransport: {}\n"


@pytest.fixture
def own_words() -> Iterator[None]:
    yield
    tables.use(tables.Own())


def client_of(folder: Path) -> FlaskClient:
    settings = Settings(articles=(folder / "seeds",), database_url=f"sqlite:///{folder}/instance/feeds.db")
    return create_app(settings).test_client()


@pytest.mark.usefixtures("own_words")
def test_articles_get_the_tags_of_a_new_vocabulary(shell: Shell) -> None:
    shell.run("ingest")
    before = json.loads(client_of(shell.folder).get("/feed.json").data)["items"]
    (shell.articles / "vocabulary.yaml").write_text(VOCABULARY, encoding="utf-8")
    said = "2 articles gain bridges\n2 articles gain transport\n"
    assert shell.run("retag", "--dry-run").stdout == said
    assert "bridges" not in shell.run("list").stdout
    assert shell.run("retag").stdout == said
    assert "tag\tbridges\tBridges\t2\n" in shell.run("list").stdout
    assert shell.run("retag").stdout.startswith("nothing to do")

    client = client_of(shell.folder)
    items = json.loads(client.get("/tags/transport/feed.json").data)["items"]
    assert [item["tags"] for item in items] == [["Bridges", "transport"]] * 2
    for field in ("id", "url", "content_html", "date_published", "date_modified"):
        assert [item.get(field) for item in items] == [item.get(field) for item in before]
    moved = client.get("/tags/br%C3%BCcken/feed.xml")
    assert (moved.status_code, moved.headers["Location"]) == (301, "http://127.0.0.1:8000/tags/bridges/feed.xml")


def test_tags_that_are_switched_off_are_taken_away(shell: Shell) -> None:
    (shell.articles / "vocabulary.yaml").write_text(VOCABULARY, encoding="utf-8")
    shell.run("ingest")
    (shell.articles / "vocabulary.yaml").write_text(VOCABULARY.replace("{}", "off"), encoding="utf-8")
    assert shell.run("retag").stdout == "2 articles lose transport\n"


def test_articles_in_one_file_are_told_each(shell: Shell) -> None:
    lines = [
        json.dumps({"title": f"La passerelle {n}", "text": f"La passerelle {n} du port a rouvert."}) for n in range(3)
    ]
    (shell.articles / "many.jsonl").write_text("\n".join(lines), encoding="utf-8")
    shell.run("ingest")
    (shell.articles / "vocabulary.yaml").write_text("port: {match: [port]}", encoding="utf-8")
    assert shell.run("retag", "--dry-run").stdout == "5 articles gain port\n"


def test_vocabulary_that_cannot_be_used_stops_what_would_read_by_it(shell: Shell) -> None:
    (shell.articles / "vocabulary.yaml").write_text("a: {}\nb: {lable: x}\n", encoding="utf-8")
    for command in (("ingest",), ("retag",), ("parse", "seeds")):
        done = shell.run(*command)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == "feeds: seeds/vocabulary.yaml:2: b: lable is not one of label, match, also, within\n"


def test_words_beside_the_articles_are_no_articles(shell: Shell) -> None:
    (shell.articles / "vocabulary.yaml").write_text(VOCABULARY, encoding="utf-8")
    assert "passed over" not in shell.run("ingest").stdout
