"""Put an article together from its lines and its metadata: what is stated wins over what the lines say."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time
from html import unescape
from zoneinfo import ZoneInfo

from feeds.enrich.agencies import named_source
from feeds.enrich.bylines import stated_authors
from feeds.enrich.dates import read_date, read_stated
from feeds.enrich.language import guess_language
from feeds.enrich.lines import Line, is_paragraph, join_wrapped
from feeds.enrich.sentences import cut
from feeds.enrich.share import join_share_lines, mentions, parse_share_address
from feeds.errors import ArticleRefused
from feeds.model import UNTOLD, Article, Picture, Reading, ShareLink, Source
from feeds.parsers.belongings import attachments_of, own_address, pictures_of, stated_summary, written_from
from feeds.parsers.draft import Draft
from feeds.parsers.keeping import expiry, kept_back
from feeds.parsers.markup import Body, markdown_of
from feeds.parsers.metadata import language_tag
from feeds.parsers.page.findings import Page, Sorted
from feeds.parsers.page.leads import find_lead
from feeds.parsers.page.profile import without_dropped
from feeds.parsers.page.titles import find_title
from feeds.parsers.page.zones import sort_lines
from feeds.parsers.tags import tags_of
from feeds.words.shingles import read_text, sketch_of, spell

_MOST_AUTHORS = 20
_SAMPLE_LINES = 12
_MOST_LINES = 400
_BEGINNING = 110
"""Characters."""
_FEWEST_LETTERS = 80
"""Of a text of which it counts that nothing tells its language."""
_IN_UTC = "gmt"
"""So end the names under which WordPress states dates in UTC."""
_SIGN = re.compile(r"[^\W_]")
_ADDRESS_DATE = re.compile(r"/((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})(?:/|$)")


def build_reading(draft: Draft, lines: list[Line], body: Body | None = None) -> Reading:
    """Read the lines of one article; raise ArticleRefused when there is nothing to publish.

    Those of a `body` with markup are its `lines`: what is left of them decides what is left of its HTML.
    """
    entry_id, whole = written_from(draft), lines
    lines = lines if entry_id else without_dropped(lines, draft)
    if body is None:
        joined = join_wrapped(lines, titled=not draft.stated.find("title"))
        if len(joined) < len(lines):
            begins = next(line.number for line in joined if line not in lines)
            draft.note("joined", f"{len(lines)} lines to {len(joined)}", begins, "broken at a page width")
        lines = joined
    title, lines, title_line = find_title(lines, draft)
    lines = join_share_lines(lines)
    language = _language(title, lines, draft)
    read_by = draft.defaults.site_language if language == UNTOLD else language
    page = Page(title, read_by, ZoneInfo(draft.defaults.timezone), is_told=language != UNTOLD, title_line=title_line)
    found = Sorted(paragraphs=list(whole)) if entry_id else sort_lines(lines, page)
    if not _SIGN.search(title) and not any(_SIGN.search(line.text) for line in found.paragraphs):
        first = lines[0].number if lines else None
        raise ArticleRefused(draft.name, first, "there is nothing to publish: no title and no text")
    if not found.paragraphs:
        draft.warn(None, "no text below the title")
    article = _article(title, found, page, draft, body, entry_id)
    evidence, warnings = (*draft.evidence, *found.evidence), (*draft.warnings, *found.warnings)
    return Reading(article, evidence, warnings, kept_back(draft), expiry(draft, page.language, page.zone))


def _language(title: str, lines: list[Line], draft: Draft) -> str:
    """Tell the language: stated, the folder's, by the words; of a few words that tell nothing the site's."""
    stated = draft.stated.find("language")
    if stated:
        spelled = language_tag(stated.text)
        if spelled:
            draft.note_stated("language", spelled, stated)
            return spelled
        draft.warn(draft.line_of(stated), f"{stated.text!r} is no language tag")
    if draft.defaults.language:
        draft.note("language", draft.defaults.language, None, "folder default")
        return draft.defaults.language
    sample = _sample(title, lines)
    if guessed := guess_language(sample):
        draft.note("language", guessed, None, "its words")
        return guessed
    if sum(map(str.isalpha, sample)) >= _FEWEST_LETTERS:
        draft.note("language", UNTOLD, None, "nothing tells")
        return UNTOLD
    draft.note("language", draft.defaults.site_language, None, "the site's language")
    return draft.defaults.site_language


def _sample(title: str, lines: list[Line]) -> str:
    """Choose what tells the language: the beginnings of paragraphs from all over the text, which may quote another."""
    texts = [line.text for line in lines[:_MOST_LINES]]
    paragraphs = [text for text in texts if is_paragraph(text)] or texts
    chosen = dict.fromkeys((0, len(paragraphs) // 2, len(paragraphs) - 1)) if paragraphs else {}
    beginnings = (paragraphs[at][:_BEGINNING] for at in chosen)
    return "\n".join((title, *beginnings, *paragraphs[:_SAMPLE_LINES]))


def _article(title: str, found: Sorted, page: Page, draft: Draft, body: Body | None, entry_id: str | None) -> Article:
    """Put the article together: what is stated wins over what the lines say."""
    paragraphs = tuple(line.text for line in found.paragraphs)
    if paragraphs:
        start, end = found.paragraphs[0].number, found.paragraphs[-1].number
        rule = f"what is left down to line {end}" if end else "what is left"
        draft.note("paragraphs", str(len(paragraphs)), start, rule)
    html = body.html(found.paragraphs) if body else None
    if html:
        draft.note("html", html, None, "its markup")
    url = own_address(draft)
    pictures = pictures_of(draft, url, html)
    _stated_dates(found, page, draft, url)
    _stated_numbers(found, draft)
    _stated_authors(found, draft)
    sources = _sources(found, draft)
    tags, stated_tags = tags_of(page, found, draft, sources)
    is_markdown = body is not None and body.is_markdown
    mentioned = mentions("\n".join((title, *paragraphs, unescape(html or ""))))
    return Article(
        title=title,
        paragraphs=paragraphs,
        summary=stated_summary(draft, title, is_markdown=is_markdown) or _summary(title, found, page, draft),
        comments=found.comments,
        sources=sources,
        authors=tuple(found.authors),
        share_link=found.share_link,
        mentions=tuple(mentioned),
        share_mentions=_share_mentions(found, mentioned),
        tags=tags,
        stated_tags=stated_tags,
        published=_in_days_of_the_site(found.published, page, draft),
        updated=_in_days_of_the_site(found.updated, page, draft),
        date_source=found.date_source,
        language=page.language if page.is_told else UNTOLD,
        image=pictures[0].url if pictures else None,
        id=_id(draft),
        url=url,
        entry_id=entry_id,
        html=html,
        markdown=_markdown(body, found, html) if body and html else None,
        pictures=pictures if len(pictures) > 1 or any(picture[1:] != Picture("")[1:] for picture in pictures) else (),
        attachments=attachments_of(draft, url),
        sketch=spell(sketch_of(read_text(title, "\n".join(paragraphs)))),
    )


def _markdown(body: Body, found: Sorted, html: str) -> str | None:
    """Give the Markdown that is left, or Markdown of the HTML where what was written would lead nowhere, or do harm."""
    return body.source(found.paragraphs) or (markdown_of(html) if body.is_markdown else None)


def _id(draft: Draft) -> str | None:
    """Give the id that is stated; where that is the address of the article, the address says it all."""
    stated, address = draft.stated.find("id"), draft.stated.find("url")
    if stated is None or (address and address.text == stated.text):
        return None
    draft.note_stated("id", stated.text, stated)
    return stated.text


def _summary(title: str, found: Sorted, page: Page, draft: Draft) -> str:
    """Take the sentences with which the text begins."""
    lead = find_lead(title, found.paragraphs, page)
    if lead is None:
        return ""
    summary = cut(lead.text)
    whole = summary == lead.line.text
    draft.note("summary", summary, lead.line.number, "first paragraph" if whole else "start of the first paragraph")
    return summary


def _stated_dates(found: Sorted, page: Page, draft: Draft, url: str | None) -> None:
    """Read dates from metadata, and the day in an address like /2016/05/10/; both go before what the lines say."""
    moments: dict[str, datetime] = {}
    for field in ("published", "updated"):
        stated = draft.stated.find(field)
        zone = UTC if stated and stated.name.lower().endswith(_IN_UTC) else page.zone
        moment, unread = read_date(stated.text, page.language, zone) if stated else (None, "")
        if stated and moment:
            draft.note_stated(field, moment.isoformat(), stated)
            moments[field] = moment
            if unread:
                draft.warn(draft.line_of(stated), f"{stated.name}: {unread!r} is not understood; the rest is read")
        elif stated:
            draft.warn(draft.line_of(stated), f"{stated.name} is no date: {stated.text!r}")
    if "published" in moments:
        found.overrule("published", published=moments["published"], date_source="metadata")
    elif day := _ADDRESS_DATE.search(url or ""):
        moment = read_stated(f"{day[1]}-{day[2]:0>2}-{day[3]:0>2}", page.language, page.zone)
        if moment:
            found.overrule("published", published=moment, date_source="address")
            draft.note("published", moment.isoformat(), None, "day in the address")
    if "updated" in moments:
        found.overrule("updated", updated=moments["updated"])


def _in_days_of_the_site(moment: datetime | None, page: Page, draft: Draft) -> datetime | None:
    """Let a day without a time, which is kept as its midnight, be that day where it is shown: in the site's zone."""
    site = draft.defaults.site_timezone
    is_day = moment is not None and moment.tzinfo is page.zone and moment.time() == time()
    return moment.replace(tzinfo=ZoneInfo(site)) if moment and is_day and site else moment


def _stated_numbers(found: Sorted, draft: Draft) -> None:
    """Read the share address and the comment count from metadata."""
    stated = draft.stated.find("share_link")
    link = parse_share_address(stated.text) if stated else None
    if stated and not link:
        draft.warn(draft.line_of(stated), f"{stated.name} is no short address: {stated.text!r}")
    if stated and link:
        found.overrule("share_link", share_link=link)
        draft.note_stated("share_link", f"{link.host}/{link.code}", stated)
    stated = draft.stated.find("comments")
    if stated and re.fullmatch(r"[0-9]{1,7}", stated.text):
        found.overrule("comments", comments=int(stated.text))
        draft.note_stated("comments", stated.text, stated)


def _stated_authors(found: Sorted, draft: Draft) -> None:
    """Read the authors from metadata; an agency among them is credited."""
    stated = draft.stated.find("authors")
    if stated is None:
        return
    read = [stated_authors(text) for text in stated.texts]
    authors = list(dict.fromkeys(author for one in read for author in one.authors))[:_MOST_AUTHORS]
    if not authors and not any(one.sources for one in read):  # `admin`, or an address
        return
    found.overrule("authors", authors=authors)
    for author in authors:
        draft.note_stated("authors", author, stated)
    for source in (source for one in read for source in one.sources if source not in found.sources):
        found.sources.append(source)
        draft.note_stated("sources", source.slug, stated)


def _share_mentions(found: Sorted, mentioned: list[str]) -> tuple[ShareLink, ...]:
    """List the short addresses that are not the article's own: on labelled lines, and anywhere in its text."""
    links = [line.link for line in found.share_lines]
    links += [link for address in mentioned if (link := parse_share_address(address))]
    return tuple(link for link in dict.fromkeys(links) if link != found.share_link)


def _sources(found: Sorted, draft: Draft) -> tuple[Source, ...]:
    """List the sources, origin first: the stated one, the credits in order, the outlet or the folder's default last."""
    sources: list[Source] = []
    stated = draft.stated.split("source")
    outlet = draft.stated.find("outlet")
    for name in stated.texts if stated else ():
        source = named_source(name)
        if stated and source and source not in sources:
            sources.append(source)
            draft.note_stated("sources", source.slug, stated)
    sources += [source for source in found.sources if source not in sources]
    last = named_source(outlet.text) if outlet else None
    if outlet and last and last not in sources:
        sources.append(last)
        draft.note_stated("sources", last.slug, outlet)
    default = named_source(draft.defaults.source) if draft.defaults.source and not stated else None
    if default and default not in sources:
        sources.append(default)
        draft.note("sources", default.slug, None, "folder default")
    return tuple({source.slug: source for source in reversed(sources)}.values())[::-1]
