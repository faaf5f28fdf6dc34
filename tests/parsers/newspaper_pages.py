"""Pages as sites write them, and what newspaper4k 0.9.6 made of them: `data/newspaper4k.jsonl`.

It brings two dozen packages, which a test is not worth. Write its output anew, where it is installed, with
`python -m tests.parsers.newspaper_pages`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import yaml

_DATA = Path(__file__).with_name("data")
RECORDED = _DATA / "newspaper4k.jsonl"


class Page(NamedTuple):
    """What a page says, and in which of the ways that sites have."""

    language: str
    title: str
    sentence: str
    author: str
    byline: str
    published: str
    dated_by: str
    """`meta`, `json-ld` or `time`."""

    @property
    def address(self) -> str:
        """Give where it lies."""
        return f"https://journal.example/{self.language}/port"

    def html(self) -> str:
        """Write it."""
        linked = json.dumps({"@type": "NewsArticle", "headline": self.title, "datePublished": self.published})
        head = {
            "meta": f'<meta property="article:published_time" content="{self.published}">',
            "json-ld": f'<script type="application/ld+json">{linked}</script>',
            "time": "",
        }[self.dated_by]
        shown = f'<time datetime="{self.published}">{self.published[:10]}</time>' if self.dated_by == "time" else ""
        text = "".join(f"<p>{self.sentence} ({number})</p>" for number in range(1, 7))
        return (
            f'<!doctype html><html lang="{self.language}"><head><title>{self.title} - The Journal</title>'
            f'<meta property="og:title" content="{self.title}"><meta property="og:site_name" content="The Journal">'
            f'<meta name="author" content="{self.author}"><link rel="canonical" href="{self.address}">{head}</head>'
            f'<body><nav><a href="/">Home</a></nav><article><h1>{self.title}</h1><p class="byline">{self.byline}</p>'
            f"{shown}{text}</article><footer>© The Journal</footer></body></html>"
        )


PAGES = tuple(Page(*row) for row in yaml.safe_load(_DATA.joinpath("newspaper_pages.yaml").read_text("utf-8")))


def record() -> None:
    """Let newspaper4k read the pages, and keep what it writes."""
    import newspaper  # type: ignore[import-not-found]  # installed by hand

    made = [newspaper.article(page.address, input_html=page.html(), language=page.language) for page in PAGES]
    lines = (json.dumps(json.loads(article.to_json()), ensure_ascii=False) for article in made)
    RECORDED.write_text("".join(f"{line}\n" for line in lines), "utf-8")


if __name__ == "__main__":
    record()
