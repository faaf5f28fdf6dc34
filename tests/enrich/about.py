"""What 328 texts of eight languages are about, as people labelled them, and how much of that is told.

`python -m tests.enrich.about` prints it. The rules were made looking at every other text of each language; the others
were only measured. The files in `subjects/` say where their texts come from: a text begins with `==` and every tag that
is right for it (those that hold one of these are right too), then its title, then its paragraphs.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from feeds.enrich.vocabulary import wider
from feeds.parsers import Defaults, parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FOLDER = Path(__file__).parent / "subjects"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text and the tags that are right for it."""

    language: str
    right: frozenset[str]
    text: str


@dataclass(slots=True)
class Told:
    """What was told of some texts."""

    texts: int = 0
    tags: int = 0
    right: int = 0
    bare: int = 0
    """Texts without any tag."""

    @property
    def share_right(self) -> float:
        """Give the share of the given tags that are right."""
        return self.right / self.tags

    @property
    def share_bare(self) -> float:
        """Give the share of the texts that have no tag."""
        return self.bare / self.texts


def labelled(*, tuned: bool) -> Iterator[Labelled]:
    """Give the texts that the rules were made with, or the others."""
    for file in sorted(FOLDER.glob("*.txt")):
        records = f"\n{file.read_text('utf-8')}".split("\n== ")[1:]
        for record in records[0 if tuned else 1 :: 2]:
            tags, _, rest = record.partition("\n")
            lines = [line for line in rest.strip().split("\n") if not line.startswith("from: ")]
            yield Labelled(file.stem, frozenset(tags.split()), "\n\n".join(lines))


def tags_given(text: str) -> list[str]:
    """Give the tags of a text that is read like any file."""
    return [tag.slug for tag in parse(f"{text}\n".encode(), "a.txt", Defaults()).article.tags]


def tell(texts: Iterable[Labelled]) -> Told:
    """Count what is told of texts."""
    told = Told()
    for one in texts:
        right = one.right.union(*(wider(slug) for slug in one.right))
        given = tags_given(one.text)
        told.texts += 1
        told.tags += len(given)
        told.right += len(right.intersection(given))
        told.bare += not given
    return told


def main() -> None:
    """Print the measurements by language."""
    for tuned in (True, False):
        texts = list(labelled(tuned=tuned))
        print("texts the rules were made with" if tuned else "texts only measured")
        for language in [*dict.fromkeys(one.language for one in texts), ""]:
            told = tell(one for one in texts if language in {"", one.language})
            shares = f"{told.share_right:6.1%} of {told.tags} tags right, {told.share_bare:5.1%} of texts without any"
            print(f"  {language or 'all'}: {told.texts} texts, {shares}")


if __name__ == "__main__":
    main()
