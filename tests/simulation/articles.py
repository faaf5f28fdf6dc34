"""Files of articles in every shape in which an article can name itself; each text carries its number."""

from __future__ import annotations

import re
from functools import lru_cache
from random import Random

from tests.simulation.history import PRIVATE, Text

TAGS = {"chess": 0.6, "harvest": 0.4, "theatre": 0.4, "harbour": 0.25, PRIVATE: 0.1}
"""How often an article has each tag."""
SOURCES = {"afp": "AFP", "anadolu-agency": "AA", "reuters": "Reuters"}
CREDITED = {"afp": 5, "anadolu-agency": 3, "reuters": 2}
"""How often each is credited, of ten articles."""

KINDS = ("share", "id", "url", "path")
"""What names an article: its share address, its id, its canonical address, or the path of its file alone."""

DATED = ("id", "url")
"""Those whose files may say a date."""

_KEYS = {"id": "id: story-{}", "url": "url: https://paper.example/{}/story.html"}
_OPENINGS = ("La passerelle du port rouvre", "Le marché couvert ferme", "Un train de nuit revient", "La crue se retire")
_WORDS = (
    "ville port marché train nuit pont jardin école livre habitante quartier librairie travaux semaine matin soir "
    "rivière bateau place rue maison fenêtre lampe pierre chemin colline plage vent pluie neige hiver printemps été "
    "automne musique danse photo peinture atelier outil bois verre papier lettre voisin cousine boulanger pêcheur"
)
_MARK = re.compile(r"m(\d{6})([tb])(\d{4})")


def title_of(number: int, text: Text) -> str:
    """Give the title, with its mark."""
    return f"{_OPENINGS[(number + text.title) % len(_OPENINGS)]} m{number:06d}t{text.title:04d}"


def body_of(number: int, text: Text) -> str:
    """Give the paragraphs, the first of them with its mark."""
    return _body(number).replace("MARK", f"m{number:06d}b{text.body:04d}")


@lru_cache(maxsize=1000)
def _body(number: int) -> str:
    """Say what nobody else says: two articles are not alike."""
    words = Random(number).choices(_WORDS.split(), k=36)  # noqa: S311 - the same every time
    first, second = " ".join(words[:18]), " ".join(words[18:])
    return (
        f"Lundi {first} MARK, après deux ans.\n\n« Demain {second} », a dit une voisine qui attendait depuis longtemps."
    )


def read_marks(shown: str) -> tuple[int, Text]:
    """Give the number and the text of an article from whatever is shown of it. Raises ValueError."""
    marks = set(_MARK.findall(shown))
    titles = {(int(number), int(text)) for number, place, text in marks if place == "t"}
    bodies = {(int(number), int(text)) for number, place, text in marks if place == "b"}
    if len(titles) != 1 or len(bodies) != 1:
        raise ValueError(f"an entry mixes texts: {sorted(marks)}")
    (number, title), (other, body) = *titles, *bodies
    if number != other:
        raise ValueError(f"an entry mixes articles: {sorted(marks)}")
    return number, Text(title, body)


def number_in(title: str) -> int:
    """Give the number of an article from its title."""
    found = _MARK.search(title)
    if not found:
        raise ValueError(f"the title {title!r} has no mark")
    return int(found[1])


def numbers_in(shown: str) -> set[int]:
    """Give the numbers of all articles of which a page shows anything."""
    return {int(number) for number, *_ in _MARK.findall(shown)}


def share_code(number: int) -> str:
    """Give the code of the share address of an article that has one."""
    return f"c{number:06d}"


def write(kind: str, number: int, text: Text, facets: frozenset[str], date: str = "") -> str:
    """Write the file of an article of a kind, credited and tagged with these; those with front matter may be dated."""
    (source,) = facets & SOURCES.keys()
    tags = ", ".join(sorted(facets - SOURCES.keys()))
    if kind in _KEYS:
        labelled = f"tags: [{tags}]\nsource: {SOURCES[source]}" + (f"\ndate: {date}" if date else "")
        head = f"title: {title_of(number, text)}\n{_KEYS[kind].format(number)}\n{labelled}"
        return f"---\n{head}\n---\n{body_of(number, text)}\n"
    labelled = f"Mots-clés : {tags}\n\n" if tags else ""
    share = f"Partager cet article? https://short.example/{share_code(number)}\n" if kind == "share" else ""
    return f"{title_of(number, text)}\n\n{body_of(number, text)}\n\n{SOURCES[source]}\n\n{labelled}{share}"
