"""Plain text, with or without front matter.

The shape: a title on the first line, perhaps a comment count, paragraphs, credits, a share line, left-over furniture.
A title without any text below it is published with a warning: the headline is news, and its page says the rest is
missing. Only what holds neither a title nor a paragraph is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

from feeds.enrich.agencies import named_source
from feeds.enrich.dates import read_stated
from feeds.enrich.datelines import date_line
from feeds.enrich.furniture import HEAD, find_furniture
from feeds.enrich.language import guess_language
from feeds.enrich.lines import Line, is_paragraph, join_wrapped, split_lines
from feeds.enrich.normalise import fold
from feeds.enrich.share import mentions, parse_share_address
from feeds.enrich.stated_tags import stated_tag
from feeds.enrich.summary import cut, first_sentence
from feeds.enrich.tagging import MOST_TAGS, find_tags
from feeds.errors import ArticleRefused
from feeds.model import Article, Evidence, Reading, Source, Tag, Warned
from feeds.parsers.decoding import decode
from feeds.parsers.defaults import Defaults
from feeds.parsers.frontmatter import FrontMatter, split_front_matter
from feeds.parsers.metadata import Metadata, Stated, is_address, language_tag
from feeds.parsers.zones import Page, Sorted, sort_lines

_LONGEST_TITLE = 200
_LONGEST_STATED_TITLE = 500
_TITLE_WIDTH = 100
_MOST_SKIPPED = 4
_SHORT_PARAGRAPH = 45
_MOST_MENTIONS = 50
_MOST_AUTHORS = 20
_SIGN = re.compile(r"[^\W_]")
_HEADING = re.compile(r"#{1,6} +")
_ADDRESS_DATE = re.compile(r"/((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})(?:/|$)")
_FILE_NOISE = re.compile(r"^\d+(?=_|-|$)|\b[0-9a-f]{8,}\b")


@dataclass(slots=True)
class _Draft:
    """What is known so far, and why."""

    name: str
    defaults: Defaults
    front: FrontMatter
    stated: Metadata
    evidence: list[Evidence]
    warnings: list[Warned]

    def note(self, field: str, value: str, line: int | None, rule: str) -> None:
        self.evidence.append(Evidence(field, value, line, rule))

    def line_of(self, stated: Stated) -> int | None:
        return self.front.lines.get(stated.name)

    def take(self, field: str) -> Stated | None:
        """Find a field in the metadata and note where."""
        stated = self.stated.find(field)
        if stated:
            self.note(field, stated.text, self.line_of(stated), f"metadata: {stated.name}")
        return stated


def parse(data: bytes, name: str, defaults: Defaults) -> Reading:
    """Read one article; raise ArticleRefused when there is nothing to publish. The same bytes give the same reading."""
    text, warnings = decode(data, name)
    front = split_front_matter(text)
    draft = _Draft(name, defaults, front, Metadata(front.fields), [], [*warnings, *front.warnings])
    lines = split_lines(front.text, front.first_line)
    if PurePosixPath(name).suffix.lower() == ".md":
        lines = [Line(line.number, _HEADING.sub("", line.text, count=1), line.block) for line in lines]
    title, lines = _title(lines, draft)
    lines = join_wrapped(lines)
    language = _language(title, lines, draft)
    page = Page(title, language, ZoneInfo(defaults.timezone))
    found = sort_lines(lines, page)
    if not found.paragraphs and not _SIGN.search(title):
        raise ArticleRefused(name, lines[0].number if lines else None, "there is nothing to publish: no title and no text")
    if not found.paragraphs:
        draft.warnings.append(Warned(None, "no text below the title"))
    return _reading(title, found, page, draft)


def _title(lines: list[Line], draft: _Draft) -> tuple[str, list[Line]]:
    """Find the title: stated, else the first line that can be one, else the first sentence; and the lines below it."""
    stated = draft.stated.find("title")
    if stated:
        title = cut(stated.text, _LONGEST_STATED_TITLE)
        draft.note("title", title, draft.line_of(stated), f"metadata: {stated.name}")
        return title, _without_repeat(lines, title)
    at = next((at for at, line in enumerate(lines[:_MOST_SKIPPED]) if _can_be_title(line, lines[at + 1 :], draft)), None)
    if at is None:
        at = next((at for at, line in enumerate(lines) if _SIGN.search(line.text)), None)
    if at is None:
        title = _file_words(draft.name) if lines == [] and draft.stated else ""
        return title, lines
    first = lines[at]
    if len(first.text) > _LONGEST_TITLE:
        title = first_sentence(first.text, _TITLE_WIDTH)
        draft.note("title", title, first.number, "first sentence: the first line is a paragraph")
        return title, lines
    draft.note("title", first.text, first.number, "first line")
    return first.text, [*lines[:at], *_without_repeat(lines[at + 1 :], first.text)]


def _can_be_title(line: Line, below: list[Line], draft: _Draft) -> bool:
    """Tell whether a line can be the title: it says something, and is no furniture or date standing above the title."""
    if not _SIGN.search(line.text):
        return False
    if not below or len(line.text) > _TITLE_WIDTH or is_paragraph(below[0].text):
        return True
    zone = ZoneInfo(draft.defaults.timezone)
    dated = date_line(line.text, draft.defaults.language or draft.defaults.site_language, zone)
    return not (dated and dated.whole) and not find_furniture(line.text, paragraph=False, zones=frozenset({HEAD}))


def _without_repeat(lines: list[Line], title: str) -> list[Line]:
    """Drop a title that is repeated on the next line."""
    return lines[1:] if lines and fold(lines[0].text) == fold(title) else lines


def _file_words(name: str) -> str:
    """Make a title of the words of a file name, without a leading index or a hash."""
    stem = PurePosixPath(name).stem
    words = " ".join(re.split(r"[\s_-]+", _FILE_NOISE.sub(" ", stem.replace("_", " ")))).strip()
    return words[:1].upper() + words[1:] if words else stem


def _language(title: str, lines: list[Line], draft: _Draft) -> str:
    """Tell the language: stated, the folder's, by the words, else the site's."""
    stated = draft.stated.find("language")
    if stated:
        spelled = language_tag(stated.text)
        if spelled:
            draft.note("language", spelled, draft.line_of(stated), f"metadata: {stated.name}")
            return spelled
        draft.warnings.append(Warned(draft.line_of(stated), f"{stated.text!r} is no language tag"))
    if draft.defaults.language:
        draft.note("language", draft.defaults.language, None, "folder default")
        return draft.defaults.language
    sample = "\n".join([title, *(line.text for line in lines[:12])])
    guessed = guess_language(sample)
    draft.note("language", guessed or draft.defaults.site_language, None, "its words" if guessed else "the site's language")
    return guessed or draft.defaults.site_language


def _reading(title: str, found: Sorted, page: Page, draft: _Draft) -> Reading:
    """Put the article together: what is stated wins over what the lines say."""
    paragraphs = tuple(line.text for line in found.paragraphs)
    address = draft.stated.find("url")
    url = address.text if address else None
    if address:
        draft.note("url", address.text, draft.line_of(address), f"metadata: {address.name}")
    identity = draft.take("id")
    image = draft.stated.find("image")
    _stated_dates(found, page, draft, url)
    _stated_share_link(found, draft)
    _stated_comments(found, draft)
    authors = draft.stated.split("authors")
    for author in authors.texts if authors else ():
        draft.note("authors", author, draft.line_of(authors), f"metadata: {authors.name}") if authors else None
    if image and is_address(image.text):
        draft.note("image", image.text, draft.line_of(image), f"metadata: {image.name}")
    sources = _sources(found, draft)
    tags, stated_tags = _tags(title, paragraphs, page.language, found, draft)
    shown = [*(mention for text in (title, *paragraphs) for mention in mentions(text))]
    article = Article(
        title=title,
        paragraphs=paragraphs,
        summary=_summary(found.paragraphs, draft),
        comments=found.comments,
        sources=sources,
        authors=tuple((authors.texts if authors else tuple(found.authors))[:_MOST_AUTHORS]),
        share_link=found.share_link,
        mentions=tuple(dict.fromkeys(shown))[:_MOST_MENTIONS],
        tags=tags,
        stated_tags=stated_tags,
        published=found.published,
        updated=found.updated,
        date_source=found.date_source,
        language=page.language,
        image=image.text if image and is_address(image.text) else None,
        id=identity.text if identity else None,
        url=url,
    )
    return Reading(article, (*draft.evidence, *found.evidence), tuple(draft.warnings))


def _summary(paragraphs: list[Line], draft: _Draft) -> str:
    """Cut the first paragraph; a very short one above it (a kicker, a place) is no summary."""
    if not paragraphs:
        return ""
    first = paragraphs[0]
    if len(first.text) < _SHORT_PARAGRAPH:
        first = next((line for line in paragraphs if is_paragraph(line.text)), first)
    summary = cut(first.text)
    draft.note("summary", summary, first.number, "first paragraph" if summary == first.text else "start of the first paragraph")
    return summary


def _stated_dates(found: Sorted, page: Page, draft: _Draft, url: str | None) -> None:
    """Read dates from metadata, and the day in an address like /2016/05/10/; both go before what the lines say."""
    for field in ("published", "updated"):
        stated = draft.stated.find(field)
        if stated is None:
            continue
        moment = read_stated(stated.text, page.language, page.zone)
        if moment is None:
            draft.warnings.append(Warned(draft.line_of(stated), f"{stated.name} is no date: {stated.text!r}"))
            continue
        draft.note(field, moment.isoformat(), draft.line_of(stated), f"metadata: {stated.name}")
        setattr(found, field, moment)
        if field == "published":
            found.date_source = "metadata"
    day = _ADDRESS_DATE.search(url) if url and found.date_source != "metadata" else None
    if day:
        moment = read_stated(f"{day[1]}-{day[2]:0>2}-{day[3]:0>2}", page.language, page.zone)
        if moment:
            found.published, found.date_source = moment, "address"
            draft.note("published", moment.isoformat(), None, "day in the address")


def _stated_share_link(found: Sorted, draft: _Draft) -> None:
    stated = draft.stated.find("share_link")
    link = parse_share_address(stated.text) if stated else None
    if stated and link:
        found.share_link = link
        draft.note("share_link", f"{link.host}/{link.code}", draft.line_of(stated), f"metadata: {stated.name}")


def _stated_comments(found: Sorted, draft: _Draft) -> None:
    stated = draft.stated.find("comments")
    if stated and re.fullmatch(r"\d{1,7}", stated.text):
        found.comments = int(stated.text)
        draft.note("comments", stated.text, draft.line_of(stated), f"metadata: {stated.name}")


def _sources(found: Sorted, draft: _Draft) -> tuple[Source, ...]:
    """List the sources, origin first: the stated one, the credits in order, the outlet or the folder's default last."""
    sources: list[Source] = []
    stated = draft.stated.split("source")
    outlet = draft.stated.find("outlet")
    for texts, where, rule in (
        (stated.texts if stated else (), stated and draft.line_of(stated), f"metadata: {stated.name if stated else ''}"),
        (tuple(source.name for source in found.sources), None, ""),
        ((outlet.text,) if outlet else (), outlet and draft.line_of(outlet), f"metadata: {outlet.name if outlet else ''}"),
        ((draft.defaults.source,) if draft.defaults.source and not stated else (), None, "folder default"),
    ):
        for text in texts:
            source = named_source(text)
            if source and source not in sources:
                sources.append(source)
                if rule:
                    draft.note("sources", source.slug, where, rule)
    return tuple(sources)


def _tags(
    title: str, paragraphs: tuple[str, ...], language: str, found: Sorted, draft: _Draft
) -> tuple[tuple[Tag, ...], tuple[str, ...]]:
    """List the tags: stated ones first, then those the text names; and the slugs of the stated ones."""
    stated = draft.stated.split("tags")
    for name in stated.texts if stated else ():
        draft.note("tags", name, draft.line_of(stated) if stated else None, "metadata")
    names = [*(stated.texts if stated else ()), *found.tags, *draft.defaults.tags]
    tags: dict[str, Tag] = {}
    for name in names:
        tag = stated_tag(name, language)
        if tag:
            tags.setdefault(tag.slug, tag)
    stated_slugs = tuple(tags)
    for tag in find_tags(title, "\n".join(paragraphs), language):
        if tag.slug not in tags and len(tags) < MOST_TAGS:
            tags[tag.slug] = tag
            draft.note("tags", tag.slug, None, "named in the text")
    return tuple(tags.values())[:MOST_TAGS], stated_slugs[:MOST_TAGS]
