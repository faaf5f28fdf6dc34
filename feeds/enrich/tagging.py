"""Tag a text with the subjects and territories it names: longest match over words, no guessing.

Rules: a capital begins the name; ambiguous names need confirming; a name counts when it stands twice,
or in the title or the lead. Same text, same tags, always.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from feeds.enrich.language import is_common
from feeds.enrich.normalise import distinct_words, fold
from feeds.enrich.tables import of_tables
from feeds.enrich.topics import find_topics
from feeds.enrich.vocabulary import find_tag, is_off, known_tags, names_in, rules, subjects, tag_label
from feeds.model import Tag

MOST_TAGS = 6
_LEAD = 400
_TWICE = 2
_WORD = re.compile(r"[^\W_]+")
_NEXT_WORD = re.compile(r"(?:[ \u00a0'’ʼ-]|\. ?){1,2}([^\W_]+)")
_ARABIC_PREFIXES = ("و", "ب", "ل", "ف", "ك", "وب", "ول")
_ARTICLE = "ال"
_BEFORE = re.compile(r"(?:[^\W\d_][\w'’.-]*[ \u00a0'’]){1,3}\Z")
_BEHIND = re.compile(r" ([^\W\d_a-z][^\W\d_A-Z]+)(?!\w|['’])")
_REACH = 60
_SHORTEST_NAME = 3
_NAMES_IN_CAPITALS = frozenset(["en", "fr", "es", "it", "pt", "nl", "pl", "sv", "da", "nb", "ca", "ro"])
"""Languages in which a capital amid a sentence tells a name, and the first name stands first."""
_BEGINNINGS = '\n.!?:…«»“”"(–—-'
"""What a sentence, a name or an aside begins behind."""


@dataclass(frozen=True, slots=True)
class _Name:
    """A name as words; the slug is empty when the name is there only to keep a shorter one from counting."""

    words: tuple[str, ...]
    slug: str
    unsure: bool = False
    is_territory: bool = False


@dataclass(frozen=True, slots=True)
class _Index:
    """Names by their first word, as printed; longest first."""

    names: dict[str, tuple[_Name, ...]]
    confirm: dict[str, tuple[str, ...]]


def _capitals(word: str, language: str) -> str:
    return word.replace("i", "İ").upper() if language == "tr" else word.upper()


def _plain(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def _spellings(words: tuple[str, ...], language: str) -> set[tuple[str, ...]]:
    """Give the ways a name is printed: as it is, capitals without accents, all capitals, with Arabic prefixes."""
    spelled = {words}
    if not words[0].isascii() and words[0][0].isupper():
        spelled.add((_plain(words[0][0]) + words[0][1:], *words[1:]))
        if language in {"fr", "es", "it", "pt"}:
            spelled.add(tuple(_plain(word) for word in words))
    if words[0][0].islower():
        spelled.add((_capitals(words[0][0], language) + words[0][1:], *words[1:]))
    if any(not word.isupper() for word in words):
        upper = tuple(_capitals(word, language) for word in words)
        spelled |= {upper, tuple(_plain(word) for word in upper)} if language != "tr" else {upper}
    if language == "ar":
        first, rest = words[0], words[1:]
        spelled |= {(prefix + first, *rest) for prefix in _ARABIC_PREFIXES}
        if first.startswith(_ARTICLE):
            spelled.add(("لل" + first.removeprefix(_ARTICLE), *rest))
    return spelled


def _names(language: str) -> list[tuple[str, str, bool]]:
    """Give (name, slug, unsure) for every name in a language; names that are never a tag come with an empty slug."""
    found = []
    unsure = {(slug, name) for slug, row in rules("ambiguous").items() for name in row.get(language, ())}
    for slug in known_tags():
        given = "" if is_off(slug) else slug  # its names still keep shorter ones inside them from counting
        found += [(name, given, (slug, name) in unsure) for name in names_in(slug, language)]
        if slug in subjects():
            found += [(name, "", False) for name in subjects()[slug].get("not", {}).get(language, ())]
    listed = {(slug, name) for name, slug, _ in found}
    found += [(name, slug, True) for slug, name in sorted(unsure - listed)]
    return found + [(name, "", False) for name in rules("never").get(language, ())]


@of_tables
def _index(language: str) -> _Index:
    by_first: dict[str, list[_Name]] = {}
    taken: set[tuple[str, ...]] = set()
    for name, slug, unsure in _names(language):
        words = tuple(_WORD.findall(re.sub(r"\s*\(.*?\)", "", name)))
        for spelled in sorted(_spellings(words, language)) if words else ():
            if spelled not in taken:
                taken.add(spelled)
                named = _Name(spelled, slug, unsure, bool(slug) and slug not in subjects())
                by_first.setdefault(spelled[0], []).append(named)
    names = {first: tuple(sorted(found, key=lambda name: -len(name.words))) for first, found in by_first.items()}
    return _Index(names, {slug: tuple(row.get("confirm", ())) for slug, row in rules("ambiguous").items()})


def _places(text: str, words: set[str]) -> list[tuple[int, str]]:
    """Give where each of these words stands as a word of its own, in order."""
    places = []
    for word in words:
        at = text.find(word)
        while at >= 0:
            end = at + len(word)
            if not (at and text[at - 1].isalnum()) and not text[end : end + 1].isalnum():
                places.append((at, word))
            at = text.find(word, end)
    return sorted(places)


def _end_of(name: _Name, text: str, start: int) -> int:
    """Give where a name ends that begins here, or -1: only a blank, hyphen, apostrophe or dot may join its words."""
    end = start + len(name.words[0])
    for word in name.words[1:]:
        found = _NEXT_WORD.match(text, end)
        if found is None or found[1] != word:
            return -1
        end = found.end()
    return end


def _matches(text: str, index: _Index, language: str) -> list[tuple[str, int, bool]]:
    """Give (slug, place, unsure) for every name in the text, the longest name at each place, people's names aside."""
    found = []
    people: set[str] = set()
    done = 0
    for start, word in _places(text, index.names.keys() & distinct_words(text)):
        if start < done:
            continue
        for name in index.names[word]:
            end = _end_of(name, text, start)
            if end >= 0:
                done = end
                if name.slug and (not name.is_territory or _is_place(text, start, end, name, people, language)):
                    found.append((name.slug, start, name.unsure))
                break
    return found


def _is_place(text: str, start: int, end: int, name: _Name, people: set[str], language: str) -> bool:
    """Tell whether a territory is meant: no person of that name (`Anatole France`), club or street (`rue de France`).

    Of whom a text has named in full, it says the surname alone afterwards.
    """
    if name.words[-1].isupper() or len(name.words) > 1:
        return True
    before = _BEFORE.search(text, max(0, start - _REACH), start)
    words = tuple(before[0].split()) if before else ()
    folded = fold(" ".join(words)).replace("'", " ")
    if words and _named_after().search(f" {folded} "):
        return False
    if not words and _begins(text[:start]) and _is_given_name(text, start, end, language):
        people.add(name.words[0])
        return False
    if words and _is_first_name(words[-1], text[:start], text[end:], language):
        called = f"{words[-1]} {name.words[0]}"
        line = text.rfind("\n", 0, start)
        # Any word may begin a sentence with a capital; in the title it is more likely a name.
        is_known = line < 0 or called in people or fold(words[-1]) in _around("first_names")
        if is_known or not _begins(text[: start - len(words[-1]) - 1]):
            people |= {called, name.words[0]}
            return False
    return name.words[0] not in people or (bool(words) and fold(words[-1]) in set(_around("place")))


def _begins(before: str) -> bool:
    """Tell whether something begins behind a text."""
    return before.rstrip(" \u00a0")[-1:] in _BEGINNINGS


def _is_given_name(text: str, start: int, end: int, language: str) -> bool:
    """Tell whether a territory that begins a line is the first word of a longer name: `France Gall`, `Kenya Moore`."""
    line: str = text[start : text.find("\n", start) % (len(text) + 1)]
    found = _BEHIND.match(text, end)
    if found is None or language not in _NAMES_IN_CAPITALS:
        return False
    word = found[1]
    if is_common(word, language) or fold(word) in {*_around("not_names"), *_around("institutions")} or find_tag(word):
        return False
    others = [other for other in _WORD.findall(line[end - start + len(found[0]) :]) if len(other) > _SHORTEST_NAME]
    return bool(sum(other[0].isupper() for other in others) * 2 < len(others))


def _is_first_name(word: str, before: str, behind: str, language: str) -> bool:
    """Tell whether a word before a territory is the first name of a person: with a capital, and no common word.

    Where all words have capitals nothing is told, except at the beginning of a line.
    """
    if not word[0].isupper() or word.isupper() or not word.isalpha() or len(word) < _SHORTEST_NAME:
        return False
    if is_common(word, language) or fold(word) in _around("not_names") or find_tag(word):
        return False
    if fold(word) in _around("first_names"):
        return True
    if language not in _NAMES_IN_CAPITALS:
        return False
    line = f"{before.rpartition(chr(10))[2]}{behind.partition(chr(10))[0]}"
    others = [other for other in _WORD.findall(line) if other != word and len(other) > _SHORTEST_NAME]
    is_title_case = sum(other[0].isupper() for other in others) * 2 > len(others)
    return not is_title_case or before.rpartition("\n")[2].strip() == word


@of_tables
def _named_after() -> re.Pattern[str]:
    """Match what makes the name of a club, a street or another country of what follows it."""
    names = "|".join(map(re.escape, _around("named_after")))
    return re.compile(rf"\s(?:{names})(?:\s(?:de|du|des|d|de la|del|della|di|do|da|of|von|van))?\s?\Z")


@of_tables
def _around(kind: str) -> tuple[str, ...]:
    return tuple(sorted((fold(word) for word in rules("around")[kind]), key=lambda word: (-len(word), word)))


@dataclass(frozen=True, slots=True)
class NamedTag:
    """A tag, and where in the title, a line break and the body it is named first."""

    tag: Tag
    place: int


def find_tags(title: str, body: str, language: str | None) -> list[NamedTag]:
    """Name what an article is about: in the title first, then by number of mentions, then by slug; at most six."""
    primary = (language or "en").split("-")[0]
    index = _index(primary)
    shouted = title.isupper()
    text = f"{' ' * len(title) if shouted else title}\n{body}"
    lead = len(title) + 1 + _LEAD
    counts: dict[str, int] = {}
    prominent: dict[str, int] = {}
    first: dict[str, int] = {}
    for slug, place, unsure in _matches(text, index, primary):
        if unsure and not any(word in text for word in index.confirm[slug]):
            continue
        counts[slug] = counts.get(slug, 0) + 1
        first.setdefault(slug, place)
        rank = 0 if place < len(title) else 1 if place < lead else 2
        prominent[slug] = min(rank, prominent.get(slug, rank))
    topics = {told.slug: told for told in find_topics(title, body, primary, _LEAD) if not is_off(told.slug)}
    for slug, told in topics.items():
        counts[slug] = counts.get(slug, 0) + told.count
        first[slug] = min(told.first, first.get(slug, told.first))
        prominent[slug] = min(0 if told.first < len(title) else 1, prominent.get(slug, 1))
    kept = [slug for slug, count in counts.items() if count >= _TWICE or prominent[slug] < 2]  # noqa: PLR2004
    kept.sort(key=lambda slug: (prominent[slug] > 0, -counts[slug], slug))
    return [NamedTag(Tag(slug, tag_label(slug, language or "en") or slug), first[slug]) for slug in kept[:MOST_TAGS]]
