"""A list of names, as it stands behind a by-line word: people, and the agencies among them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from feeds.enrich.agencies import agency_pattern, printed_sources
from feeds.enrich.imprint.names import is_full_name
from feeds.enrich.labels import words
from feeds.enrich.normalise import fold
from feeds.enrich.vocabulary import find_tag
from feeds.model import Source

LONGEST_NAME = 45
_MOST_WORDS = 5
_LONGEST_OUTLET = 5
_FULL_NAME = 2
_ARTICLE = re.compile(r"(?i)(?:l['’]|dell['’]|(?:the|les?|la|die|der|das|el|il|lo|da|do|von der|of the)\s)")
_WORD = re.compile(r"[^\W\d_][\w'’.-]*", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Byline:
    """A by-line: the people it names, and the agencies among them."""

    authors: tuple[str, ...]
    sources: tuple[Source, ...]


def is_name(text: str) -> bool:
    """Tell whether a text reads as one name: a few words with capitals, particles aside, or a script without case."""
    parts = text.split()
    if not parts or len(parts) > _MOST_WORDS or len(text) > LONGEST_NAME:
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
def name_joiners() -> tuple[re.Pattern[str], re.Pattern[str]]:
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
    if not named or not is_name(name) or find_tag(name) or fold(name) in words("cities"):
        return False
    return not {fold(part).strip(".") for part in parts} & set(words("roles"))


def names_in(text: str) -> Byline | None:
    """Split a list of names at commas, `and` and slashes; agencies become sources, `staff` and the like nobody."""
    authors: list[str] = []
    sources: list[Source] = []
    listing, last = name_joiners()
    for part in text.split("/"):
        part = _spelled(part.strip())  # noqa: PLW2901 - as it would be in small letters
        listed = listing.split(part)
        if not last.search(part):  # what follows a comma may be a role or a place
            listed = [name for at, name in enumerate(listed) if at == 0 or is_agency(name) or _is_person(name)]
        for name in _without_roles(listed):
            name = name.strip(" \u00a0.") if name.count(".") < 2 else name.strip()  # noqa: PLR2004, PLW2901 - initials
            if not name or fold(name) in words("nobody"):
                continue
            if authors and _is_outlet(name, text) and not is_agency(name):
                continue
            agencies = printed_sources(name) if is_agency(name) else ()
            if agencies:
                sources += agencies
            elif {fold(part) for part in name.split()} <= set(words("roles")):
                continue
            elif is_name(name):
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
    if len(parts) < _FULL_NAME or is_agency(name):
        return False
    return any(part in words("roles") for part in (parts[:1] if is_first else parts))


def _is_outlet(name: str, text: str) -> bool:
    """Tell whether the last of several names is the short one of an outlet: `A B and C D, NDR`."""
    return name.isupper() and name.isalpha() and len(name) <= _LONGEST_OUTLET and not text.isupper()


def is_agency(name: str) -> bool:
    """Tell whether a name is that of an agency, with or without an article, or of its people: `Reuters Staff`."""
    bare = _ARTICLE.sub("", name.strip(" ."), count=1)
    parted = ((bare, ""), bare.rpartition(" ")[::2], bare.partition(" ")[::-2])
    return any(
        agency_pattern().fullmatch(agency) and (not desk or fold(desk) in words("nobody")) for agency, desk in parted
    )
