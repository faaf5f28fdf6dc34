"""The judge: follows what each reader was shown, and says where it is not what was true at that time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum

from feeds.store.read.departures import MOST_TOMBSTONES
from tests.simulation.documents import Document, Entry
from tests.simulation.history import Life, Phase, Selection, Text


class Promise(Enum):
    """What a reader may count on, after its habits."""

    WINDOW = "it polls the newest entries, and has what stood among them when it looked"
    NEWS = "it follows archives until it meets a page it knows, and has everything that ever came"
    EVERYTHING = "it has read every page just now, and has exactly what there is"


@dataclass(frozen=True, slots=True)
class Read:
    """A document that a reader held to be the present one, when it asked between two moments."""

    began: float
    ended: float
    document: Document
    least: int | None = None
    """Entries that it holds if there are so many; None: it is an archive page."""


@dataclass(frozen=True, slots=True)
class Poll:
    """What a reader read at one time, the newest entries first."""

    reader: str
    selection: Selection
    promise: Promise
    reads: tuple[Read, ...]
    is_anew: bool = False
    """The reader has forgotten everything before this."""
    understands_tombstones: bool = False
    kept: tuple[Entry, ...] | None = None
    """What the reader itself has then, where it keeps its own store."""


@dataclass(slots=True)
class Judge:
    """Knows what is true, and what every reader holds."""

    lives: dict[int, Life] = field(default_factory=dict)
    places: dict[int, int] = field(default_factory=dict)
    """Where each article stands among all, by number; the newest has the greatest."""
    retired: set[int] = field(default_factory=set)
    """Articles that were withdrawn for ever."""
    faults: list[str] = field(default_factory=list)
    polls: int = 0
    shown: int = 0
    _held: dict[str, dict[int, Text]] = field(default_factory=dict)
    _ids: dict[int, str] = field(default_factory=dict)
    _numbers: dict[str, int] = field(default_factory=dict)
    _ranked: list[Life] = field(default_factory=list)

    def rank(self) -> None:
        """Put the articles in order after places were given."""
        placed = [life for life in self.lives.values() if life.number in self.places]
        self._ranked = sorted(placed, key=lambda life: -self.places[life.number])

    def know(self, number: int, entry_id: str, place: int | None) -> None:
        """Learn the id and the place of an article from the store; neither ever changes."""
        self.faults += self._identify(Entry(f"urn:uuid:{entry_id}", number, Text(0, 0)))
        if place is not None and self.places.setdefault(number, place) != place:
            self.faults.append(f"article {number} was moved from place {self.places[number]} to {place}")

    def id_of(self, number: int) -> str:
        """Give the id of an article."""
        return self._ids[number]

    def take(self, poll: Poll) -> None:
        """Judge what a reader was shown; everything true until then must be known."""
        self.polls += 1
        faults = self._own_faults(poll) if poll.kept is None else self._kept_faults(poll, poll.kept)
        self.faults += [f"{poll.reader}: {fault}" for fault in faults]

    def holdings(self, reader: str) -> dict[int, Text]:
        """Give what a reader holds: the text of each article by its number."""
        return self._held.get(reader, {})

    def shown_fault(self, who: str, selection: Selection, entry: Entry, between: tuple[float, float]) -> Iterator[str]:
        """Tell what is wrong with an entry that somebody was shown, by what was made between two moments."""
        faults = [*self._identify(entry), *self._shown_fault(selection, entry, *between)]
        yield from (f"{who}: {fault}" for fault in faults)

    def _own_faults(self, poll: Poll) -> Iterator[str]:
        for read in poll.reads:
            yield from self._document_faults(poll.selection, read)
        held = self._fold(poll)
        if poll.promise is Promise.WINDOW:
            yield from self._tombstone_faults(poll, held)
        else:
            yield from self._missed(poll, held)
        if poll.promise is Promise.EVERYTHING:
            yield from _doubled(poll)

    def _document_faults(self, selection: Selection, read: Read) -> Iterator[str]:
        entries = read.document.entries
        self.shown += len(entries)
        for entry_id, times in Counter(entry.id for entry in entries).items():
            if times > 1:
                yield f"{entry_id} stands {times} times in a document"
        for entry in entries:
            yield from self._identify(entry)
            yield from self._shown_fault(selection, entry, read.began, read.ended)
        places = [self.places.get(entry.number, 0) for entry in entries]
        if places != sorted(places, reverse=True):
            yield f"entries are out of order: {[entry.number for entry in entries]}"
        shown = {entry.number for entry in entries}
        for number in self._due(selection, read, places):
            if number not in shown:
                yield f"{self._tell(number, read.began, read.ended)} is not shown"
        for entry_id in read.document.tombstones:
            life = self.lives.get(self._numbers.get(entry_id, 0))
            if life and all(selection.sees(phase) for phase in life.views(read.began, read.ended)):
                yield f"{self._tell(life.number, read.began, read.ended)} has a tombstone"

    def _identify(self, entry: Entry) -> Iterator[str]:
        known, number = self._ids.setdefault(entry.number, entry.id), self._numbers.setdefault(entry.id, entry.number)
        if known != entry.id:
            yield f"article {entry.number} has the id {entry.id}, and had {known}"
        if number != entry.number:
            yield f"the id {entry.id} is that of article {entry.number}, and was that of {number}"

    def _shown_fault(self, selection: Selection, entry: Entry, began: float, ended: float) -> Iterator[str]:
        life = self.lives.get(entry.number)
        if life is None:
            what = "withdrawn long ago" if entry.number in self.retired else "unheard of"
            yield f"article {entry.number} is shown, {what}"
        elif not any(selection.takes(phase) and phase.text == entry.text for phase in life.views(began, ended)):
            yield f"{self._tell(entry.number, began, ended)} is shown as {tuple(entry.text)}"

    def _due(self, selection: Selection, read: Read, places: list[int]) -> Iterator[int]:
        """List what a document must show: what is among the newest so many, and what stands between what it shows."""
        lowest = places[-1] if places else 0
        highest = None if read.least is not None else places[0] if places else 0
        least = read.least or 0
        newer = 0
        for life in self._ranked:
            place = self.places[life.number]
            if newer >= least and (place < lowest or not places):
                return
            views = [selection.takes(phase) for phase in life.views(read.began, read.ended)]
            if all(views) and (newer < least or place >= lowest) and (highest is None or place <= highest):
                yield life.number
            newer += any(views)

    def _fold(self, poll: Poll) -> dict[int, Text]:
        """Let a reader take in what it was shown, and give what it holds then."""
        held = self._held.setdefault(poll.reader, {})
        if poll.is_anew or poll.promise is Promise.EVERYTHING:
            held.clear()
        for read in reversed(poll.reads):
            held.update({entry.number: entry.text for entry in read.document.entries})
            if poll.understands_tombstones:
                for entry_id in read.document.tombstones:
                    held.pop(self._numbers.get(entry_id, 0), None)
        return held

    def _missed(self, poll: Poll, held: dict[int, Text]) -> Iterator[str]:
        """Find what a reader that has followed the archives does not have."""
        began, ended = poll.reads[0].began, max(read.ended for read in poll.reads)
        sees_all = poll.is_anew or poll.promise is Promise.EVERYTHING
        for life in self._ranked:
            is_there = all(poll.selection.takes(phase) for phase in life.views(began, ended))
            if life.number not in held and is_there and (sees_all or life.was_always_in(poll.selection, ended)):
                yield f"{self._tell(life.number, began, ended)} is missed"

    def _kept_faults(self, poll: Poll, kept: Iterable[Entry]) -> Iterator[str]:
        """Judge a reader by what it has: what stands in the window when it polls, once, as it is then."""
        own: dict[int, Text] = {}
        for entry in kept:
            yield from self._identify(entry)
            if entry.number in own:
                yield f"article {entry.number} is there twice"
            own[entry.number] = entry.text
        (read,) = poll.reads
        for number in self._due(poll.selection, read, []):
            life = self.lives[number]
            texts = {phase.text for phase in life.views(read.began, read.ended)}
            if own.get(number) not in texts:
                yield f"{self._tell(number, read.began, read.ended)} is had as {own.get(number)}"
        self._held[poll.reader] = own

    def _tombstone_faults(self, poll: Poll, held: dict[int, Text]) -> Iterator[str]:
        """Find what a reader that understands tombstones still has, though it would be shown if it were not gone."""
        read = poll.reads[0]
        if not poll.understands_tombstones or not read.document.entries:
            return
        lowest = self.places.get(read.document.entries[-1].number, 0)
        if len(read.document.tombstones) >= MOST_TOMBSTONES:  # what is older than these is not said
            known = (self._numbers.get(entry_id, 0) for entry_id in read.document.tombstones)
            lowest = max(lowest, min(self.places.get(number, 0) for number in known))
        for number in held:
            life = self.lives.get(number)
            if life is None or self.places.get(number, 0) < lowest:
                continue
            views = life.views(read.began, read.ended)
            if any(phase.is_public for phase in views):
                continue
            # A tombstone stands where the entry stood; what is written of it since then does not move it.
            if poll.selection.takes(life.withdrawn(views[0])._replace(is_public=True)):
                yield f"{self._tell(number, read.began, read.ended)} is kept without a tombstone"

    def _tell(self, number: int, began: float, ended: float) -> str:
        life = self.lives[number]

        def shown(phase: Phase) -> str:
            state = "" if phase.is_public else " withdrawn"
            return f"{tuple(phase.text)}{state} {'+'.join(sorted(phase.facets))} from {phase.since - began:+.2f}"

        views = "; ".join(map(shown, life.views(began, ended)))
        last = life.certain[-1] - began
        return f"[asked for {ended - began:.2f} s] article {number} ({views}; the last certain from {last:+.2f})"


def _doubled(poll: Poll) -> Iterator[str]:
    pages = Counter(entry.number for read in poll.reads if read.least is None for entry in read.document.entries)
    for number, times in pages.items():
        if times > 1:
            yield f"article {number} stands on {times} archive pages"
