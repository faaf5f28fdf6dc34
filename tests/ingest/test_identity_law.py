"""The law of identity: files with different texts are different entries, whatever their paths held before.

A model of a file system writes, edits, moves, copies, deletes and renumbers files without a stronger key; after each
import the store must agree with it.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from feeds.ingest.importer import Options, Target, ingest
from feeds.store.schema import entry, file

if TYPE_CHECKING:
    from pathlib import Path

    from feeds.site import Site
    from tests.conftest import FakeClock, Press

_WORDS = [f"{a}{b}{c}" for a in ("mar", "tel", "bo", "vin", "sa", "cor") for b in ("a", "i", "ou") for c in "nrlt"]


@dataclass(frozen=True)
class Text:
    """What a file says; an edit keeps the story it belongs to."""

    story: int
    title: str
    words: tuple[str, ...]

    @property
    def bytes(self) -> bytes:
        return f"{self.title}\n\n{' '.join(self.words).capitalize()}.\n".encode()


@dataclass
class Model:
    """A folder, and what a person does in it."""

    root: Path
    chance: random.Random
    files: dict[str, Text] = field(default_factory=dict)
    stories: int = 0
    old: list[Text] = field(default_factory=list)

    def new_text(self) -> Text:
        self.stories += 1
        words = tuple(self.chance.choices(_WORDS, k=self.chance.randint(12, 40)))
        return Text(self.stories, f"Story {' '.join(self.chance.choices(_WORDS, k=3))} {self.stories}", words)

    def free_path(self) -> str:
        return f"{self.chance.randint(0, 99):02}.txt"

    def act(self) -> None:
        habits = (self.write, self.write, self.edit, self.edit, self.move, self.copy, self.delete, self.renumber)
        self.chance.choice((*habits, self.reuse, self.template, self.bring_back))()

    def some(self) -> str:
        return self.chance.choice(sorted(self.files)) if self.files else self.write()

    def write(self) -> str:
        path = self.free_path()
        self.files[path] = self.new_text()
        return path

    def reuse(self) -> None:
        self.files[self.some()] = self.new_text()

    def edit(self) -> None:
        path = self.some()
        text = self.files[path]
        words = list(text.words)
        words[self.chance.randrange(len(words))] = self.chance.choice(_WORDS)
        if self.chance.random() < 0.3:
            words += self.chance.choices(_WORDS, k=9)
        title = f"{text.title} again" if self.chance.random() < 0.3 else text.title
        self.files[path] = replace(text, title=title, words=tuple(words))

    def move(self) -> None:
        self.files[self.free_path()] = self.files.pop(self.some())

    def copy(self) -> None:
        self.files[self.free_path()] = self.files[self.some()]

    def delete(self) -> None:
        self.old.append(self.files.pop(self.some()))

    def bring_back(self) -> None:
        if self.old:
            self.files[self.free_path()] = self.chance.choice(self.old)

    def template(self) -> None:
        text = self.new_text()
        for _ in range(4):
            self.files[self.free_path()] = text

    def renumber(self) -> None:
        texts = [self.files[path] for path in sorted(self.files)]
        self.files = {f"{number:02}.txt": text for number, text in enumerate(texts, self.chance.randint(0, 2))}

    def save(self) -> None:
        for there in self.root.iterdir():
            if there.name not in self.files:
                there.unlink()
        for path, text in self.files.items():
            if not (self.root / path).exists() or (self.root / path).read_bytes() != text.bytes:
                (self.root / path).write_bytes(text.bytes)


def ids_of(press: Press) -> dict[str, str]:
    query = select(file.c.path, entry.c.id).join(entry, file.c.entry == entry.c.number).where(file.c.present == 1)
    with press.store.reading() as connection:
        return {row.path: row.id for row in connection.execute(query)}


@pytest.mark.above_the_store
@pytest.mark.parametrize("seed", range(5))
def test_different_texts_are_different_entries_and_no_id_is_shared_or_lost(
    press: Press, clock: FakeClock, site: Site, tmp_path: Path, seed: int
) -> None:
    model = Model(tmp_path, random.Random(seed))  # noqa: S311 - the same each time
    story_of: dict[str, int] = {}
    for _ in range(40):
        before_texts, before = dict(model.files), ids_of(press)
        for _ in range(model.chance.choice((1, 1, 1, 2, 5))):
            model.act()
        model.save()
        clock.sleep(10)
        assert not ingest(press.store, [Target(tmp_path)], site, clock, Options()).refused
        now = ids_of(press)
        assert now.keys() == model.files.keys()
        ids_by_text: dict[Text, set[str]] = {}
        for path, text in model.files.items():
            ids_by_text.setdefault(text, set()).add(now[path])
        assert all(len(ids) == 1 for ids in ids_by_text.values()), "one text, two entries"
        assert len(set(now.values())) == len(ids_by_text), "two texts, one entry"
        for path, text in model.files.items():
            assert story_of.setdefault(now[path], text.story) == text.story, "an id went on with another story"
        _check_unchanged(model, before_texts, before, now)


def _check_unchanged(model: Model, texts: dict[str, Text], before: dict[str, str], now: dict[str, str]) -> None:
    """Hold that a text which only one file said keeps its id wherever it lies, and that an edit changes none."""
    for path, text in texts.items():
        places = [place for place, said in model.files.items() if said == text]
        if places and list(texts.values()).count(text) == 1:
            assert now[places[0]] == before[path], "a move changed an id"
        stands = model.files.get(path)
        is_edit = stands is not None and stands != text and stands.story == text.story
        others = [
            said for at, said in (*texts.items(), *model.files.items()) if at != path and said.story == text.story
        ]
        if is_edit and not others:
            assert now[path] == before[path], "an edit changed an id"
