"""By-lines: who wrote the article, from `By X`, `Par X`, `بقلم: X`, `X/Agences`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from feeds.enrich.agencies import agency_pattern, find_source, printed_sources
from feeds.enrich.imprint.names import is_full_name
from feeds.enrich.labels import alternatives, words
from feeds.enrich.normalise import fold
from feeds.enrich.tables import of_tables
from feeds.enrich.vocabulary import find_tag
from feeds.model import Source

_LONGEST_LINE = 120
_LONGEST_NAME = 45
_MOST_WORDS = 5
_FOR = r"pour|for|per|für|para|voor|dla|için"
_ROLE = re.compile(rf"\s*(?:[,|•·/(\[]|\s[-–—]\s|\s(?:le|on|am|el|il|à|at|dans|in|em|bei|{_FOR})\s).*")
_TALK = re.compile(r"(?i)interview|gespräch|entretien|entrevista|intervista|wywiad|röportaj|vraaggesprek")
_TALKED_TO = re.compile(r"\s(?:mit|with|avec|con|com|met|z|ile)\s.*")
"""Who was talked to is not who wrote."""
_MARKED = re.compile(r"(,|\s[|•·])\s")
_APART = re.compile(r"\s*[|•·(\[]|\s[-–—]\s")
_PARTS = re.compile(r"\s*[,|•·/()\[\];]\s*|\s[-–—]\s|\s(?:pour|for|per|für|para|voor|dla|için)\s")
_ARTICLE = re.compile(r"(?i)(?:l['’]|dell['’]|(?:the|les?|la|die|der|das|el|il|lo|da|do|von der|of the)\s)")
_LONGEST_OUTLET = 5
_FULL_NAME = 2
_LISTED = re.compile(r"\s*[;|]\s*")
_MAIL = r"(?:mailto:)?[^\s<>(),;:\"]+@[\w-]+(?:\.[\w-]+)+"
_MAILED = re.compile(rf'(,?\s*){_MAIL}\s*\(([^()]+)\)|(\s*)"([^"]+)"\s*<{_MAIL}>|,?\s*[<(\[]?{_MAIL}[>)\]]?')
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


@cache
def _joiners() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Match what joins names within a list, commas included, and what joins its last two."""
    joiners = words("name_joiners")
    long = "|".join(re.escape(word) for word in joiners if len(word) > 1)
    short = "|".join(re.escape(word) for word in joiners if len(word) == 1 and word != "&")
    last = rf"\s*&\s*|\s+(?:(?i:{long})|(?:{short}))\s+"
    return re.compile(rf"\s*,\s*(?:(?i:{long})\s+)?|{last}"), re.compile(last)


def _spelled(text: str) -> str:
    """Spell `A B E C D` in capitals with a small `e`: between full names it is no initial."""
    if not text.isupper():
        return text
    short = "|".join(word.upper() for word in words("name_joiners") if len(word) == 1 and word != "&")
    joiner = re.compile(rf"(\w[\w.'’-]+ [\w.'’ -]+) ({short}) (?=[\w.'’-]+ \w)")
    return joiner.sub(lambda found: f"{found[1]} {found[2].lower()} ", text)


def _is_person(name: str) -> bool:
    """Tell whether what stands behind a comma is a second author: a full name, and no role, place or outlet."""
    parts = name.split()
    named = len(parts) >= _FULL_NAME and all(len(part) > 1 for part in parts)
    if not named or not _is_name(name) or find_tag(name) or fold(name) in words("cities"):
        return False
    return not {fold(part).strip(".") for part in parts} & set(words("roles"))


def _people(text: str) -> Byline | None:
    """Split a list of names at commas, `and` and slashes; agencies become sources, `staff` and the like nobody."""
    authors: list[str] = []
    sources: list[Source] = []
    listing, last = _joiners()
    for part in text.split("/"):
        part = _spelled(part.strip())  # noqa: PLW2901 - as it would be in small letters
        listed = listing.split(part)
        if not last.search(part):  # what follows a comma may be a role or a place
            listed = [name for at, name in enumerate(listed) if at == 0 or _is_agency(name) or _is_person(name)]
        for name in _without_roles(listed):
            name = name.strip(" \u00a0.") if name.count(".") < 2 else name.strip()  # noqa: PLR2004, PLW2901 - initials
            if not name or fold(name) in words("nobody"):
                continue
            if authors and _is_outlet(name, text) and not _is_agency(name):
                continue
            agencies = printed_sources(name) if _is_agency(name) else ()
            if agencies:
                sources += agencies
            elif {fold(part) for part in name.split()} <= set(words("roles")):
                continue
            elif _is_name(name):
                authors.append(name)
            else:
                return None
    return Byline(tuple(dict.fromkeys(authors)), tuple(dict.fromkeys(sources)))


def _without_roles(listed: list[str]) -> Iterator[str]:
    """Leave out roles, and what follows one and is no full name: `A B, Staff Technologist, Speech and Privacy`."""
    after_role = False
    for at, name in enumerate(listed):
        if _names_role(name, is_first=at == 0):
            after_role = True
        elif not after_role or is_full_name(name):
            yield name


def _names_role(name: str, *, is_first: bool) -> bool:
    """Tell whether what stands in a list of names says what somebody is, and names nobody: `Head of Technology`."""
    parts = [fold(part).strip(".") for part in name.split()]
    if len(parts) < _FULL_NAME or _is_agency(name):
        return False
    return any(part in words("roles") for part in (parts[:1] if is_first else parts))


def _is_outlet(name: str, text: str) -> bool:
    """Tell whether the last of several names is the short one of an outlet: `A B and C D, NDR`."""
    return name.isupper() and name.isalpha() and len(name) <= _LONGEST_OUTLET and not text.isupper()


def _is_agency(name: str) -> bool:
    return bool(agency_pattern().fullmatch(_ARTICLE.sub("", name.strip(" ."), count=1)))


def _named_behind(text: str) -> tuple[Source, ...]:
    """Name the agencies that stand by themselves behind a name: `(AFP)`, `| Reuters`, `for the AP`."""
    parts = [part for part in _PARTS.split(text) if _is_agency(part)]
    return tuple(dict.fromkeys(found for part in parts for found in printed_sources(part)))


@cache
def _others_work() -> re.Pattern[str]:
    """Match what names whoever took the pictures behind the author: `Illustration von …`, `Fotos: …`."""
    return re.compile(
        rf"\s+(?i:{'|'.join(map(re.escape, words('photo')))})\s?(?:[:：]|\s(?:von|by|de|par|di|door|av|af)\s).*"
    )


def _named_after_role(text: str) -> Byline | None:
    """Read `Autor Ann Roy:`, of which nothing but a full name shows that it is a by-line."""
    found = re.match(rf"(?i:{alternatives('byline_colon')})\s+(?=[^\W\d_a-z])", text)
    name = text[found.end() :].rstrip(" :.") if found else ""
    return Byline((name,), ()) if name and is_full_name(name) else None


@of_tables
@lru_cache(maxsize=256)  # several rules ask for the same line
def byline(text: str) -> Byline | None:
    """Read a line that begins with a by-line word; None when what follows is no name."""
    if len(text) > _LONGEST_LINE:
        return None
    plain = text.replace("\u00a0", " ").replace("\u202f", " ")
    found = _start().match(plain.lower().replace("’", "'"))
    if found is None or len(plain.lower()) != len(plain):
        return _named_after_role(plain)
    rest = _others_work().sub("", plain[found.end() :].strip().rstrip(":"))
    if _TALK.search(found[0]):
        rest = _TALKED_TO.sub("", rest)
    if rest.endswith(".") and rest.count(".") == 1:
        rest = rest[:-1]
    if plain.startswith("(") or "; " in rest:  # (Reporting by X; Editing by Y)
        rest = rest.partition(";")[0].rstrip(")")
    with_agency = re.fullmatch(r"(.{2,60}?),? \(?(?:avec|with|mit|ile|con|met|com|z)\s(.{2,40}?)\)?", rest)
    if with_agency and _is_agency(with_agency[2]) and (people := _people(with_agency[1])):
        is_outlet = "." in with_agency[1] or fold(with_agency[1].split()[0]) in words("name_particles")
        return Byline(() if is_outlet else people.authors, (*people.sources, *printed_sources(with_agency[2])))
    before = _APART.split(rest, maxsplit=1)[0]
    behind = _named_behind(rest[len(before) :])
    if (behind or before == rest) and (whole := _people(before)):
        return Byline(whole.authors, tuple(dict.fromkeys((*whole.sources, *behind))))
    named = _ROLE.sub("", rest)
    behind = _named_behind(rest[len(named) :])
    is_one_word = " " not in named and named != before
    if len(named) < len(rest) and (behind or not (rest.endswith(".") or is_one_word)) and (people := _people(named)):
        return Byline(people.authors, tuple(dict.fromkeys((*people.sources, *behind))))
    return None


def is_label(text: str) -> bool:
    """Tell whether a line is a by-line word alone: `Autor`, `By`."""
    found = _start().match(f"{text.lower()}: x")
    return found is not None and found.end() == len(text) + len(": ")


def desk_signature(text: str) -> Byline | None:
    """Read who wrote, on a line that says who edited too: `(Anne Roy, édité par Luc Bon)`, `Writing by A; …`."""
    plain = text.strip().replace("\u00a0", " ")
    if len(plain) > _LONGEST_LINE * 2:
        return None
    folded = fold(plain)
    if not any(label in folded for label in words("editing")) or not _edited().search(plain):
        return None
    inner = plain.strip("()[] .")
    authors: list[str] = []
    sources: list[Source] = []
    for part in re.split(r"\s*[;,]\s*(?=(?i:" + alternatives("editing") + r")\b)|\s*;\s*", inner):
        if _edited().match(part):
            continue
        reported = _reported().sub("", part, count=1)
        people = _people(re.sub(r"\s(?:à|in|en|aus|da|em|a|im|in der)\s+[^\W\d_a-z][\w' -]*$", "", reported))
        if people is None:
            return None
        authors += people.authors
        sources += people.sources
    return Byline(tuple(dict.fromkeys(authors)), tuple(dict.fromkeys(sources))) if inner != plain or authors else None


@cache
def _edited() -> re.Pattern[str]:
    return re.compile(rf"(?i)(?<!\w)(?:{alternatives('editing')})(?!\w)")


@cache
def _reported() -> re.Pattern[str]:
    return re.compile(rf"(?i)\A(?:{alternatives('reporting')})(?!\w)\s*:?\s*")


def signature(text: str) -> Byline | None:
    """Read a line that only says `X/Agences`, `X | AFP` or, as Anadolu signs, `AA / Ankara / X` or the reverse."""
    if found := _MARKED.search(text):
        name, agency = text[: found.start()].strip(), text[found.end() :].strip()
        if " " in name and _is_name(name) and _is_agency(agency):
            return Byline((name,), tuple(printed_sources(agency)))
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
    return _is_agency(text) or fold(text) in words("nobody")


def stated_authors(text: str) -> Byline:
    """Take apart the authors that metadata names, as `A; B` or `A, B and C`: whole names, so `Dupont, Jean` is one.

    Mail addresses beside them, as in `a@b.example (A)`, are nobody's business; one that stands alone names nobody.
    """
    if "@" in text:
        text = _MAILED.sub(lambda found: "".join(filter(None, found.groups())), text).strip(" ,")
    found = byline(text)
    if found:
        return found
    names: list[str] = []
    listing, _ = _joiners()
    for part in filter(None, _LISTED.split(text)):
        listed = listing.split(part)
        are_whole = all(_is_agency(name) or (" " in name and _is_name(name)) for name in listed)
        names += listed if are_whole else [part]
    agencies = {name: agency for name in names if agency_pattern().fullmatch(name) and (agency := find_source(name))}
    return Byline(tuple(dict.fromkeys(name for name in names if name not in agencies)), tuple(agencies.values()))
