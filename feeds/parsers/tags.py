"""The tags of an article: stated by it or its folder, named in its text, and the wider ones that hold any of these."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from feeds.enrich.agencies import homes_of
from feeds.enrich.stated_tags import MOST_STATED, stated_tag
from feeds.enrich.tagging import MOST_TAGS, find_tags
from feeds.enrich.vocabulary import is_off, tag_label, wider
from feeds.errors import shortened
from feeds.model import Tag

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from feeds.model import Source
    from feeds.parsers.draft import Draft
    from feeds.parsers.page.findings import Page, Sorted

_WORD = re.compile(r"[\w'’-]+|\S")
_LONGEST_WORD = 30


def tags_of(
    page: Page, found: Sorted, draft: Draft, sources: Iterable[Source]
) -> tuple[tuple[Tag, ...], tuple[str, ...]]:
    """List the tags: the file's own, the folder's, those the text names, and the wider ones that hold any of these.

    Beside them the slugs of the file's own.
    """
    tags = _stated_tags(page, found, draft)
    of_file = tuple(tags)
    for name in draft.defaults.tags:
        if tag := _another_tag(name, tags, page, draft):
            tags[tag.slug] = tag
            draft.note("tags", tag.slug, None, "folder default")
    if draft.stated.find("entry_id") is None:  # else this program wrote it, and says all
        _add_guessed(tags, page, found, draft, homes_of(sources))
    return tuple(tags.values()), of_file


def _stated_tags(page: Page, found: Sorted, draft: Draft) -> dict[str, Tag]:
    lists = [stated for field in ("tags", "categories") if (stated := draft.stated.split(field))]
    tags: dict[str, Tag] = {}
    for stated, name in ((one, name) for one in lists for name in one.texts):
        is_number = stated.name.casefold().startswith("categor") and name.isdecimal()  # of a category in a database
        if not is_number and (tag := _another_tag(name, tags, page, draft)):
            tags[tag.slug] = tag
            draft.note_stated("tags", tag.slug, stated)
    for name, line in found.tags:
        if tag := _another_tag(name, tags, page, draft):
            tags[tag.slug] = tag
            found.note("tags", tag.slug, line, "line of tags")
    if len(tags) > MOST_STATED:
        draft.warn(
            draft.line_of(lists[0] if lists else None),
            f"{len(tags)} tags are stated: the first {MOST_STATED} are taken",
        )
    return dict(list(tags.items())[:MOST_STATED])


def _another_tag(name: str, tags: Mapping[str, Tag], page: Page, draft: Draft) -> Tag | None:
    """Give the tag that a name means, unless the article has it or the publisher wants none of it."""
    tag = stated_tag(name, page.language)
    if tag and is_off(tag.slug):
        draft.note("tags", tag.slug, None, "switched off in the vocabulary: left out")
        return None
    return tag if tag and tag.slug not in tags else None


def _add_guessed(tags: dict[str, Tag], page: Page, found: Sorted, draft: Draft, homes: Collection[str]) -> None:
    """Add the tags that the text names, and the wider ones that hold any tag of the article."""
    body = "\n".join(line.text for line in found.paragraphs)
    whole = f"{page.title}\n{body}"
    for named in find_tags(page.title, body, page.language, homes) if len(tags) < MOST_TAGS else ():
        if named.tag.slug not in tags and len(tags) < MOST_TAGS:
            tags[named.tag.slug] = named.tag
            where = "title" if named.place < len(page.title) else "text"
            rule = f"named in the {where}: {_word_at(named.place, whole)}"
            draft.note("tags", named.tag.slug, _line_at(named.place, page, found, draft), rule)
    for slug in [*tags]:
        for above in (above for above in wider(slug) if above not in tags and not is_off(above)):
            tags[above] = Tag(above, tag_label(above, page.language) or above)
            draft.note("tags", above, None, f"holds {slug}")


def _word_at(place: int, text: str) -> str:
    """Give the word that stands at a place: the first of those that name a tag."""
    found = _WORD.match(text, place)
    return shortened(found[0], _LONGEST_WORD) if found else ""


def _line_at(place: int, page: Page, found: Sorted, draft: Draft) -> int | None:
    """Give the line that a place in the title and the paragraphs below it came from."""
    if place < len(page.title):
        return next((evidence.line for evidence in draft.evidence if evidence.field == "title"), None)
    end = len(page.title)
    for line in found.paragraphs:
        end += 1 + len(line.text)
        if place < end:
            return line.number
    return None
