"""Which entries tell one story: found by the sketches of their texts, compared by the texts, and never merged.

A story is named by the number of an entry whose text each of its others is like. So two of it are never less alike
than 0.4, however many there are; and an entry that is like another, but not like the one that names its story, is not
of it. What a person said of two entries stands above what their texts say.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from cachetools import LRUCache
from sqlalchemy import Connection, bindparam, delete, or_, select

from feeds.store.dialects.bulk import insert_rows, update_rows
from feeds.store.dialects.lists import among, is_among
from feeds.store.dialects.statements import Statement
from feeds.store.facts import SKETCHED_UP_TO, delete_fact, read_fact, write_fact
from feeds.store.schema import apart, band, entry
from feeds.words.shingles import AGREEING, Text, agreement, enough, likeness, read_sketch, read_text, sketch_of, spell

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

MOST_MEMBERS = 200
"""Entries of a story. What more of them say is furniture, and those that come later stand for themselves."""

_MOST_KEPT = 32
"""Entries that are found by one key, the first ones: what many have tells nothing, and must cost nothing."""
_MOST_COMPARED = 8
"""Stories whose texts an entry is compared with."""
_AT_ONCE = 5000
_TEXTS = 256

# Made once: to put a statement together takes longer than to ask it.
_BANDS = Statement(select(band.c.key, band.c.entry).where(is_among(band.c.key, "keys")))
_STORIES = Statement(select(entry.c.number, entry.c.story).where(is_among(entry.c.number, "numbers")))
_SKETCHES = Statement(select(entry.c.number, entry.c.sketch).where(is_among(entry.c.number, "numbers")))
_MEMBERS = Statement(select(entry.c.number).where(entry.c.story == bindparam("story")).order_by(entry.c.number))
_TEXT = Statement(select(entry.c.title, entry.c.paragraphs).where(entry.c.number == bindparam("number")))
_SKETCH = Statement(select(entry.c.sketch).where(entry.c.number == bindparam("number")))
_APART = Statement(
    select(apart.c.one, apart.c.other).where(
        or_(apart.c.one == bindparam("number"), apart.c.other == bindparam("number"))
    )
)
_LEAVE = delete(band).where(band.c.key == bindparam("k"), band.c.entry == bindparam("e"))
_UNSKETCHED = (
    select(entry.c.number, entry.c.title, entry.c.paragraphs, entry.c.sketch)
    .where(entry.c.number > bindparam("after"))
    .order_by(entry.c.number)
    .limit(bindparam("most"))
)


class Edit(NamedTuple):
    """An entry whose sketch is another."""

    number: int
    before: str
    after: str


class Stories:
    """Follows what entries say, in one transaction in which they are written already."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._texts: LRUCache[int, Text] = LRUCache(_TEXTS)
        self._bands: dict[int, list[int]] = defaultdict(list)
        self._sketches: dict[int, tuple[int, ...]] = {}
        """Of the entries that are found by the keys of these bands."""
        self._silent: set[int] = set()
        """Entries that say too little, or are to be erased."""
        self.concerned: set[int] = set()
        """Entries that came into a story or left one, and one entry at least of each story that gained or lost any."""
        self.loosened: set[int] = set()
        """Those of them whose stories lost any."""

    def follow(self, edits: Sequence[Edit]) -> None:
        """Let entries tell the stories that their texts tell now, one after another."""
        sketches = [(one.number, set(read_sketch(one.before)), read_sketch(one.after)) for one in edits]
        self._fetch({key for _, before, after in sketches for key in (*before, *after)})
        left = [
            {"k": key, "e": number}
            for number, before, after in sketches
            for key in sorted(before.difference(after))
            if number in self._bands[key]
        ]
        for gone in left:
            self._bands[gone["k"]].remove(gone["e"])
        if left:
            self._connection.execute(_LEAVE, left)
        added: list[tuple[int, int]] = []
        for number, before, after in sketches:
            if before:
                self._texts.pop(number, None)
                self._silent = self._silent - {number} if after else self._silent | {number}
                self._revise(number, after)
            else:
                self._find(number, after)
            for key in dict.fromkeys(after):
                kept = self._bands[key]
                if len(kept) < _MOST_KEPT and number not in kept:
                    kept.append(number)
                    self._sketches[number] = after
                    added.append((key, number))
        insert_rows(self._connection, band, ("key", "entry"), sorted(added))  # in the order in which they are kept

    def forget(self, numbers: Collection[int]) -> None:
        """Let nothing be left of what entries said: their texts are about to be erased."""
        rows = self._connection.execute(select(entry.c.number, entry.c.sketch).where(among(entry.c.number, numbers)))
        self.follow([Edit(number, sketch, "") for number, sketch in rows.all() if sketch])
        self._connection.execute(delete(apart).where(among(apart.c.one, numbers) | among(apart.c.other, numbers)))

    def regroup(self, number: int) -> None:
        """Let an entry find its story anew: a person said of which it is not, or of which it may be again."""
        self._leave(number)
        self._refind(number)

    def story_of(self, number: int) -> int | None:
        """Tell of which story an entry is, by the number of the entry that names it."""
        return self._stories([number])[number]

    def members(self, story: int) -> list[int]:
        """List the entries of a story, in the order in which they were first read."""
        return [number for (number,) in _MEMBERS.all(self._connection, {"story": story})]

    def likeness(self, one: int, other: int) -> tuple[float, float]:
        """Tell how alike two entries are, and from which likeness on they would tell one story."""
        ours, theirs = self._text(one), self._text(other)
        return likeness(ours, theirs), enough(ours, theirs)

    def _fetch(self, keys: Collection[int]) -> None:
        if keys:
            for key, number in sorted(_BANDS.all(self._connection, {"keys": list(keys)})):
                self._bands[key].append(number)
            found = {number for key in keys for number in self._bands[key]}.difference(self._sketches)
            for number, sketch in _SKETCHES.all(self._connection, {"numbers": sorted(found)}) if found else ():
                self._sketches[number] = read_sketch(sketch)

    def _revise(self, number: int, keys: Sequence[int]) -> None:
        """Look whether an entry that says something else still tells its story, and whether others still tell its."""
        story = self.story_of(number)
        if story is not None and story != number and self._is_alike(number, story):
            return
        if story == number:
            others = [one for one in self.members(number) if one != number]
            loose = [one for one in others if not self._is_alike(one, number)]
            if len(loose) < len(others):
                self._take_out(loose)
                for one in loose:
                    self._refind(one)
                return
        self._leave(number)
        self._find(number, keys)

    def _leave(self, number: int) -> None:
        """Take an entry out of its story; where it named it, the others find theirs anew."""
        story = self.story_of(number)
        if story is None:
            return
        others = [one for one in self.members(story) if one != number]
        if story == number:
            self._take_out([number, *others])
            for one in others:
                self._refind(one)
        else:
            self.loosened.update(others)
            self._take_out([number, *others] if len(others) == 1 else [number])

    def _refind(self, number: int) -> None:
        keys = read_sketch(_SKETCH.scalar(self._connection, {"number": number}) or "")
        self._fetch({key for key in keys if key not in self._bands})
        self._find(number, keys)

    def _find(self, number: int, keys: Sequence[int]) -> None:
        """Find the story of an entry that is in none: that of the text which is most like its own."""
        near = {other for key in keys for other in self._bands[key] if other != number}
        common = {other: agreement(keys, self._sketches[other]) for other in near}
        likely = [other for other in near if common[other] >= AGREEING]
        if not likely:
            return
        stories: dict[int, int] = {}
        for other, story in self._stories(likely).items():
            named = other if story is None else story
            if named != number:
                stories[named] = max(common[other], stories.get(named, 0))
        apart_from = self._apart_from(number)
        best = (0.0, 0)
        for story in sorted(stories, key=lambda named: (-stories[named], named))[:_MOST_COMPARED]:
            alike, wanted = self.likeness(number, story)
            if alike >= wanted and (alike, -story) > best and self._takes(story, apart_from):
                best = alike, -story
        if best[1]:
            self._put([(number, -best[1]), (-best[1], -best[1])])

    def _takes(self, story: int, apart_from: Collection[int]) -> bool:
        """Tell whether a story has room, and nobody said of any of its entries that it is not the same."""
        members = {story, *self.members(story)}
        return len(members) < MOST_MEMBERS and members.isdisjoint(apart_from)

    def _is_alike(self, one: int, other: int) -> bool:
        alike, wanted = self.likeness(one, other)
        return alike >= wanted

    def _apart_from(self, number: int) -> set[int]:
        rows = _APART.all(self._connection, {"number": number})
        return {one for row in rows for one in row} - {number}

    def _stories(self, numbers: Iterable[int]) -> dict[int, int | None]:
        return dict(_STORIES.all(self._connection, {"numbers": list(numbers)}))

    def _take_out(self, numbers: Sequence[int]) -> None:
        self.loosened.update(numbers)
        self._put([(number, None) for number in numbers])

    def _put(self, rows: Sequence[tuple[int, int | None]]) -> None:
        self.concerned.update(number for number, _ in rows)
        self.concerned |= self.loosened
        update_rows(self._connection, entry, ("number", "story"), rows)

    def _text(self, number: int) -> Text:
        if number in self._silent:
            return Text([], [])
        text: Text | None = self._texts.get(number)
        if text is None:
            rows = _TEXT.all(self._connection, {"number": number})
            text = self._texts[number] = read_text(*rows[0])
        return text


def is_any_unsketched(connection: Connection) -> bool:
    """Tell whether the store is of a version without sketches, and not all its entries were looked at yet."""
    return read_fact(connection, SKETCHED_UP_TO) is not None


def sketch_missing(connection: Connection) -> tuple[set[int], int]:
    """Give their sketches to the next five thousand entries of a store of a version that had none.

    Gives the entries whose stories are others, and the number of the last one that was looked at, 0 where all were.
    """
    after = int(read_fact(connection, SKETCHED_UP_TO) or 0)
    rows = connection.execute(_UNSKETCHED, {"after": after, "most": _AT_ONCE}).all()
    if not rows:
        delete_fact(connection, SKETCHED_UP_TO)
        return set(), 0
    made = [(row.number, spell(sketch_of(read_text(row.title, row.paragraphs)))) for row in rows if not row.sketch]
    update_rows(connection, entry, ("number", "sketch"), made)
    stories = Stories(connection)
    stories.follow([Edit(number, "", sketch) for number, sketch in made if sketch])
    write_fact(connection, SKETCHED_UP_TO, str(rows[-1].number))
    return stories.concerned, rows[-1].number
