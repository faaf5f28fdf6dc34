"""What an article can be tagged with: subjects and territories, each with one slug whatever the language."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from feeds.enrich.normalise import bare, has_signs
from feeds.enrich.tables import load_table
from feeds.site import plain_words


@cache
def _written() -> dict[str, Any]:
    written: dict[str, Any] = load_table("vocabulary.yaml")
    return written


@cache
def _territories() -> dict[str, dict[str, str]]:
    return {slug: names for slug, names in load_table("territories.json").items() if slug != "_source"}


def subjects() -> dict[str, dict[str, Any]]:
    """Give the subjects as they are written: label, match and not, each by language."""
    subjects: dict[str, dict[str, Any]] = _written()["subjects"]
    return subjects


def rules(kind: str) -> Any:
    """Give what is written about territories: `aliases`, `ambiguous`, `not_alone` or `never`."""
    return _written()["territories"][kind]


def names_in(slug: str, language: str) -> list[str]:
    """Give the names of a tag in one language, as a text may have them."""
    if slug in subjects():
        row = subjects()[slug]
        matched = row.get("match", {})
        own = [row["label"][language]] if language in row["label"] else []
    else:
        row = _territories()[slug]
        matched = rules("aliases").get(slug, {})
        own = [row[key] for key in (language, *(("formal",) if language == "en" else ())) if key in row]
    return [*own, *matched.get(language, ()), *matched.get("any", ())]


@cache
def _by_any_name() -> dict[str, str]:
    found = {slug: slug for slug in known_tags()}
    words = {bare(name) for name in rules("not_alone")}
    for slug in known_tags():
        if slug in subjects():
            labels, matched = subjects()[slug]["label"], subjects()[slug].get("match", {})
        else:
            labels, matched = dict(_territories()[slug]), rules("aliases").get(slug, {})
            del labels["code"]
        names = [*labels.values(), *(name for names in matched.values() for name in names)]
        for name in names:
            for spelling in (bare(name), plain_words(name)) if bare(name) not in words else ():
                found.setdefault(spelling, slug)
    return found


def find_tag(name: str) -> str | None:
    """Find the slug of a subject or territory by its slug or any of its names in any language."""
    spellings = _by_any_name()
    return spellings.get(bare(name)) or (None if has_signs(name) else spellings.get(plain_words(name)))


def tag_label(slug: str, language: str) -> str | None:
    """Give the label of a known tag in a language (its primary subtag decides), or else in English."""
    primary = language.split("-", maxsplit=1)[0].lower()
    if slug in subjects():
        labels: dict[str, str] = subjects()[slug]["label"]
    elif slug in _territories():
        labels = _territories()[slug]
    else:
        return None
    return labels.get(primary) or labels["en"]


def known_tags() -> Iterable[str]:
    """Give the slugs of the whole vocabulary, subjects first."""
    return [*subjects(), *_territories()]
