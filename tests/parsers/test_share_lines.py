"""Share lines as pages print them and extractors leave them: glued, quoted, linked, broken over two lines."""

from __future__ import annotations

import pytest

from feeds.model import Article, ShareLink
from feeds.parsers import Defaults, parse

LEAD = "Le conseil a voté lundi un budget pour la réparation de la digue, que la tempête avait emportée cet hiver."
LINK = ShareLink("short.example", "qY0ea0")
ADDRESS = "https://short.example/qY0ea0"


def with_tail(*lines: str) -> Article:
    return parse("\n".join(["La digue sera réparée", "", LEAD, "", *lines]).encode(), "a.txt", Defaults()).article


@pytest.mark.parametrize(
    "line",
    [
        f"Partager cet article\u202f?\u00a0{ADDRESS}",
        f"Partager cet article?{ADDRESS}",
        f"Partager cet article:{ADDRESS}",
        f"Partager cet article ? « {ADDRESS} »",
        f'Partager cet article ? "{ADDRESS}"',
        f"Partager cet article ? {ADDRESS} .",
        f"Partager cet article ? {ADDRESS} Share.",
        f"**Partager cet article ?** {ADDRESS}",
        f"Partager cet article ? [short.example/qY0ea0]({ADDRESS})",
        "Partager cet article ? www.short.example/qY0ea0",
        f"Want to share this article? {ADDRESS}",
        f"Bu haberi paylaşın: {ADDRESS}",
        f"Haberin kısa linki: {ADDRESS}",
        f"شارك هذا المقال؟ {ADDRESS}",
        f"分享这篇文章：{ADDRESS}",
        f"この記事をシェア：{ADDRESS}",
    ],
)
def test_share_line_is_read_however_it_is_written(line: str) -> None:
    read = with_tail("AA", line)
    assert (read.share_link, read.paragraphs) == (LINK, (LEAD,))


@pytest.mark.parametrize(
    "lines",
    [
        ("Partager cet article?", "", ADDRESS),
        ("Partager cet article?", ADDRESS),
        ("Partager :", "", ADDRESS),
        ("Bu haberi paylaş", "www.short.example/qY0ea0"),
        ("Partager cet", f"article? {ADDRESS}"),
        ("Partager cet article? https://short.example/", "qY0ea0"),
    ],
)
def test_share_line_may_be_broken(lines: tuple[str, ...]) -> None:
    read = with_tail("AA", "", *lines, "Share.")
    assert (read.share_link, read.paragraphs) == (LINK, (LEAD,))


@pytest.mark.parametrize(
    "lines",
    [
        ("Share", ADDRESS),
        ("Partager l’amour de la mer", "", f"Voir aussi {ADDRESS}"),
        ("Partager cet article?", "https://short.example/2016/05/une-page"),
        ("La page de la mairie :", ADDRESS),
    ],
)
def test_address_below_a_line_that_is_no_share_label_is_none(lines: tuple[str, ...]) -> None:
    assert with_tail("AA", "", *lines).share_link is None
