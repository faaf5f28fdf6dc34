"""The feed of a tag."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.syndication.views import Feed
from django.urls import path
from django.utils.feedgenerator import Rss201rev2Feed

from tests.benchmarks.django_site.models import Article, Tag

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.http import HttpRequest


class _FullText(Rss201rev2Feed):
    def rss_attributes(self) -> dict[str, str]:
        content = "http://purl.org/rss/1.0/modules/content/"
        return {**super().rss_attributes(), "xmlns:content": content}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content:encoded", item["content"])


class TagFeed(Feed):
    """The newest fifty articles of a tag, with full text and all their tags."""

    feed_type = _FullText
    link = "/"
    description = "News"

    def get_object(self, _request: HttpRequest, slug: str) -> Tag:
        return Tag.objects.get(slug=slug)

    def title(self, tag: Tag) -> str:
        return tag.label

    def items(self, tag: Tag) -> Iterable[Article]:
        return Article.objects.filter(tags=tag).prefetch_related("tags").order_by("-published")[:50]

    def item_title(self, item: Article) -> str:
        return item.title

    def item_description(self, item: Article) -> str:
        return item.summary

    def item_link(self, item: Article) -> str:
        return f"/entries/{item.handle}"

    def item_author_name(self, item: Article) -> str:
        return item.author

    def item_pubdate(self, item: Article) -> datetime:
        return item.published

    def item_updateddate(self, item: Article) -> datetime:
        return item.updated

    def item_categories(self, item: Article) -> list[str]:
        return [tag.label for tag in item.tags.all()]

    def item_extra_kwargs(self, item: Article) -> dict[str, str]:
        return {"content": item.html}


urlpatterns = [path("tags/<slug>/feed.xml", TagFeed())]
