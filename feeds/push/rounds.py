"""Send pings to a hub over a few connections, and read from its answers what becomes of each.

https://www.w3.org/TR/websub/#publishing
"""

from __future__ import annotations

import math
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import Enum
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from feeds.formats.characters import uri
from feeds.publish.names import canonical_slug
from feeds.push.connections import Answer, Channel, Unreachable
from feeds.selection import EVERYTHING, HEAD, Presentation, Selection, read_query
from feeds.store.tables import topics

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feeds.publish.publisher import Publisher
    from feeds.store.tables.pings import Ping

FIRST_PAUSE = 5
LONGEST_PAUSE = 3600
_LONGEST_WAIT = 86400


class Verdict(Enum):
    """What an answer means for a ping."""

    TOLD = "told"
    REFUSED = "refused"
    """This feed will not be taken however often it is told."""
    LATER = "later"
    """This feed is to be told again."""
    AWAY = "away"
    """Nothing can be told to this hub for a while."""


def verdict_of(status: int) -> Verdict:
    """Decide what a status means. Redirects are refusals: only configured addresses are told anything."""
    if status in {429, 503}:
        return Verdict.AWAY
    if status == 408 or status >= 500:  # noqa: PLR2004 - Request Timeout, server errors
        return Verdict.LATER
    return Verdict.TOLD if 200 <= status < 300 else Verdict.REFUSED  # noqa: PLR2004 - success


def pause_after(failures: int) -> int:
    """Give the seconds to wait after so many failures before this one."""
    return min(FIRST_PAUSE << min(failures, 20), LONGEST_PAUSE)


def asked_to_wait(retry_after: str | None, now: float) -> int:
    """Read `Retry-After`: seconds or a date; 0 where it says nothing."""
    given = (retry_after or "").strip()
    if given.isascii() and given.isdigit():
        return min(int(given[:9]), _LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(given)
    except ValueError:
        return 0
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    seconds = (moment - datetime.fromtimestamp(now, UTC)).total_seconds()
    return max(0, min(math.ceil(seconds), _LONGEST_WAIT))


def topic_of(publisher: Publisher, ping: Ping) -> str:
    """Give the address of the feed that a ping is about, as the feed itself says it."""
    return uri(publisher.addresses(*selection_of(ping.kind, ping.slug))[ping.format])


def selection_of(kind: str, slug: str) -> tuple[Selection, Presentation]:
    """Give what a facet stands for: one tag or source, everything, or the query that somebody asked for."""
    if kind == topics.KIND:
        return read_query(parse_qsl(slug), canonical_slug)
    if kind == "all":
        return EVERYTHING, HEAD
    return (Selection(tags=((slug,),)) if kind == "tag" else Selection(sources=((slug,),))), HEAD


@dataclass(frozen=True, slots=True)
class Round:
    """Some pings, sent over a few connections at once."""

    publisher: Publisher
    channels: Sequence[Channel]
    pings: Sequence[Ping]

    def answers(self) -> dict[Ping, Answer | Unreachable]:
        """Send them; those after the first sign that nobody takes them are not sent."""
        found: dict[Ping, Answer | Unreachable] = {}
        away = threading.Event()
        lanes = min(len(self.channels), len(self.pings))
        # Not a pool: a program that ends does not wait for these.
        rest = [(lane, lanes, found, away) for lane in range(1, lanes)]
        threads = [threading.Thread(target=self._lane, args=arguments, daemon=True) for arguments in rest]
        for thread in threads:
            thread.start()
        self._lane(0, lanes, found, away)
        for thread in threads:
            thread.join()
        return found

    def _lane(self, lane: int, lanes: int, found: dict[Ping, Answer | Unreachable], away: threading.Event) -> None:
        for ping in self.pings[lane::lanes]:
            if away.is_set():
                return
            topic = topic_of(self.publisher, ping)
            form = {"hub.mode": "publish", "hub.topic": topic, "hub.url": topic}
            try:
                found[ping] = self.channels[lane].post(form)
            except Unreachable as error:
                found[ping] = error
            if judge(found[ping]) is Verdict.AWAY:
                away.set()


def judge(answer: Answer | Unreachable) -> Verdict:
    """Decide what an answer means, or that there was none."""
    return Verdict.AWAY if isinstance(answer, Unreachable) else verdict_of(answer.status)


def said(answer: Answer | Unreachable) -> str:
    """Say in a few words what came back."""
    return str(answer) if isinstance(answer, Unreachable) else f"{answer.status} {answer.reason}"
