"""The list of years and months as a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web.pages.test_pages import tree

if TYPE_CHECKING:
    from flask.testing import FlaskClient

pytestmark = pytest.mark.above_the_store


def test_every_month_and_year_leads_to_what_was_published_in_it(client: FlaskClient) -> None:
    root = tree(client, "/browse/archive")
    counted = {
        link.get("href"): int(link.getparent().xpath("./span[@class='count']")[0].text)
        for link in root.xpath("//h2/a | //ol[@class='months']/li/a")
    }
    assert len(counted) > 5
    for path, entries in counted.items():
        answer = client.get(path)
        assert answer.status_code == 200
        assert len(tree(client, path).xpath("//article")) == min(entries, 50)
    assert sum(int(one.text) for one in root.xpath("//ol//span")) == sum(
        int(one.text) for one in root.xpath("//h2/span")
    )


def test_archive_is_found_from_the_newest_entries_and_has_one_spelling(client: FlaskClient) -> None:
    assert "/browse/archive" in tree(client, "/").xpath("//a/@href")
    assert client.get("/browse/archive?x=1").headers["Location"] == "https://news.example.org/browse/archive"
