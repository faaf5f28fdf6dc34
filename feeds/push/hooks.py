"""Webhooks: post the changes of a selection, signed, to addresses of the owner's.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md

    hook: a cursor into the changes → a JSON Feed of what changed since → posted → the cursor moves on, or later again

Nothing is queued: what a hook was not told yet is what changed after its cursor. So nothing is lost when a program ends
or a receiver is away for days. Each is told by a thread of its own, so that one that hangs holds up nobody.
"""

from __future__ import annotations

import hmac
import json
import logging
import math
import secrets
import threading
from base64 import b64decode, b64encode
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from feeds.errors import CursorGone, FeedsError, StillIndexing, UnknownFacet
from feeds.formats import jsonfeed
from feeds.formats.characters import rfc_3339
from feeds.publish.following import Followed, end_of, follow
from feeds.publish.fragments import as_shown
from feeds.publish.names import canonical_slug
from feeds.push.connections import Answer, Channel, Unreachable
from feeds.push.looking import keep_looking
from feeds.push.rounds import asked_to_wait, pause_after, said
from feeds.selection import read_query
from feeds.store.read import reader
from feeds.store.records import moment
from feeds.store.tables import hooks

if TYPE_CHECKING:
    from feeds.clock import Clock
    from feeds.publish.publisher import Publisher
    from feeds.selection import Presentation, Selection
    from feeds.store.tables.hooks import Hook

MOST = 20
"""Changes in one message."""
GONE = 410

_LOOK = 0.5
_PREFIX = "whsec_"

log = logging.getLogger(__name__)


def new_secret() -> str:
    """Make a secret that messages are signed with."""
    return _PREFIX + b64encode(secrets.token_bytes(24)).decode()


def signed(secret: str, name: str, timestamp: int, body: bytes) -> str:
    """Sign a message: its name, its moment and its body."""
    key = b64decode(secret.removeprefix(_PREFIX))
    made = hmac.new(key, f"{name}.{timestamp}.".encode() + body, sha256).digest()
    return f"v1,{b64encode(made).decode()}"


def read_selection(query: str) -> tuple[Selection, Presentation]:
    """Read what a hook is told of. Raises InvalidSelection."""
    return read_query(parse_qsl(query, keep_blank_values=True), canonical_slug)


def message(publisher: Publisher, hook: Hook, told: Followed) -> bytes:
    """Write a message: a JSON Feed of the entries that are new or changed, and what became of each under `_changes`.

    An entry that was changed once more since is not shown: it may belong to the selection no longer, and what came of
    it is told next.
    """
    selection, presentation = read_selection(hook.query)
    edition = publisher.edition(jsonfeed, publisher.select(selection, presentation))
    ids = [change.id.removeprefix("urn:uuid:") for change in told.changes if change.change != "withdrawn"]
    with publisher.store.reading() as connection:
        found = {one.entry.id: one for one in reader.find(connection, "id", ids) if one.is_public}
    items = [
        jsonfeed.fragment(
            as_shown(found[change.id].entry, None, is_collapsed=selection.is_collapsed),
            publisher.site,
            presentation.content,
        )
        for change in told.changes
        if change.id in found and found[change.id].revision == change.revision
    ]
    changes = [
        {"id": change.id, "change": change.change, "revision": change.revision, "time": rfc_3339(moment(change.second))}
        for change in told.changes
    ]
    document = jsonfeed.document(edition.feed, publisher.site, items)
    return document[:-1] + b',"_changes":' + json.dumps(changes).encode() + b"}"


def start(publisher: Publisher, clock: Clock, stopping: threading.Event) -> None:
    """Begin to tell hooks of every commit, until told to stop; those that are added meanwhile too."""
    threading.Thread(target=Messenger(publisher, clock).run, args=(stopping,), daemon=True).start()


class Messenger:
    """Tells every hook."""

    def __init__(self, publisher: Publisher, clock: Clock) -> None:
        self._publisher = publisher
        self._store = publisher.store
        self._clock = clock
        self._busy: set[int] = set()
        self._state = (0, 0)
        self._quiet: set[tuple[int, str]] = set()
        """Hooks that there was nothing to tell at this state of the store, by number and cursor."""

    def run(self, stopping: threading.Event) -> None:
        """Tell hooks of every commit until told to stop."""
        keep_looking(self.look, stopping, _LOOK, "hooks")

    def look(self) -> list[threading.Thread]:
        """Begin to tell those that there is something to tell; gives the threads that do."""
        now = self._clock.now()
        with self._store.reading() as connection:
            state = reader.state(connection)
            due = [one for one in hooks.every(connection) if not one.is_paused and one.due <= now]
        if state != self._state:
            self._state, self._quiet = state, set()
        due = [one for one in due if one.number not in self._busy and (one.number, one.cursor) not in self._quiet]
        threads = []
        for one in due:
            told = self._news(one)
            if not told.changes:
                self._quiet.add((one.number, told.next))
            elif mine := self._claim(one):
                self._busy.add(one.number)
                threads.append(threading.Thread(target=self._tell, args=(mine, told), daemon=True))
        for thread in threads:
            thread.start()
        return threads

    def _claim(self, one: Hook) -> Hook | None:
        """Take a hook, unless another program tells it."""
        return hooks.claim(self._store, one, math.ceil(self._clock.now()))

    def _news(self, one: Hook) -> Followed:
        """Find what a hook is to be told; where nothing, its cursor moves on."""
        try:
            told = follow(self._publisher, read_selection(one.query)[0], one.cursor, MOST)
        except (UnknownFacet, StillIndexing):  # nothing ever had it, or its words are not found yet
            return Followed([], one.cursor)
        except CursorGone:
            log.warning("hook %d: the store was brought back from a copy, what changed before is not told", one.number)
            told = Followed([], end_of(self._publisher))
        if not told.changes and told.next != one.cursor:
            hooks.settle(self._store, one, cursor=told.next, failures=one.failures, due=one.due, said=one.said)
        return told

    def _tell(self, one: Hook, told: Followed) -> None:
        """Tell a hook one message after the other, for as long as it takes them and there are more."""
        mine: Hook | None = one
        try:
            while mine:
                answer = self._post(mine, _name_of(mine, told), message(self._publisher, mine, told))
                took = self._settle(mine, told, answer)
                told = self._news(took) if took else told
                mine = self._claim(took) if took and told.changes else None
        except FeedsError as error:
            log.warning("hook %d: %s", one.number, error)
        except Exception:
            log.exception("hook %d", one.number)
        finally:
            self._busy.discard(one.number)

    def _post(self, one: Hook, name: str, body: bytes) -> Answer | Unreachable:
        now = int(self._clock.now())
        headers = {
            "Content-Type": "application/json",
            "webhook-id": name,
            "webhook-timestamp": str(now),
            "webhook-signature": signed(one.secret, name, now, body),
        }
        try:
            channel = Channel(one.url, self._publisher.site.url, is_public=not one.is_private)
            try:
                return channel.send(body, headers)
            finally:
                channel.close()
        except Unreachable as error:
            return error

    def _settle(self, one: Hook, told: Followed, answer: Answer | Unreachable) -> Hook | None:
        """Write down what a receiver answered; gives the hook as it is after it took the message."""
        if isinstance(answer, Answer) and 200 <= answer.status < 300:  # noqa: PLR2004 - success
            took = one._replace(cursor=told.next, failures=0, due=0, said=said(answer))
            hooks.settle(self._store, one, cursor=took.cursor, failures=0, due=0, said=took.said)
            return took
        now, why = math.ceil(self._clock.now()), said(answer)
        if isinstance(answer, Answer) and answer.status == GONE:
            log.error("hook %d: %s wants nothing any more; it is paused", one.number, host_of(one.url))
            hooks.pause(self._store, [one.number], is_paused=True, said=why)
            return None
        if not one.failures:
            log.warning("hook %d: %s cannot be told: %s", one.number, host_of(one.url), why)
        asked = asked_to_wait(answer.retry_after, now) if isinstance(answer, Answer) else 0
        hooks.put_off(self._store, one, now + max(pause_after(one.failures), asked), why)
        return None


def _name_of(one: Hook, told: Followed) -> str:
    """Name a message by what it tells: the same when it is sent again, another when more came meanwhile.

    Whoever had it, and whose answer was lost, drops what has a name that he knows.
    """
    what = json.dumps([one.number, one.cursor, told.changes])
    return f"msg_{sha256(what.encode()).hexdigest()[:32]}"


def host_of(url: str) -> str:
    """Give what may be said of an address in a log: it may hold a key."""
    return urlsplit(url).hostname or ""
