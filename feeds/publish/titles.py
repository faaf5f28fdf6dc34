"""Say a selection in words: the title and description of its feeds, the heading of its page.

Feeds speak the language of the site, pages that of their reader.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, reduce
from typing import TYPE_CHECKING, Any

from feeds.enrich import vocabulary
from feeds.enrich.tables import load_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from feeds.selection import Selection
    from feeds.site import Site

_TABLE: Mapping[str, Mapping[str, Any]] = load_table("phrases.yaml")
_LANGUAGE_NAMES: Mapping[str, Mapping[str, str]] = load_table("languages.json")

LANGUAGES = frozenset(_TABLE)
"""Languages that are known here even if no entry is in them."""

Labels = dict[tuple[str, str], str]
"""The name of each source and tag, by kind and slug."""


def title_of(selection: Selection, labels: Labels, site: Site) -> str:
    """Give the title of the feeds of a selection; that of everything is the site's."""
    said = said_in(_language(site), selection, labels)
    return f"{said} – {site.title}" if said else site.title


def description_of(selection: Selection, labels: Labels, site: Site) -> str:
    """Give the description of the feeds of a selection; that of everything is the site's."""
    return described_in(_language(site), selection, labels) or site.description


def rhythm_of(span: str, site: Site) -> str:
    """Say how often digests come: `daily` or `weekly`."""
    return str(_TABLE[_language(site)][span])


def said_in(language: str, selection: Selection, labels: Labels, written: Callable[[str], str] = str) -> str:
    """Say a selection; everything is said by nothing. Its dates are as they are spelled, or as they are `written`."""
    phrases, parts = _TABLE[language], []
    if selection.words:
        parts.append(phrases["words"].format(selection.words))
    for kind, groups in (("tag", selection.tags), ("source", selection.sources)):
        named = [_joined((labels[kind, slug] for slug in group), phrases, "or") for group in groups]
        if len(groups) > 1:
            named = [f"({name})" if len(group) > 1 else name for name, group in zip(named, groups, strict=True)]
        if named:
            parts.append(_joined(named, phrases, "and"))
    excluded = [labels["tag", slug] for slug in selection.not_tags]
    excluded += [labels["source", slug] for slug in selection.not_sources]
    if excluded:
        parts.append(phrases["not"].format(_joined(excluded, phrases, "or")))
    if selection.langs:
        spoken = (language_name(code, language) for code in selection.langs)
        parts.append(phrases["lang"].format(_joined(spoken, phrases, "or")))
    if selection.is_collapsed:
        parts.append(phrases["once"])
    dates = (("since", selection.since), ("until", selection.until))
    parts += [phrases[name].format(written(date)) for name, date in dates if date]
    comma: str = phrases["comma"]
    return comma.join(parts)


def described_in(language: str, selection: Selection, labels: Labels, written: Callable[[str], str] = str) -> str:
    """Say in a sentence what is in a selection; of everything nothing."""
    said, phrases = said_in(language, selection, labels, written), _TABLE[language]
    if not said:
        return ""
    if selection.single:
        kind, slug = selection.single
        with_article = kind == "tag" and said == vocabulary.usual_label(slug, language)
        phrase = _with_articles(language).get(slug) if with_article else None
        return str(phrase or phrases[kind]).format(said)
    is_named = selection.words or selection.tags or selection.sources or selection.is_collapsed
    return str(phrases["selection" if is_named else "alone"]).format(said)


def labels_in(language: str, labels: Labels, site: Site) -> Labels:
    """Give the names of sources and tags in a language, as far as they are known in it."""
    return {(kind, slug): label_in(language, kind, slug, label, site) for (kind, slug), label in labels.items()}


def label_in(language: str, kind: str, slug: str, label: str, site: Site) -> str:
    """Give the name of a source or tag in a language; as the site calls it where it is not known, or the site's own."""
    if kind != "tag" or site.language.partition("-")[0].lower() == language:
        return label
    return vocabulary.label_in(slug, language) or label


def language_name(code: str, language: str) -> str:
    """Name a language in another, or in the first part of its tag; by its code where nobody knows it."""
    language = language.partition("-")[0].lower()
    return _LANGUAGE_NAMES.get(code, {}).get(language, code)


def _joined(names: Iterable[str], phrases: Mapping[str, Any], how: str) -> str:
    softer, before = phrases.get("softened", {}).get(how, (phrases[how], "$^"))

    def join(said: str, name: str) -> str:
        phrase = softer if re.match(before, name, re.IGNORECASE) else phrases[how]
        return str(phrase.format(said, name))

    return reduce(join, names)


@cache
def _with_articles(language: str) -> Mapping[str, str]:
    """Give how a tag is said whose name wants an article, by its slug."""
    table: Mapping[str, Mapping[str, list[str]]] = load_table("definite.yaml")
    return {slug: phrase for phrase, slugs in table.get(language, {}).items() for slug in slugs}


def _language(site: Site) -> str:
    """Choose the language to speak: the site's, else English."""
    language = site.language.partition("-")[0].lower()
    return language if language in _TABLE else "en"
