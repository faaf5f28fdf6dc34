"""WebSub: tell hubs which feeds each commit touched.

https://www.w3.org/TR/websub/#publishing

    commit → what it touched, from the store → pings, kept in the store → hub → told, refused, or told again later

A thread a hub, beside the process that reads the articles, so that a hub which hangs delays neither an import nor
the other hubs. What is still to be told outlives the process.
"""

from __future__ import annotations

import logging
import math
import threading
from typing import TYPE_CHECKING

from feeds.errors import FeedsError, StoreError
from feeds.formats import FORMATS
from feeds.push.connections import TIMEOUT, Answer, Channel, Unreachable
from feeds.push.looking import keep_looking
from feeds.push.rounds import Round, Verdict, asked_to_wait, judge, pause_after, said, selection_of, topic_of
from feeds.store.tables import pings, topics
from feeds.store.tables.pings import Claimed, Outcome, Ping

if TYPE_CHECKING:
    from feeds.clock import Clock
    from feeds.publish.publisher import Publisher

GIVE_UP = 86400
"""Seconds after which what a hub could not be told is dropped."""

_SETTLE = 0.5
"""Seconds. A hub fetches at once, and a worker may answer what it holds in memory for a quarter of a second."""
_GATHER = 3.0
"""Seconds between two looks that found something: commits in a row are told of together."""
_LOOK = 0.5
_SOON = 2.0
"""Seconds that a command waits for what is due next: not as long as for a hub that failed."""
_LANES = 4
"""Connections to one hub."""
_CHUNK = 8 * _LANES

_SAID_OF = {Verdict.REFUSED: "refuses", Verdict.LATER: "is to be told later of"}

_NAMES = [form.name for form in FORMATS]

log = logging.getLogger(__name__)


def drain(publisher: Publisher, clock: Clock, seconds: float) -> int:
    """Tell the hubs what they are to be told, for so long at most; tells how much is left for later."""
    until, hubs = clock.now() + seconds, publisher.site.hubs
    tellers = [Teller(publisher, clock, hub, timeout=min(seconds, TIMEOUT)) for hub in hubs]
    threads = [threading.Thread(target=teller.drain, args=(until,), daemon=True) for teller in tellers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, until - clock.now()))
    return pings.count(publisher.store, hubs)


def start(publisher: Publisher, clock: Clock, stopping: threading.Event) -> None:
    """Begin to tell the hubs of every commit, until told to stop."""
    for hub in publisher.site.hubs:
        threading.Thread(target=Teller(publisher, clock, hub).run, args=(stopping,), daemon=True).start()


class Teller:
    """Tells one hub. For one thread."""

    def __init__(self, publisher: Publisher, clock: Clock, hub: str, timeout: float = TIMEOUT) -> None:
        self._publisher = publisher
        self._store = publisher.store
        self._clock = clock
        self._hub = hub
        self._channels = [Channel(hub, publisher.site.url, timeout) for _ in range(_LANES)]
        self._next_look = float("-inf")
        self._logged: set[int] = set()

    def run(self, stopping: threading.Event) -> None:
        """Tell the hub of every commit until told to stop."""
        keep_looking(lambda: self._tell_all(stopping), stopping, _LOOK, f"hub {self._hub}")

    def _tell_all(self, stopping: threading.Event) -> None:
        """Look, and tell the hub what it is to be told now."""
        try:
            self._look_now_and_then()
            while self.tell() and not stopping.is_set():
                self._look_now_and_then()
        finally:
            self.close()

    def drain(self, until: float) -> None:
        """Tell the hub of the commits so far, until a moment."""
        try:
            self.look()
            while (now := self._clock.now()) < until:
                if self.tell():
                    continue
                due = pings.next_due(self._store, self._hub)
                if due is None or due - now > _SOON:
                    break
                self._clock.sleep(max(due - now, 0.05))
        except StoreError as error:
            log.warning("%s", error)
        self.close()

    def look(self) -> int:
        """Write down what the hub is to be told of the commits since the last look; tells how much."""
        now = self._clock.now()
        if given_up := pings.give_up(self._store, self._hub, int(now) - GIVE_UP):
            log.error("hub %s could not be told of %d feeds for a day; they are given up", self._hub, given_up)
        return pings.note(self._store, self._hub, _NAMES, self._find_topics, now=int(now), due=math.ceil(now + _SETTLE))

    def _find_topics(self, after: int, touched: set[tuple[str, str]]) -> list[int]:
        """Find which of the feeds that somebody asked for changed after a second."""
        with self._store.reading() as connection:
            known = topics.topics(connection)
        return [topic.facet for topic in known if self._changed(topic.query, after, touched)]

    def _changed(self, query: str, after: int, touched: set[tuple[str, str]]) -> bool:
        selection, presentation = selection_of(topics.KIND, query)
        demanded = [
            {(kind, slug) for slug in group}
            for kind, groups in (("tag", selection.tags), ("source", selection.sources))
            for group in groups
        ]
        # What entered, changed or left has one of each: most selections need not be looked at.
        if not all(group & touched for group in demanded):
            return False
        try:
            selected = self._publisher.select(selection, presentation)
        except FeedsError:
            return False  # a facet that is not known yet, or it costs too much by now
        # The second in which the store was made is that of a feed that never held anything, and no change.
        return selected.window.changed > after or selected.last_modified > max(after, selected.created)

    def _look_now_and_then(self) -> None:
        if self._clock.now() >= self._next_look and self.look():
            self._next_look = self._clock.now() + _GATHER

    def tell(self) -> int:
        """Tell the hub some of what is due; tells how much was tried."""
        claimed = pings.claim(self._store, self._hub, int(self._clock.now()), _CHUNK)
        if not claimed.pings:
            return 0
        answers = Round(self._publisher, self._channels, claimed.pings).answers()
        now = self._clock.now()
        pings.settle(self._store, self._hub, claimed, self._outcome(claimed, answers, now), int(now))
        return len(claimed.pings)

    def _outcome(self, claimed: Claimed, answers: dict[Ping, Answer | Unreachable], now: float) -> Outcome:
        done: list[Ping] = []
        later: list[tuple[Ping, int]] = []
        pause, reason = 0, ""
        for ping, answer in answers.items():
            verdict = judge(answer)
            if verdict in _SAID_OF:
                self._say_once(_SAID_OF[verdict], ping, answer)
            if verdict in {Verdict.TOLD, Verdict.REFUSED}:
                done.append(ping)
                continue
            asked = 0 if isinstance(answer, Unreachable) else asked_to_wait(answer.retry_after, now)
            # Also where the hub is away: should it be this feed that it cannot stand, the others come before it.
            later.append((ping, math.ceil(now) + max(pause_after(ping.attempts), asked)))
            if verdict is Verdict.AWAY:
                pause, reason = max(pause, pause_after(claimed.failures), asked), said(answer)
        if not pause:
            return Outcome(done, later)
        log.warning("hub %s is told nothing for %d seconds: %s", self._hub, pause, reason)
        return Outcome(done, later, away_until=math.ceil(now) + pause)

    def _say_once(self, what: str, ping: Ping, answer: Answer | Unreachable) -> None:
        """Log what became of a ping, unless an answer of the same status was logged before."""
        if isinstance(answer, Answer) and answer.status not in self._logged:
            self._logged.add(answer.status)
            words = "hub %s %s %s: %s (the next answers like it are not logged)"
            log.error(words, self._hub, what, topic_of(self._publisher, ping), said(answer))

    def close(self) -> None:
        """Close its connections; the next ping opens them again."""
        for channel in self._channels:
            channel.close()
