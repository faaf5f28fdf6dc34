"""What holds for every real article: the project's own, and those in folders named by TEST_FEEDS_TEXTS."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from feeds.errors import ArticleRefused
from feeds.parsers import Defaults, find_files, parse

OWN = Path(__file__).parents[2] / "seeds"
FOLDERS = [OWN, *(Path(folder) for folder in os.environ.get("TEST_FEEDS_TEXTS", "").split(os.pathsep) if folder)]
FURNITURE = re.compile(
    r"(?i)(?:share\.?|partager|teilen|paylaş|شارك|about author|facebook|twitter|whatsapp|leave a reply|related posts)"
)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_articles_of_a_folder_hold_what_every_article_holds(folder: Path) -> None:
    for found in find_files(folder).files:
        try:
            article = parse(Path(found.path).read_bytes(), found.name, Defaults()).article
        except ArticleRefused:
            continue
        assert article.title.strip(), found.name
        assert article.paragraphs, found.name
        assert len(article.summary) <= 300, found.name
        assert not FURNITURE.fullmatch(article.summary), found.name
        assert not [line for line in article.paragraphs[-3:] if FURNITURE.fullmatch(line)], found.name
        assert len(article.tags) <= 6, found.name
        assert len(set(article.tags)) == len(article.tags), found.name
        assert article.language, found.name
