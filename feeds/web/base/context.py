"""What templates show: entries and feeds as a person sees them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from babel.core import get_global

from feeds.formats import FORMATS
from feeds.formats.characters import uri
from feeds.formats.content import right_to_left, shows_image
from feeds.model import UNTOLD
from feeds.publish.titles import label_in
from feeds.site import Site, source_path, tag_path
from feeds.web.languages.typography import typeset, typeset_html

if TYPE_CHECKING:
    from feeds.model import Entry, Kin
    from feeds.publish.excerpts import Part
    from feeds.web.languages.speech import Speech

_PICTURE = '<img loading="lazy" referrerpolicy="no-referrer" '
"""Nobody who keeps a picture needs to know on which page it was looked at."""

_TERRITORY = 2
"""Letters of the code of a territory…"""
_SCRIPT = 4
"""…and of a script."""
_A_CHANGE = timedelta(hours=1)
"""What is updated less than this after it was published only has a second of its own, or was corrected at once."""


@dataclass(frozen=True, slots=True)
class FeedView:
    """A feed that a page names."""

    name: str
    label: str
    media_type: str
    title: str
    href: str
    address: str


@dataclass(frozen=True, slots=True)
class EntryView:
    """An entry on a page; names and links are pairs."""

    entry: Entry
    id: str
    title: str
    href: str
    is_private: bool
    """Seen by whom has a key: what is said of it in the head of a page is for others."""
    canonical: str
    summary: str
    is_dated: bool
    published_iso: str
    published_text: str
    updated_iso: str
    updated_text: str
    sources: tuple[tuple[str, str], ...]
    reported: tuple[tuple[str, str], ...]
    """Who else tells the same story, and where."""
    versions: tuple[tuple[str, str, str], ...]
    """The same story of the same sources: which it is, its title, and where."""
    tags: tuple[tuple[str, str], ...]
    """As the site calls them…"""
    chips: tuple[tuple[str, str, str], ...]
    """…and as the page does, as far as it knows them, with their slugs."""
    authors: tuple[str, ...]
    comments: int | None
    share_address: str | None
    files: tuple[tuple[str, str, str], ...]
    """Attachments: what they are called, address, media type."""
    original: str | None
    original_host: str
    """Where the article says itself that it lies."""
    image: str | None
    lead_image: str | None
    """The image where it does not stand in the text."""
    image_alt: str
    image_caption: str
    lang: str
    locale: str
    """Language and territory, which is the likely one where none is stated: there is no locale without (https://ogp.me)."""
    dir: str
    title_parts: tuple[Part, ...] = ()
    """The title, where words of it were looked for…"""
    excerpt: tuple[Part, ...] = ()
    """…and the place of the text where they stand."""

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """Give its text, which lists do not show."""
        return tuple(typeset(paragraph, self.lang) for paragraph in self.entry.paragraphs)

    @property
    def html(self) -> str:
        """Give what stands instead of the paragraphs where they do not say all."""
        return typeset_html((self.entry.html or "").replace("<img ", _PICTURE), self.lang)


def entry_view(entry: Entry, site: Site, speech: Speech) -> EntryView:
    """Show an entry on a page in some language."""
    language = entry.language or site.language

    def here(address: str) -> str:
        return address.removeprefix(site.url.removesuffix(site.path))

    return EntryView(
        entry=entry,
        id=entry.id,
        title=typeset(entry.title, language),
        href=here(site.entry(entry)),
        is_private=entry.key is not None,
        canonical=site.entry(entry),
        summary=typeset(entry.summary, language),
        is_dated=entry.is_dated,
        published_iso=entry.published.isoformat(),
        published_text=speech.moment(entry.published, site.timezone),
        updated_iso=entry.updated.isoformat(),
        updated_text=speech.moment(entry.updated, site.timezone)
        if entry.updated - entry.published >= _A_CHANGE
        else "",
        sources=tuple((source.name, site.path + source_path(source.slug)) for source in entry.sources),
        reported=tuple(
            (_reporter(entry, kin, speech), here(site.kin(entry, kin))) for kin in entry.kin if not kin.is_version
        ),
        versions=tuple(
            (
                speech.gettext("Later version") if kin.is_later else speech.gettext("Earlier version"),
                kin.title,
                here(site.kin(entry, kin)),
            )
            for kin in entry.kin
            if kin.is_version
        ),
        tags=tuple((tag.label, site.path + tag_path(tag.slug)) for tag in entry.tags),
        chips=tuple(
            (label_in(speech.language, "tag", tag.slug, tag.label, site), site.path + tag_path(tag.slug), tag.slug)
            for tag in entry.tags
        ),
        authors=entry.authors,
        comments=entry.comments,
        share_address=site.share(entry.share_link) if entry.share_link else None,
        files=tuple(
            (one.title or one.url.rpartition("/")[2], uri(one.url), one.media_type) for one in entry.attachments
        ),
        original=uri(entry.url) if entry.url else None,
        original_host=(urlsplit(entry.url).hostname or "").removeprefix("www.") if entry.url else "",
        image=entry.image,
        lead_image=None if shows_image(entry) else entry.image,
        image_alt=entry.pictures[0].alt if entry.pictures else "",
        image_caption=typeset(entry.pictures[0].caption, language) if entry.pictures else "",
        lang=language,
        locale=locale_of(language),
        dir="rtl" if right_to_left(language) else "ltr",
    )


def locale_of(language: str) -> str:
    """Give a language with its territory, `fr_FR`, empty where none is known."""
    primary, *parts = language.split("-")
    territory = next((part.upper() for part in parts if _is_territory(part)), "") or _likely(primary, parts)
    return f"{primary}_{territory}" if territory and primary != UNTOLD else ""


def _likely(primary: str, parts: list[str]) -> str:
    """Give the territory in which most people write a language, in its script; empty where CLDR knows none.

    Who is told no locale takes the text for that of the United States.
    """
    likely = get_global("likely_subtags")
    scripts = (part.title() for part in parts if len(part) == _SCRIPT)
    spelled = [*(f"{primary}_{script}" for script in scripts), primary]
    territory = next((likely[one].rpartition("_")[2] for one in spelled if one in likely), "")
    return territory if _is_territory(territory) else ""


def _is_territory(part: str) -> bool:
    return len(part) == _TERRITORY and part.isalpha()


def _reporter(entry: Entry, kin: Kin, speech: Speech) -> str:
    """Name who else reported a story: its title where that is nobody new."""
    names = [source.name for source in kin.sources if source not in entry.sources]
    return speech.listed(names) or kin.title


def feed_views(title: str, addresses: dict[str, str], site: Site) -> list[FeedView]:
    """Show the feeds of a selection, RSS first."""
    host = site.url.removesuffix(site.path) if site.path else site.url
    return [
        FeedView(form.name, form.label, form.media_type, f"{title} ({form.label})", address.removeprefix(host), address)
        for form in FORMATS
        for address in (addresses[form.name],)
    ]


class MomentView(NamedTuple):
    """A moment on a page."""

    iso: str
    text: str


def moment_view(moment: datetime, site: Site, speech: Speech) -> MomentView:
    """Show a moment, in the site's time zone."""
    return MomentView(moment.isoformat(), speech.moment(moment, site.timezone))
