"""What newspaper4k writes is read as the pages say it; its own output was recorded, see `newspaper_pages`."""

from __future__ import annotations

import pytest

from feeds.parsers import Defaults, parse, parts
from tests.parsers.newspaper_pages import PAGES, RECORDED, Page

WRITTEN = (part.data for part in parts(RECORDED, RECORDED.name, Defaults()))
CASES = list(zip(PAGES, WRITTEN, strict=True))


@pytest.mark.parametrize(("page", "written"), CASES, ids=[page.language for page in PAGES])
def test_what_newspaper4k_writes_is_what_the_page_says(page: Page, written: bytes) -> None:
    read = parse(written, "a.json", Defaults())
    article = read.article
    assert (article.title, article.language, article.url) == (page.title, page.language, page.address)
    assert article.authors == (page.author,)  # it lists `By Anne Roy` beside `Anne Roy`
    assert [source.name for source in article.sources] == ["The Journal"]
    assert article.published is not None and article.published.isoformat() == page.published
    assert article.paragraphs == tuple(f"{page.sentence} ({number})" for number in range(1, 7))
    assert (read.warnings, article.tags, article.image) == ((), (), None)
