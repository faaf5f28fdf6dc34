"""Files of articles in the shape of the seeds, as many as wanted, the same at every run."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_WORDS = (  # noqa: SIM905 - a sentence reads better than a list
    "la ville a ouvert hier un nouveau port près de frontière pour les habitants et des trains qui relient deux rives "
    "du fleuve selon une porte parole dont le rapport cite trois cents emplois avant été printemps avec plusieurs pays"
).split()
_COUNTRIES = (
    "la Turquie",
    "la Syrie",
    "le Maroc",
    "les États-Unis",
    "l’Allemagne",
    "le Japon",
    "l’Égypte",
    "le Canada",
)
_AGENCIES = ("AA", "AFP", "Reuters", "TRT FR", "AP", "EFE")


def write_articles(folder: Path, count: int, paragraphs: int = 8) -> None:
    """Write files of about 2.3 kB each (3.4 with twelve paragraphs), with comment count, credit and share line."""
    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(7)  # noqa: S311 - not a secret
    for number in range(count):
        (folder / f"{number:07d}.txt").write_text(_article(number, chance, paragraphs), encoding="utf-8")


def _article(number: int, chance: random.Random, paragraphs: int) -> str:
    country, other = chance.sample(_COUNTRIES, 2)
    body = "\n\n".join(_paragraph(chance, country if n % 3 == 0 else other) for n in range(paragraphs))
    title = f"{' '.join(chance.choices(_WORDS, k=6)).capitalize()} avec {country}, dépêche {number}"
    credit = chance.choice(_AGENCIES)
    link = f"https://turquie2023.com/c{number:05d}"
    return f"{title}\n\n{chance.randrange(40)}\n\n{body}\n\n\xa0\n\n{credit}\n\nPartager cet article? {link}\nShare.\n"


def _paragraph(chance: random.Random, country: str) -> str:
    words = chance.choices(_WORDS, k=44)
    words.insert(20, country)
    return f"{' '.join(words).capitalize()}."
