"""What an article can be tagged with: subjects and territories, each with one slug whatever the language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from feeds.enrich.normalise import bare, has_signs
from feeds.enrich.tables import load_table, of_tables, own
from feeds.enrich.topics import topics
from feeds.site import facet_slug, plain_words

_LAST_LATIN = "\u02ff"
_ALSO = {"en": ("formal",), "zh": ("zh_Hant",), "sr": ("sr_Latn",)}


@of_tables
def _territories() -> dict[str, dict[str, str]]:
    return {slug: names for slug, names in load_table("names/territories.json").items() if slug != "_source"}


@of_tables
def subjects() -> dict[str, dict[str, Any]]:
    """Give the subjects: label, match and not, each by language, and in what they are within."""
    listed: dict[str, dict[str, Any]] = {}
    for slug, row in {**load_table("names/organisations.json"), **load_table("names/regions.json")}.items():
        if slug != "_source":
            listed[slug] = {**row, "within": _within(row)}
    for slug, row in topics().items():  # whose words are looked for in another way
        listed[slug] = {"label": row["label"], "within": _within(row), "is_told": True}
    for slug, said in own().subjects.items():
        if slug not in listed and slug not in _territories():
            listed[slug] = {"label": said.label or {"any": said.name}}
    return listed


def _within(row: Mapping[str, Any]) -> list[str]:
    return [row["within"]] if "within" in row else []


def rules(kind: str) -> Any:
    """Give what is written about territories: `aliases`, `ambiguous`, `not_alone` or `never`."""
    return load_table("names/rules.yaml")[kind]


def is_off(slug: str) -> bool:
    """Tell whether the publisher wants no article to have a tag."""
    said = own().subjects.get(slug)
    return said is not None and said.is_off


def wider(slug: str) -> list[str]:
    """Give the tags that an article has because it has one: the nearest first."""
    found: dict[str, None] = {}
    waiting = [slug]
    while waiting:
        one = waiting.pop(0)
        said = own().subjects.get(one)
        above = [*(said.within if said else ()), *subjects().get(one, {}).get("within", ())]
        waiting += (other for other in above if other not in found)
        found |= dict.fromkeys(above)
    return list(found)


def names_in(slug: str, language: str) -> list[str]:
    """Give the names of a tag in one language, as a text may have them."""
    if slug in subjects():
        row = subjects()[slug]
        matched = row.get("match", {})
        names = [row["label"][language]] if language in row["label"] and "is_told" not in row else []
    else:
        row = _territories()[slug]
        matched = rules("aliases").get(slug, {})
        names = [row[key] for key in _columns(language) if key in row]
    said = own().subjects.get(slug)
    mine = [*said.match.get(language, ()), *said.match.get("any", ())] if said else []
    return [*mine, *names, *matched.get(language, ()), *matched.get("any", ())]


def _columns(language: str) -> tuple[str, ...]:
    """Give under what a language stands in the tables of names: once for each of its scripts."""
    return (language, *_ALSO.get(language, ()))


def capitals_in(slug: str, language: str) -> list[str]:
    """Give the names of a territory's capital in one language, none where that is rather something else."""
    others: dict[str, Any] = load_table("names/capitals.yaml")
    if language in others["not"].get(slug, ()):
        return []
    row = load_table("names/capitals.json").get(slug, {})
    said = others.get(slug, {})
    own_city = said.get(language) or (said.get("any", ()) if language in others["latin"] else ())
    return [*(row[key] for key in _columns(language) if key in row), *own_city]


@of_tables
def _by_any_name() -> dict[str, str]:
    found: dict[str, str] = {}
    for slug, said in own().subjects.items():
        matched = [name for names in said.match.values() for name in names]
        for name in (said.name, *said.label.values(), *matched, *said.also):
            for spelling in (bare(name), plain_words(name)):
                found.setdefault(spelling, slug)
    for slug in known_tags():
        found.setdefault(slug, slug)
    words = {bare(name) for name in rules("not_alone")}
    for name, slug in _all_names().items():
        spelled = bare(name)
        if spelled not in words:
            found.setdefault(spelled, slug)
            found.setdefault(_plainly(name, spelled), slug)
    return found


def _plainly(name: str, spelled: str) -> str:
    """Give `plain_words` of a folded name: there are fifteen thousand, few of which need be taken apart by sign."""
    if spelled.isalpha() and (spelled.isascii() or min(spelled) > _LAST_LATIN):
        return spelled
    return plain_words(spelled if spelled.isascii() else name)


def _all_names() -> dict[str, str]:
    """Give the slug of every name in every language; one of several tags is that of the first."""
    found: dict[str, str] = {}
    for slug in known_tags():
        if slug in topics():
            continue  # whoever states `Météo` means a tag of that name
        if slug in subjects():
            labels, matched = subjects()[slug]["label"], subjects()[slug].get("match", {})
        else:
            labels, matched = dict(_territories()[slug]), rules("aliases").get(slug, {})
            del labels["code"]
        for name in (*labels.values(), *(name for names in matched.values() for name in names)):
            found.setdefault(name, slug)
    return found


def names() -> Mapping[str, str]:
    """Give the slug of each subject or territory by every name that finds it, as addresses spell it."""
    return _by_any_name()


def find_tag(name: str) -> str | None:
    """Find the slug of a subject or territory by its slug or any of its names in any language.

    What an address spells alike is one name: so no other tag can have the slug that leads to a known one.
    """
    if not own().subjects and (name in subjects() or name in _territories()):
        return name  # as addresses have it: all names of all of them need not be looked through
    return _named(name) or _named(facet_slug(name))


def _named(name: str) -> str | None:
    spellings = _by_any_name()
    return spellings.get(bare(name)) or (None if has_signs(name) else spellings.get(plain_words(name)))


def tag_label(slug: str, language: str) -> str | None:
    """Give the label of a known tag in a language (its primary subtag decides), or else in English."""
    labels = _labels(slug)
    return label_in(slug, language) or labels.get("en") or next(iter(labels.values()), None)


def label_in(slug: str, language: str) -> str | None:
    """Give the label of a known tag in a language alone (its primary subtag decides)."""
    primary = language.split("-", maxsplit=1)[0].lower()
    said = own().subjects.get(slug)
    if said and (label := said.label.get(primary) or said.label.get("any")):
        return label
    return _labels(slug).get(primary)


def usual_label(slug: str, language: str) -> str | None:
    """Give the label of a known tag in a language where it is not the publisher's own."""
    said = own().subjects.get(slug)
    return None if said and said.label else _labels(slug).get(language)


def _labels(slug: str) -> dict[str, str]:
    row: dict[str, str] = subjects()[slug]["label"] if slug in subjects() else _territories().get(slug, {})
    return row


def known_tags() -> Iterable[str]:
    """Give the slugs of the whole vocabulary, subjects first."""
    return [*subjects(), *_territories()]
