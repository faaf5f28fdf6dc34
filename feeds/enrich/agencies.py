"""News agencies: who is meant by a name, and the names to look for in a credit."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from feeds.enrich.normalise import bare, folded_words, has_signs, longest_word
from feeds.enrich.tables import load_table, of_tables, own
from feeds.model import Source
from feeds.site import facet_slug, plain_words


@of_tables
def _rows() -> dict[str, dict[str, Any]]:
    """Give what is written of each agency; the publisher's own come first, so that their names are theirs."""
    built_in: dict[str, dict[str, Any]] = load_table("agencies.yaml")
    rows: dict[str, dict[str, Any]] = {}
    for slug, said in own().agencies.items():
        known = built_in.get(slug, {})
        named = {"name": said.name or known.get("name") or slug, "home": said.home or known.get("home", "")}
        mine = {"names": said.names, "short": said.short}
        rows[slug] = {**known, **named, **{field: [*names, *known.get(field, ())] for field, names in mine.items()}}
    return {**rows, **{slug: row for slug, row in built_in.items() if slug not in rows}}


@of_tables
def _agencies() -> dict[str, Source]:
    return {slug: Source(slug, row["name"]) for slug, row in _rows().items()}


@of_tables
def _by_any_name() -> dict[str, Source]:
    """Give every spelling, abbreviations too, as an address may have it; the first agency listed keeps a name."""
    found: dict[str, Source] = {}
    for slug, row in _rows().items():
        for name in (slug, row["name"], *row.get("names", ()), *row.get("short", ())):
            for spelling in (bare(name), plain_words(name)):
                found.setdefault(spelling, _agencies()[slug])
    return found


@of_tables
def _credited() -> tuple[dict[str, Source], re.Pattern[str]]:
    """Give the names as a text prints them: longest first; only what is no abbreviation is blind to case."""
    by_name: dict[str, Source] = {}
    patterns: list[tuple[str, str]] = []
    for slug, row in _rows().items():
        for name in {row["name"], *row.get("names", ())} - set(row.get("short", ())):
            by_name.setdefault(bare(name), _agencies()[slug])
            spelled = re.escape(name).replace(r"\ ", "[ \u00a0]")
            patterns.append((name, spelled if name.isupper() else f"(?i:{spelled})"))
        for name in row.get("short", ()):
            by_name.setdefault(bare(name), _agencies()[slug])
            patterns.append((name, re.escape(name).replace(r"\ ", "[ \u00a0]")))
    patterns.sort(key=lambda pair: (-len(pair[0]), pair[0]))
    return by_name, re.compile(
        rf"(?<![\w@#])(?:{'|'.join(dict.fromkeys(spelled for _, spelled in patterns))})(?!\w|-\w)"
    )


@of_tables
def _marks() -> tuple[re.Pattern[str], tuple[Source, ...]]:
    """Match any mark of an agency, each in a group of its own, and give the agencies in the order of the groups."""
    marks = [(slug, mark) for slug, row in _rows().items() for mark in row.get("marks", ())]
    return re.compile("|".join(f"({mark})" for _, mark in marks)), tuple(_agencies()[slug] for slug, _ in marks)


def marked_source(text: str) -> tuple[Source, int] | None:
    """Give the agency whose mark begins a text, and where the mark ends."""
    pattern, sources = _marks()
    found = pattern.match(text)
    return (sources[(found.lastindex or 1) - 1], found.end()) if found else None


def names() -> dict[str, str]:
    """Give the slug of each agency by every name that finds it, as addresses spell it."""
    return {name: source.slug for name, source in _by_any_name().items()}


def find_source(name: str) -> Source | None:
    """Find the agency that an address or a metadata field means: any name or abbreviation, whatever its case."""
    spellings = _by_any_name()
    return spellings.get(bare(name)) or (None if has_signs(name) else spellings.get(plain_words(name)))


def named_source(name: str) -> Source | None:
    """Give the agency of that name, or a source of its own: the slug is made of the words, the name kept."""
    known = find_source(name)
    if known:
        return known
    slug = facet_slug(name)
    return Source(slug, name) if slug else None


def source_name(slug: str) -> str | None:
    """Give the name that is shown for a known agency."""
    source = _agencies().get(slug)
    return source.name if source else None


def homes_of(sources: Iterable[Source]) -> frozenset[str]:
    """Give the slugs of the countries from which sources write."""
    return frozenset(row["home"] for row in (_rows().get(source.slug, {}) for source in sources) if row.get("home"))


def known_sources() -> Iterable[Source]:
    """Give every agency of the table."""
    return _agencies().values()


def agency_pattern() -> re.Pattern[str]:
    """Give what matches an agency's name in a text, abbreviations exactly as they are written."""
    return _credited()[1]


@of_tables
def agency_words() -> frozenset[str]:
    """Give the longest word of each name of an agency, folded: what has none of them names none."""
    rows = _rows().values()
    names = (name for row in rows for name in (row["name"], *row.get("names", ()), *row.get("short", ())))
    return frozenset(longest_word(name) for name in names)


def names_agency(text: str) -> bool:
    """Tell whether a text names an agency: looked up by its words first, since hardly any line does."""
    return not agency_words().isdisjoint(folded_words(text)) and bool(agency_pattern().search(text))


def printed_sources(text: str) -> list[Source]:
    """Name the agencies in a line that is known to be a credit, in order, each once."""
    by_name, pattern = _credited()
    return list(dict.fromkeys(by_name[bare(found.replace("\u00a0", " "))] for found in pattern.findall(text)))
