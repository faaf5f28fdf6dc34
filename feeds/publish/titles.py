"""Say a selection in words, in the language of the site: the title and description of its feeds."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from typing import TYPE_CHECKING

from feeds.enrich.tables import load_table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from feeds.selection import Selection
    from feeds.site import Site

_TABLE: Mapping[str, Mapping[str, str]] = load_table("phrases.yaml")
_LANGUAGE_NAMES: Mapping[str, Mapping[str, str]] = load_table("languages.json")

LANGUAGES = frozenset(_TABLE)
"""Languages that are known here even if no entry is in them."""

Labels = dict[tuple[str, str], str]
"""The name of each source and tag, by kind and slug."""


def title_of(selection: Selection, labels: Labels, site: Site) -> str:
    """Give the title of the feeds of a selection; that of everything is the site's."""
    said = _said(selection, labels, _language(site))
    return f"{said} – {site.title}" if said else site.title


def description_of(selection: Selection, labels: Labels, site: Site) -> str:
    """Give the description of the feeds of a selection; that of everything is the site's."""
    language = _language(site)
    said = _said(selection, labels, language)
    if not said:
        return site.description
    return _TABLE[language][selection.single[0] if selection.single else "selection"].format(said)


def _said(selection: Selection, labels: Labels, language: str) -> str:
    phrases, parts = _TABLE[language], []
    if selection.words:
        parts.append(phrases["words"].format(selection.words))
    for kind, groups in (("tag", selection.tags), ("source", selection.sources)):
        named = [_joined((labels[kind, slug] for slug in group), phrases["or"]) for group in groups]
        if len(groups) > 1:
            named = [f"({name})" if len(group) > 1 else name for name, group in zip(named, groups, strict=True)]
        if named:
            parts.append(_joined(named, phrases["and"]))
    excluded = [labels["tag", slug] for slug in selection.not_tags]
    excluded += [labels["source", slug] for slug in selection.not_sources]
    if excluded:
        parts.append(phrases["not"].format(_joined(excluded, phrases["or"])))
    if selection.langs:
        parts.append(
            phrases["lang"].format(_joined((language_name(code, language) for code in selection.langs), phrases["or"]))
        )
    if selection.is_collapsed:
        parts.append(phrases["once"])
    parts += [phrases[name].format(v) for name, v in (("since", selection.since), ("until", selection.until)) if v]
    return ", ".join(parts)


def _joined(names: Iterable[str], phrase: str) -> str:
    return reduce(phrase.format, names)


def language_name(code: str, language: str) -> str:
    """Name a language in another, or in the first part of its tag; by its code where nobody knows it."""
    language = language.partition("-")[0].lower()
    return _LANGUAGE_NAMES.get(code, {}).get(language, code)


def _language(site: Site) -> str:
    """Choose the language to speak: the site's, else English."""
    language = site.language.split("-", maxsplit=1)[0].lower()
    return language if language in _TABLE else "en"
