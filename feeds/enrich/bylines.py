"""By-lines: who wrote the article, from `By X`, `Par X`, `بقلم: X`, `X/Agences`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from feeds.enrich.agencies import agency_pattern, find_source, printed_sources
from feeds.enrich.labels import alternatives, words
from feeds.enrich.normalise import fold
from feeds.model import Source

_LONGEST_LINE = 120
_LONGEST_NAME = 45
_MOST_WORDS = 5
_ROLE = re.compile(r"\s*(?:[,|•·(]|\s[-–—]\s|\s(?:le|on|am|el|il|à|at|dans|in|pour|for)\s).*")
_JOINED = re.compile(r"\s*(?:,|&|\s(?:et|and|und|y|e|ve|og|och|en|и|та|και)\s)\s*")
_AND = re.compile(r"&|\s(?:et|and|und|y|e|ve|og|och|en|и|та|και)\s")
_LISTED = re.compile(r"\s*[;|]\s*")
_WORD = re.compile(r"[^\W\d_][\w'’.-]*", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Byline:
    """A by-line: the people it names, and the agencies among them."""

    authors: tuple[str, ...]
    sources: tuple[Source, ...]


@cache
def _start() -> re.Pattern[str]:
    bare = rf"(?P<bare>{alternatives('byline')})(?P<dots>\s?:)?\s+"
    labelled = rf"(?:{alternatives('byline_colon')})(?:\s?:\s+|：\s*)"
    return re.compile(rf"\W{{0,3}}(?:{bare}|{labelled})(?=\S)")


def _is_name(text: str) -> bool:
    """Tell whether a text reads as one name: a few words with capitals, particles aside, or a script without case."""
    parts = text.split()
    if not parts or len(parts) > _MOST_WORDS or len(text) > _LONGEST_NAME:
        return False
    particles = words("name_particles")
    for part in parts:
        if not _WORD.fullmatch(part):
            return False
        cased = part[0].upper() != part[0].lower()
        if (
            cased
            and not part[0].isupper()
            and fold(part) not in particles
            and not part.startswith(("d'", "d’", "al-", "el-"))
        ):
            return False
    return parts[0][0].isupper() or parts[0][0].upper() == parts[0][0].lower()


def _people(text: str) -> Byline | None:
    """Split a list of names at commas, `and` and slashes; agencies become sources, `staff` and the like nobody."""
    authors: list[str] = []
    sources: list[Source] = []
    for part in text.split("/"):
        listed = _JOINED.split(part.strip())
        if not _AND.search(part):  # what follows a comma is a role or a place, unless it is an agency
            listed = [name for at, name in enumerate(listed) if at == 0 or agency_pattern().fullmatch(name)]
        for name in listed:
            name = name.strip(" \u00a0.") if name.count(".") < 2 else name.strip()  # noqa: PLR2004, PLW2901 - initials
            if not name or fold(name) in words("nobody"):
                continue
            agency = find_source(name) if agency_pattern().fullmatch(name) else None
            if agency:
                sources.append(agency)
            elif _is_name(name):
                authors.append(name)
            else:
                return None
    return Byline(tuple(dict.fromkeys(authors)), tuple(dict.fromkeys(sources)))


def byline(text: str) -> Byline | None:
    """Read a line that begins with a by-line word; None when what follows is no name."""
    if len(text) > _LONGEST_LINE:
        return None
    plain = text.replace("\u00a0", " ").replace("\u202f", " ")
    found = _start().match(plain.lower().replace("’", "'"))
    if found is None or len(plain.lower()) != len(plain):
        return None
    rest = plain[found.end() :].strip()
    if plain.startswith("(") or "; " in rest:  # (Reporting by X; Editing by Y)
        rest = rest.partition(";")[0].rstrip(")")
    whole = _people(rest)
    if whole:
        return whole
    with_agency = re.fullmatch(r"(.{2,60}?),? \(?(?:avec|with|mit|ile|con)\s(.{2,40}?)\)?", rest)
    if with_agency and (people := _people(with_agency[1])):
        is_outlet = "." in with_agency[1] or fold(with_agency[1].split()[0]) in words("name_particles")
        return Byline(() if is_outlet else people.authors, (*people.sources, *printed_sources(with_agency[2])))
    named = _ROLE.sub("", rest)
    if len(named) < len(rest) and not rest.endswith("."):
        return _people(named)
    return None


def signature(text: str) -> Byline | None:
    """Read a line that only says `X/Agences`, `X/AFP` or, as Anadolu signs, `AA / Ankara / X` or `Ankara / X / AA`."""
    if "/" not in text or len(text) > _LONGEST_NAME * 2:
        return None
    parts = [part.strip(" \u00a0") for part in text.split("/")]
    credited = [part.rstrip(".") for part in parts if _is_credited(part.rstrip("."))]
    named = [part for part in parts if not _is_credited(part.rstrip("."))]
    if not credited or not named or not all(map(_is_name, named)):
        return None
    *places, person = named if len(named) > 1 or named[0] == parts[0] else (*named, "")
    if len(places) > 1 or any(" " in place for place in places):  # a photographer of the agency, not a place
        return None
    return _people("/".join((person, *credited)) if " " in person or places else "/".join(credited))


def byline_after_date(text: str) -> tuple[str, Byline] | None:
    """Part `Publié le 10 mai 2016 par X` into what stands before the by-line, and the by-line."""
    found = _behind_date().search(text)
    signed = byline(text[found.end() :]) if found else None
    return (text[: found.start() + 1], signed) if found and signed else None


@cache
def _behind_date() -> re.Pattern[str]:
    return re.compile(rf"(?i)[\dh年日]\W{{0,3}}\s(?=(?:{alternatives('byline')})\s)")


def name_before_dates(text: str) -> Byline | None:
    """Read `X | 10.05.2016 - Güncelleme: 11.05.2016`, as Anadolu signs; whether the rest is dates is not asked."""
    name, bar, _ = text.partition("|")
    name = name.strip(" \u00a0")
    return Byline((name,), ()) if bar and " " in name and _is_name(name) else None


def _is_credited(text: str) -> bool:
    return bool(agency_pattern().fullmatch(text)) or fold(text) in words("nobody")


def stated_authors(text: str) -> Byline:
    """Take apart the authors that metadata names, as `A; B` or `A, B and C`: whole names, so `Dupont, Jean` is one."""
    found = byline(text)
    if found:
        return found
    names: list[str] = []
    for part in filter(None, _LISTED.split(text)):
        listed = _JOINED.split(part)
        are_whole = all(agency_pattern().fullmatch(name) or (" " in name and _is_name(name)) for name in listed)
        names += listed if are_whole else [part]
    agencies = {name: agency for name in names if agency_pattern().fullmatch(name) and (agency := find_source(name))}
    return Byline(tuple(dict.fromkeys(name for name in names if name not in agencies)), tuple(agencies.values()))
